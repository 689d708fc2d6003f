/** How long a write may stay unseen: the proof after an apply waits so long in all, and no longer. */
import { expect, it } from 'vitest';
import { describedConnector } from '../../../src/connector/described/described-connector.ts';
import { RETRY_RULES } from '../../../src/connector/http/retry.ts';
import { shown } from '../../source/shown.ts';
import { must } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { described } from './describing.ts';
import { FILE, hostilePlatform } from './hostile-platform.ts';

it.each([
  ['10s', 10_000],
  ['1s', 1000],
  ['2m', 120_000],
])('settles: %s', async (written, milliseconds) => {
  const time = fastTime();
  const api = must(described(`${FILE}settles: ${written}\n`));
  const { connection } = await hostilePlatform();
  const said: string[] = [];
  const stop = new AbortController();
  const { settling } = describedConnector(api, { time, retry: RETRY_RULES }).openWriter({
    ...connection,
    stop: stop.signal,
    onWait: ({ text }) => void said.push(text),
  });
  expect(settling?.pauses.reduce((sum, one) => sum + one, 0)).toBe(milliseconds);
  expect(await settling?.wait(400)).toBe(true);
  expect(time.slept).toEqual([400]);
  expect(said).toEqual(['What was written may not be seen yet: reading again in 0.4 s']);
  stop.abort();
  expect(await settling?.wait(400)).toBe(false);
});

it('a file that says nothing: what is answered is done', async () => {
  const { connection } = await hostilePlatform();
  const writer = describedConnector(must(described(FILE))).openWriter(connection);
  expect(writer.settling).toBeUndefined();
});

it.each(['0s', '10', 'soon', '1h', '-1s', '1.5s', '1000s'])('%s is no time', (written) => {
  const { ok, diagnostics } = described(`${FILE}settles: ${written}\n`);
  expect(ok).toBe(false);
  expect(diagnostics.map(shown).join()).toContain('connector.yaml:');
});
