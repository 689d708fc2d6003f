import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openAnswerFolder } from '../../src/state/answer-folder.ts';

/** A cache on the disk: private, bounded, and never the reason that anything fails. */

const NOW = Date.UTC(2026, 10, 29, 12);
const DAY_MS = 86_400_000;
const name = (n: number): string => n.toString(16).padStart(64, '0');
const bytes = (text: string): Uint8Array => Buffer.from(text);

function place(): string {
  const root = mkdtempSync(join(tmpdir(), 'bylaw-answers-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return join(root, '.bylaw/answers');
}

test('what is saved is loaded, by its owner alone', () => {
  const directory = place();
  const folder = openAnswerFolder(directory);
  expect(folder.load(name(1))).toBeNull();
  expect(existsSync(directory)).toBe(false);
  folder.save(name(1), bytes('one'));
  folder.save(name(1), bytes('two'));
  expect(folder.load(name(1))?.toString()).toBe('two');
  expect(readdirSync(directory)).toEqual([`${name(1)}.answers`]);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, `${name(1)}.answers`)).mode & 0o777).toBe(0o600);
});

test('a folder that others could read is closed to them', () => {
  const directory = place();
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o755);
  openAnswerFolder(directory).save(name(1), bytes('one'));
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

const IN_THE_WAY: readonly (readonly [string, (directory: string) => void])[] = [
  ['a file where the folder would be', (directory) => writeFileSync(directory, 'x')],
  ['a link where the folder would be', (directory) => symlinkSync(tmpdir(), directory)],
  ['a link that leads nowhere', (directory) => symlinkSync('nowhere', directory)],
  [
    'a folder where the file would be',
    (directory) => mkdirSync(join(directory, `${name(1)}.answers`), { recursive: true }),
  ],
];

test.each(IN_THE_WAY)('%s: nothing is kept, and nothing fails', (_, block) => {
  const directory = place();
  mkdirSync(join(directory, '..'), { recursive: true });
  block(directory);
  const folder = openAnswerFolder(directory);
  folder.save(name(1), bytes('one'));
  expect(folder.load(name(1))).toBeNull();
  expect(existsSync(join(tmpdir(), `${name(1)}.answers`))).toBe(false);
});

test('what is old goes, then the oldest beyond sixty-four; what is not ours stays', () => {
  const directory = place();
  const folder = openAnswerFolder(directory, () => NOW);
  mkdirSync(directory, { recursive: true });
  const put = (file: string, days: number) => {
    const path = join(directory, file);
    writeFileSync(path, 'x');
    const at = new Date(NOW - days * DAY_MS);
    utimesSync(path, at, at);
  };
  for (let n = 0; n < 70; n += 1) put(`${name(n)}.answers`, 1 + n / 100);
  put(`${name(900)}.answers`, 31);
  put('.bylaw-11111111-2222-4333-8444-555555555555.tmp', 1);
  put('.bylaw-99999999-2222-4333-8444-555555555555.tmp', 0);
  put('notes.txt', 400);
  put('acme.answers', 400);
  folder.save(name(1000), bytes('new'));
  const left = new Set(readdirSync(directory));
  expect([...left].filter((file) => /^[0-9a-f]{64}\.answers$/.test(file))).toHaveLength(64);
  for (const file of [`${name(1000)}.answers`, `${name(0)}.answers`, 'notes.txt', 'acme.answers']) {
    expect(left.has(file), file).toBe(true);
  }
  for (const file of [`${name(69)}.answers`, `${name(900)}.answers`])
    expect(left.has(file), file).toBe(false);
  expect([...left].filter((file) => file.endsWith('.tmp'))).toEqual([
    '.bylaw-99999999-2222-4333-8444-555555555555.tmp',
  ]);
});
