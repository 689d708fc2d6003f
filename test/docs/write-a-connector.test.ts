/** docs/connectors/write-a-connector.md, from an empty folder to a badge, on a product that nobody knows. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { workspaceOf } from '../command/workspaces.ts';
import { ORCHARD_TOKEN, startOrchard } from './orchard/orchard-server.ts';
import { follow } from './transcript.ts';

it('a connector is written in an afternoon, and by a test in seconds', async () => {
  const url = await startOrchard();
  const made = workspaceOf({}).with({ ORCHARD_TOKEN });
  const page = readFileSync('docs/connectors/write-a-connector.md', 'utf8');
  made.write('connectors/.gitkeep', '');
  const here = (text: string): string => text.replaceAll('https://orchard.example', url);
  expect(await follow(page, made, here)).toBe(14);
  expect(made.read('connectors/orchard.badge.json')).not.toMatch(/ana@|north|orchard-token/);
});
