/** What a start of the program costs, held by what can be counted: files, bytes and parts of Node. Clocks are in bench/. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { MAIN } from './bylaw.ts';

const PROBE = `process.on('exit', () => require('node:fs').writeFileSync(process.env.NOTES, JSON.stringify({
  parts: process.moduleLoadList.filter((one) => one.startsWith('NativeModule ')).map((one) => one.slice(13)),
  files: Object.keys(require.cache),
})));`;

interface Loaded {
  readonly parts: readonly string[];
  readonly files: readonly string[];
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
  const { parts, files }: Omit<Loaded, 'kilobytes'> = JSON.parse(readFileSync(notes, 'utf8'));
  const ours = files.filter((file) => file !== probe);
  const bytes = ours.reduce((sum, file) => sum + statSync(file).size, 0);
  return { parts, files: ours.map((file) => basename(file)), kilobytes: bytes / 1000 };
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
  expect(files.length).toBeLessThan(48);
  // Every word of the model and of guard rails is text that a check loads, and compiles when it is used.
  expect(kilobytes).toBeLessThan(885);
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
