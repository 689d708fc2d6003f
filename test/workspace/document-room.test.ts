/** A workspace that is too large for the memory, in a real process: Node itself would end it without a word. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MAIN } from '../command/bylaw.ts';

const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: full\n';
const PEOPLE_IN_A_FILE = 2000;

/** So many people in so many files, and in groups of ten. */
function workspaceOf(files: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-room-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'access'));
  writeFileSync(
    join(folder, 'bylaw.yaml'),
    'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations: {}\n',
  );
  writeFileSync(
    join(folder, 'access', 'boss.yaml'),
    `${HEAD}members:\n  boss@acme.example: { roles: [admin] }\n  second@acme.example: { roles: [admin] }\n`,
  );
  for (let file = 0; file < files; file += 1) {
    const people = Array.from(
      { length: PEOPLE_IN_A_FILE },
      (_, at) => `person-${file}-${at}@department-${file}.acme.example`,
    );
    const members = people.map((one) => `  ${one}: { roles: [viewer] }\n`).join('');
    const groups = people
      .flatMap((_, at) => (at % 10 === 0 ? [people.slice(at, at + 10)] : []))
      .map((inside, at) => `  team-${file}-${at}: { members: [${inside.join(', ')}] }\n`)
      .join('');
    writeFileSync(
      join(folder, 'access', `part-${file}.yaml`),
      `${HEAD}members:\n${members}groups:\n${groups}`,
    );
  }
  return folder;
}

function check(folder: string, megabytes: number) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${megabytes}`, MAIN, 'check', '--json'],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } },
  );
  return { status, stdout, stderr };
}

/** What it finds and says: a check that found nothing wrong says nothing of memory. */
function found(folder: string, megabytes: number) {
  const { status, stdout, stderr } = check(folder, megabytes);
  expect(stderr).not.toMatch(/FATAL|heap out of memory/);
  const told: { diagnostics: readonly { code: string; message: string; hint: string | null }[] } =
    JSON.parse(stdout);
  return { status, short: told.diagnostics.find(({ code }) => code === 'memory-too-small') };
}

it('says how large the documents are, what they take, what there is, and how there is more', () => {
  const { status, short } = found(workspaceOf(20), 64);
  expect(status).toBe(1);
  expect(short?.message).toMatch(
    /^To work with \d\.\d MB of documents takes about \d+ MB of memory, and Node gives this process 67 MB\.$/,
  );
  const enough = Number(/--max-old-space-size=(\d+)/.exec(short?.hint ?? '')?.[1]);
  expect(enough).toBeGreaterThan(64);
});

it('what it asks for is enough, and less is refused before Node ends the process', () => {
  const folder = workspaceOf(8);
  const outcomes = [32, 64, 96, 256].map((megabytes) => found(folder, megabytes));
  expect(outcomes.at(0)?.short).toBeDefined();
  expect(outcomes.at(-1)).toMatchObject({ status: 0, short: undefined });
  for (const { status, short } of outcomes) expect(status).toBe(short === undefined ? 0 : 1);
});

it('a single file that is too large is not begun', () => {
  const folder = workspaceOf(0);
  const people = Array.from(
    { length: 90_000 },
    (_, at) => `  person-${at}@acme.example: { roles: [viewer] }\n`,
  );
  writeFileSync(join(folder, 'access', 'all.yaml'), `${HEAD}members:\n${people.join('')}`);
  const { status, short } = found(folder, 32);
  expect({ status, isShort: short !== undefined }).toEqual({ status: 1, isShort: true });
});
