/** What an apply did, taken back by its journal: shown first, by the planner's rules, and what cannot be is named. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { auditLog, everything, meddle } from './live.ts';
import {
  ATRIUM_OPENED,
  atriumExample,
  document,
  organization,
  type Stage,
  stageOf,
  type Workspace,
} from './workspaces.ts';

const isReport = new Ajv2020({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

const BASE = 'members:\n  ada@acme.example: { roles: [admin] }\n  bo@acme.example:\n  cy@acme.example:\n';
const BEFORE = `${BASE}groups:\n  qa: { title: Testers, members: [bo@acme.example], roles: [viewer] }\n  old: { title: Old, members: [cy@acme.example], roles: [editor] }\n`;
const AFTER = `${BASE}groups:\n  qa: { title: Quality, members: [cy@acme.example], roles: [editor] }\n  new: { title: New, members: [bo@acme.example], roles: [viewer] }\n`;

async function undoing(one: Stage, url: string, ...words: readonly string[]) {
  const file = lastJournal(one);
  return one.run('undo', file, '--url', url, ...words);
}

const lastJournal = (one: Workspace): string => {
  const folder = join(one.folder, '.bylaw/journal/acme');
  return join(folder, readdirSync(folder).sort().at(-1) ?? '');
};

/** What is live, without what only time has put there. */
async function live(stage: Stage): Promise<readonly string[]> {
  const dump = await everything(stage);
  return Object.entries(dump)
    .flatMap(([name, rows]) =>
      rows.map((row) =>
        JSON.stringify([name, JSON.parse(row)], (key, value) =>
          /^(id|version|createdAt|updatedAt|etag|groupId|principal|revision)$/.test(key) ? undefined : value,
        ),
      ),
    )
    .sort();
}

itOnBothEngines(
  'an apply is shown backwards, then taken back, and nothing else is touched',
  async (engine) => {
    const stage = await stageOf(organization(BEFORE));
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    const before = await live(stage);
    stage.write('access/acme.yaml', document(AFTER));
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    const changed = await live(stage);
    expect(changed).not.toEqual(before);

    const logged = await auditLog(stage);
    const shown = await undoing(stage, stage.platform.url);
    expect([shown.status, shown.err]).toEqual([2, '']);
    expect(shown.out).toContain('- group new');
    expect(shown.out).toContain('+ group old');
    expect(shown.out).toMatch(/the apply of [\d-]+T[\d:.]+Z is taken back/);
    expect(shown.out).not.toContain('the documents are the whole truth');
    expect(shown.out).toContain('note[undo-not-written]');
    const json = JSON.parse((await undoing(stage, stage.platform.url, '--json')).out);
    expect(isReport(json), JSON.stringify(isReport.errors)).toBe(true);
    expect(json.command).toBe('undo');
    // Only shown.
    expect(await auditLog(stage)).toEqual(logged);

    const undone = await undoing(stage, stage.platform.url, '--apply', '--json');
    const report = JSON.parse(undone.out);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    expect([undone.status, report.command, report.organizations[0].outcome]).toEqual([0, 'undo', 'proven']);
    expect(await live(stage)).toEqual(before);
    const [{ undoes }] = JSON.parse((await stage.run('history', '--json')).out).journals;
    expect(undoes).not.toBeNull();
    // The documents still say otherwise, as it was told.
    expect((await stage.run('plan', ...engine.words)).status).toBe(2);
    // An undo has a journal too, and can be taken back itself.
    expect((await undoing(stage, stage.platform.url, '--apply')).status).toBe(0);
    expect(await live(stage)).toEqual(changed);
  },
);

/** Makes it, changes it by the second documents, lets something happen, and asks what an undo would do. */
async function afterwards(
  first: string,
  second: string,
  meanwhile: (stage: Stage) => Promise<unknown> = async () => {},
) {
  const stage = await stageOf(organization(first));
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  stage.write('access/acme.yaml', document(second));
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  await meanwhile(stage);
  const { status, out } = await undoing(stage, stage.platform.url);
  return { stage, status, out };
}

