/**
 * An apply that is killed at twenty points, and another that goes on with its journal: it finishes, nothing is made twice,
 * nothing is lost, and the journal says what was sent before it was.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { loadJournals, openJournals } from '../../src/journal/journal-folder.ts';
import { doneIn, unansweredIn } from '../../src/journal/journal-record.ts';
import type { RecordedExchange } from '../../src/sandbox/sandbox.ts';
import { itOnBothEngines } from './bylaw.ts';
import { auditLog } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import { documentOf, liveFacts } from './moving-people.ts';
import { descendantsOf, killAll, untilGone } from './processes.ts';
import { organization, stageOf } from './workspaces.ts';

/** More points with terraform than a run of all tests has time for: BYLAW_KILLS=20. */
const WITH_TERRAFORM = Number(process.env.BYLAW_KILLS ?? 2);
const POINTS = 20;

itOnBothEngines(
  `kill -9 at points of an apply (${POINTS} embedded, ${WITH_TERRAFORM} with terraform), and --resume`,
  async (engine) => {
    const rounds = engine.name === 'embedded' ? POINTS : WITH_TERRAFORM;
    let answered = 0;
    const onExchange = ({ method }: RecordedExchange): void => {
      if (method !== 'GET') answered += 1;
    };
    const stage = await stageOf(organization(documentOf(0).body), { onExchange });
    // People come and go by the dozen here, and that is meant.
    stage.write('access/guardrails.yaml', EVERYTHING_MEANT);
    const slow = ['POST', 'PUT', 'PATCH', 'DELETE'].map(
      (method) => ({ kind: 'latency', ms: 15, match: { method } }) as const,
    );
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    const directory = join(stage.folder, '.bylaw');
    let killed = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const { body, facts } = documentOf(round);
      stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace(/^members:[\s\S]*/m, body));
      const before = await liveFacts(stage);
      const logged = (await auditLog(stage)).length;
      stage.platform.setFaults(slow);
      answered = 0;
      // From before the first write to about the last of thirty.
      const due = Math.round(((round - 1) * 28) / Math.max(1, rounds - 1));
      const running = stage.start('apply', ...engine.words);
      let over = false;
      const done = running.done.finally(() => {
        over = true;
      });
      const isBegun = (): boolean =>
        due > 0 ? answered >= due : openJournals(loadJournals(directory, 'acme').journals).length > 0;
      while (!over && !isBegun()) await new Promise((resolve) => setTimeout(resolve, 2));
      const wasOver = over;
      const family = descendantsOf(running.pid);
      killAll([running.pid, ...family]);
      await done;
      await untilGone(family);
      // What was under way is answered as late as anything sent after it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      stage.platform.setFaults([]);
      const moment = `point ${round}, after ${due} answers`;

      const { journals } = loadJournals(directory, 'acme');
      const open = openJournals(journals);
      if (wasOver) expect(open, moment).toEqual([]);
      else killed += 1;
      const [journal] = open;
      const made = (await auditLog(stage)).slice(logged);
      if (journal !== undefined) {
        // Nothing was sent that was not written down before.
        expect(journal.sent.length, moment).toBeGreaterThanOrEqual(answered);
        expect(journal.sent.length === 0, moment).toBe(
          made.length === 0 && unansweredIn(journal).length === 0,
        );
        expect(unansweredIn(journal).length, moment).toBeLessThanOrEqual(16);
      }
      const resumed = await stage.run('apply', '--resume', ...engine.words, '--json');
      const report = JSON.parse(resumed.out);
      expect({ moment, status: resumed.status, diagnostics: report.diagnostics }).toMatchObject({
        status: 0,
      });
      if (journal !== undefined) {
        const note = report.diagnostics.find(({ code }: { code: string }) => code === 'journal-resumed');
        expect(note?.message, moment).toContain(`goes on with the apply of ${journal.header.at}`);
        expect(note?.message, moment).toContain(`${doneIn(journal).length} of `);
      }
      if (before.length > 0 && open.length > 0) expect(await liveFacts(stage), moment).toEqual(facts);
      // Nothing twice, nothing lost.
      const events = (await auditLog(stage)).slice(logged);
      expect(new Set(events).size, moment).toBe(events.length);
      expect((await stage.run('plan', ...engine.words)).status, moment).toBe(0);
      expect(openJournals(loadJournals(directory, 'acme').journals), moment).toEqual([]);
      expect(readdirSync(stage.temporary), moment).toEqual([]);
    }
    expect(killed).toBeGreaterThan(rounds * 0.7);
    // For its owner alone.
    const folder = join(directory, 'journal/acme');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'journal')).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  },
  240_000,
);
