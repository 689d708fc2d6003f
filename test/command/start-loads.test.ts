/** What a start of the program costs, held by what can be counted: files, bytes and parts of Node. Clocks are in bench/. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MAIN } from './bylaw.ts';

const PROBE = `let threads = 0;
process.on('worker', () => (threads += 1));
process.on('exit', () => require('node:fs').writeFileSync(process.env.NOTES, JSON.stringify({
  parts: process.moduleLoadList.filter((one) => one.startsWith('NativeModule ')).map((one) => one.slice(13)),
  files: Object.keys(require.cache),
  threads,
})));`;

interface Loaded {
  readonly parts: readonly string[];
  readonly files: readonly string[];
  readonly threads: number;
  readonly kilobytes: number;
}

function loaded(...words: readonly string[]): Loaded {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [probe, notes] = [join(folder, 'probe.cjs'), join(folder, 'notes')];
  writeFileSync(probe, PROBE);
  const { status, stderr } = spawnSync(process.execPath, ['-r', probe, MAIN, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, NOTES: notes },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readdirSync(folder).sort()).toEqual(['notes', 'probe.cjs']);
  const { parts, files, threads }: Omit<Loaded, 'kilobytes'> = JSON.parse(readFileSync(notes, 'utf8'));
  const ours = files.filter((file) => file !== probe);
  const bytes = ours.reduce((sum, file) => sum + statSync(file).size, 0);
  return { parts, files: ours.map((file) => basename(file)), threads, kilobytes: bytes / 1000 };
}

const DEAR = ['stream', 'net', 'tty', 'crypto', 'http', 'https', 'tls', 'module', 'fs/promises', 'zlib'];

it('documents that are right are checked without a connector, a compiled check, hashes and streams', () => {
  const { parts, files, kilobytes } = loaded('check', '--workspace', 'examples/lumoauth');
  expect(parts.filter((part) => DEAR.includes(part))).toEqual([]);
  expect(files.filter((file) => file.endsWith('.cjs'))).toEqual([]);
  // No document is of rules, and nothing that judges them is loaded.
  expect(files.filter((file) => file.startsWith('judge-written'))).toEqual([]);
  // What judges reviews stands apart; what it shares with everybody else stands in files of its own for that, and so it is
  // with each command that shares something with a check.
  expect(files.length).toBeLessThan(55);
  // Every word of the model and of guard rails is text that a check loads, and compiles when it is used. That an
  // organization can be reached by a connector file, it looks at for each; what reads such a file, it does not load. How
  // documents are merged one after the other, and two versions of access compared at once, are ten kilobytes more; what a
  // connector file can write, and the settings of SCIM, are seven; names of people that are accounts, and groups that are
  // of one person, are three. Scopes that are closed, and the reach of custom roles, are four, and so are gifts of people
  // by number and large lists beside the collector's memory. How entries that say only their roles are read, and what keeps a
  // large company from being looked up address by address, are six. What is closed once all in it is deleted is one.
  // Records of what something else owns, with who owns it in explanations, are nine.
  // Roles that deny what they give, refused beside the other contradictions of a platform file, are two.
  // What an expectation lacks names denies that no grant has met yet: three.
  // How very many problems are cut is two, and what a shard was asked for is one. What is ruled out has its addresses when
  // somebody asks, and covers of roles are looked for once on a scope: two. How people are read together where two versions
  // are compared, and what differs in gifts alone is found in one pass, are nine. On which scopes a removal can matter, and
  // names of keys checked on the way through a map, are two. Two versions cut to the permissions that differ, and
  // few people who are looked up by themselves, are twelve.
  expect(kilobytes).toBeLessThan(992);
});

it.each([
  ['rules that come with Bylaw', 'rule: email-domains\n    domains: ["*"]', 0],
  [
    'a rule of a user that is off',
    'rule: custom\n    view: v1\n    for: person\n    severity: off\n    forbid: "true"',
    0,
  ],
  ['a rule of a user', 'rule: custom\n    view: v1\n    for: person\n    forbid: "false"', 1],
])('%s: what evaluates expressions runs where one is written', (_, rule, threads) => {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('examples/lumoauth', folder, { recursive: true });
  const head = 'apiVersion: bylaw/v1\nkind: Rules\norganizations: "*"\nrules:\n  one:\n    ';
  writeFileSync(join(folder, 'access/rules.yaml'), `${head}${rule}\n`);
  const found = loaded('check', '--workspace', folder);
  expect(found.threads).toBe(threads);
  // It is in the thread alone.
  expect(found.files.filter((file) => file.startsWith('rule-worker'))).toEqual([]);
  expect(found.parts.filter((part) => DEAR.includes(part) && part !== 'stream')).toEqual([]);
});

it.each(['--version', '--help'])('%s loads next to nothing', (word) => {
  const { parts, kilobytes } = loaded(word);
  expect(parts.filter((part) => DEAR.includes(part))).toEqual([]);
  expect(kilobytes).toBeLessThan(40);
});

it('nothing is kept for the next start: what stands there would be run', () => {
  const program = (): readonly string[] =>
    readdirSync(dirname(MAIN), { recursive: true, encoding: 'utf8' }).sort();
  const before = program();
  loaded('check', '--workspace', 'examples/lumoauth');
  expect(program()).toEqual(before);
});
