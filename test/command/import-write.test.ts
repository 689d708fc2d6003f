import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeFiles } from '../../src/command/importing/write-files.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'bylaw-write-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const bytes = (text: string) => Buffer.from(text);
const codes = (outcome: ReturnType<typeof writeFiles>) => outcome.diagnostics.map(({ code }) => code);

it('writes old and new, and leaves nothing beside them', () => {
  const root = folder();
  writeFileSync(join(root, 'a.yaml'), 'old');
  const files = [
    { file: relative('.', join(root, 'a.yaml')), before: bytes('old'), after: 'new' },
    { file: relative('.', join(root, 'access/deep/b.yaml')), before: null, after: 'b' },
  ];
  expect(writeFiles(root, files).ok).toBe(true);
  expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe('new');
  expect(readdirSync(root, { recursive: true }).map(String).sort()).toEqual([
    'a.yaml',
    'access',
    'access/deep',
    'access/deep/b.yaml',
  ]);
});

it('writes none of several when one was changed meanwhile', () => {
  const root = folder();
  writeFileSync(join(root, 'a.yaml'), 'a');
  writeFileSync(join(root, 'b.yaml'), 'somebody else');
  const made = writeFiles(root, [
    { file: join(root, 'a.yaml'), before: bytes('a'), after: 'new' },
    { file: join(root, 'b.yaml'), before: bytes('b'), after: 'new' },
  ]);
  expect(codes(made)).toEqual(['file-changed']);
  expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe('a');
  expect(readdirSync(root).sort()).toEqual(['a.yaml', 'b.yaml']);
});

it.each<[string, (root: string, outside: string) => void, (root: string, outside: string) => string]>([
  [
    'a file that is there',
    (root) => writeFileSync(join(root, 'x.yaml'), 'theirs'),
    (root) => join(root, 'x.yaml'),
  ],
  [
    'a link to nothing',
    (root, outside) => symlinkSync(join(outside, 'none'), join(root, 'x.yaml')),
    (root) => join(root, 'x.yaml'),
  ],
  ['a path that climbs out', () => {}, (_root, outside) => join(outside, 'x.yaml')],
  [
    'a folder that leads out',
    (root, outside) => symlinkSync(outside, join(root, 'd')),
    (root) => join(root, 'd/x.yaml'),
  ],
  [
    'a folder below one that leads out',
    (root, outside) => symlinkSync(outside, join(root, 'd')),
    (root) => join(root, 'd/e/x.yaml'),
  ],
])('refuses %s', (_what, prepare, file) => {
  const [root, outside] = [folder(), folder()];
  prepare(root, outside);
  const made = writeFiles(root, [{ file: file(root, outside), before: null, after: 'ours' }]);
  expect(codes(made)).toEqual(['file-not-ours']);
  expect(readdirSync(outside)).toEqual([]);
});

it('refuses what is no plain file', () => {
  const root = folder();
  mkdirSync(join(root, 'x.yaml'));
  expect(codes(writeFiles(root, [{ file: join(root, 'x.yaml'), before: bytes(''), after: '' }]))).toEqual([
    'file-not-ours',
  ]);
});