describe('what is not taken back is named:', () => {
  it('what somebody changed since, beside what is taken back', async () => {
    const { out, status } = await afterwards(BEFORE, AFTER, (stage) =>
      meddle(stage, 'PATCH', '/groups/{groups/qa}', { name: 'Somebody’s' }),
    );
    expect(status).toBe(2);
    expect(out).toMatch(/warning\[not-undone\]: group qa is not taken back: its title was changed since/);
    expect(out).toContain('+ group old');
  });

  it('a grant whose time has ended comes back only with a new end', async () => {
    const until = BASE.replace(
      '  cy@acme.example:',
      '  cy@acme.example: { roles: [{ role: auditor, until: 2026-06-01 }] }',
    );
    const stage = await stageOf(organization(until));
    const at = (day: string) => ['--at', `${day}T00:00:00Z`, ...EMBEDDED.words];
    expect((await stage.run('apply', ...at('2026-05-01'))).status).toBe(0);
    expect((await stage.run('apply', ...at('2026-07-01'))).status).toBe(0);
    const { out, status } = await undoing(stage, stage.platform.url);
    expect(status).toBe(2);
    expect(out).toContain('is not taken back: its time has ended');
    expect(out).toMatch(/Give it a new `until`/);
    const logged = await auditLog(stage);
    expect((await undoing(stage, stage.platform.url, '--apply')).status).toBe(2);
    expect(await auditLog(stage)).toEqual(logged);
    stage.write('access/acme.yaml', document(until.replace('2026-06-01', '2099-06-01')));
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  });

  it('everything is as it was: nothing to take back', async () => {
    const { stage } = await afterwards(BEFORE, AFTER);
    const file = lastJournal(stage);
    stage.write('access/acme.yaml', document(BEFORE));
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
    const { status, out } = await stage.run('undo', file, '--url', stage.platform.url);
    expect([status, out]).toEqual([0, expect.stringContaining('no changes')]);
  });
});

it('an invitation that was accepted, and a scope, are not taken back', async () => {
  const workspace = atriumExample();
  const stage = await stageOf(workspace, {
    on: 'atrium',
    seed: [ATRIUM_OPENED],
    token: { value: 'tok-7f3Qz9vXw2-Lr8Kd1', name: 'bylaw' },
  });
  expect((await stage.run('apply', ...EMBEDDED.words)).status).not.toBe(1);
  await meddle(stage, 'POST', '/members/{members/bob@acme.example}/accept');
  const { out } = await undoing(stage, stage.platform.url);
  expect(out).toMatch(/not taken back: what was put into it since would be lost with it/);
  expect(out).toMatch(/bob@acme\.example is not taken back: the invitation was accepted/);
});

describe('undo is refused', () => {
  it('without a journal, with two, with one that came to no end, and with one of elsewhere', async () => {
    const { stage } = await afterwards(BEFORE, AFTER);
    const file = lastJournal(stage);
    const url = ['--url', stage.platform.url];
    const refused = async (code: string, ...words: readonly string[]) => {
      const { status, err } = await stage.run('undo', ...words);
      expect([status, err]).toEqual([1, expect.stringContaining(`error[${code}]`)]);
    };
    await refused('usage', ...url);
    await refused('usage', file, file, ...url);
    await refused('journal-foreign', file, '--url', 'https://elsewhere.example');
    await refused('file-unreadable', 'nothing.jsonl', ...url);
    await refused('journal-invalid', 'bylaw.yaml', ...url);
    stage.write('cut.jsonl', readFileSync(file, 'utf8').replace(/[^\n]*\n$/, ''));
    await refused('journal-invalid', 'cut.jsonl', ...url);
  });

  it('where it would take all access from most people, unless a guard rail’s exception says so', async () => {
    const few = 'members:\n  ada@acme.example: { roles: [admin] }\n';
    const many = `${few}${['bo', 'cy', 'di', 'ed', 'fy', 'gu'].map((one) => `  ${one}@acme.example: { roles: [viewer] }\n`).join('')}`;
    const { stage, out, status } = await afterwards(few, many);
    expect(status).toBe(2);
    expect(out).toContain('warning[removal-limit]');
    const refused = await undoing(stage, stage.platform.url, '--apply');
    expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('error[removal-limit]')]);
    stage.write(
      'access/guardrails.yaml',
      `apiVersion: bylaw/v1\nkind: Guardrails\norganizations: [acme]\nlimits: { members: off, assignments: off, access: off, each-scope: off }\n`,
    );
    expect((await undoing(stage, stage.platform.url, '--apply')).status).toBe(0);
  });
});
