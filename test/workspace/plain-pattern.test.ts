/** Patterns that are read without the library find just what it finds, and mind what it minds. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundFiles, findFiles } from '../../src/workspace/find-files.ts';
import { plainPattern } from '../../src/workspace/plain-pattern.ts';

const PLAIN = [
  '*.yaml',
  '*.{yaml,yml}',
  'access/*.yaml',
  'access/*.{yaml,yml}',
  'access/team.a/*.yml',
  '**/*.yaml',
  '**/*.{yaml,yml}',
  'access/**/*.{yaml,yml}',
  'access/b/**/*.access.yaml',
  'not-there/*.yaml',
] as const;

/** The same to the library, and nothing that is read without it. */
const forTheLibrary = (pattern: string): string => pattern.replaceAll('ml', 'm[l]');

const folder = fc.constantFrom('access', 'Access', 'b', 'team.a', '.hidden', 'x.yaml', '-dash');
const name = fc.constantFrom(
  'a.yaml',
  'A.YAML',
  'a.yml',
  '.a.yaml',
  '.yaml',
  'a.access.yaml',
  'x.yaml',
  'c.txt',
);
const path = fc
  .tuple(fc.array(folder, { maxLength: 3 }), name)
  .map(([folders, file]) => [...folders, file].join('/'));
const tree = fc.record({
  files: fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: path }, fc.constant('access/y\n.yaml')), {
    maxLength: 12,
  }),
  links: fc.array(fc.tuple(path, fc.constantFrom('.', '..', 'access', 'nowhere', 'a.yaml')), {
    maxLength: 3,
  }),
});

/** What one pattern finds in a folder made for it. Whatever does not fit beside what is there already is left out. */
function madeFrom({
  files,
  links,
}: {
  files: readonly string[];
  links: readonly (readonly [string, string])[];
}) {
  const root = mkdtempSync(join(tmpdir(), 'bylaw-patterns-'));
  const made = (file: string, write: (whole: string) => void): void => {
    const whole = join(root, file);
    try {
      mkdirSync(dirname(whole), { recursive: true });
      write(whole);
    } catch {
      // A file is there where a folder would have to be, or the other way round.
    }
  };
  for (const file of files) made(file, (whole) => writeFileSync(whole, ''));
  for (const [file, to] of links) made(file, (whole) => symlinkSync(to, whole));
  return root;
}

function inOrder({ files, unreadable }: FoundFiles): FoundFiles {
  return {
    files: [...new Set(files)].sort(),
    unreadable: unreadable.toSorted((a, b) => a.path.localeCompare(b.path)),
  };
}

describe('a plain pattern', () => {
  it.each(PLAIN)('%s is one', (pattern) => {
    expect(plainPattern(pattern, false)).not.toBeNull();
    expect(plainPattern(forTheLibrary(pattern), false)).toBeNull();
  });

  it.each([
    '',
    '*',
    'a.yaml',
    'access',
    '../*.yaml',
    './*.yaml',
    '/etc/*.yaml',
    'a/**/b/*.yaml',
    'a*/*.yaml',
    'a/*/*.yaml',
    '!*.yaml',
    '*.{yaml}',
    '*.{yaml,}',
    '*.{a,{b,c}}',
    '*.(yaml|yml)',
    '+(a)/*.yaml',
    'é/*.yaml',
    '*.ya?ml',
    'a\\b/*.yaml',
  ])('%s is none', (pattern) => {
    expect(plainPattern(pattern, false)).toBeNull();
  });

  it('finds what the library finds', () => {
    fc.assert(
      fc.property(tree, (made) => {
        const root = madeFrom(made);
        try {
          for (const pattern of PLAIN) {
            for (const ignoreCase of [false, true]) {
              const library = inOrder(findFiles(forTheLibrary(pattern), root, ignoreCase));
              expect(inOrder(findFiles(pattern, root, ignoreCase)), pattern).toEqual(library);
            }
          }
        } finally {
          rmSync(root, { recursive: true, force: true });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is looked for in folders with a line break in their names, which the library passes over', () => {
    const root = madeFrom({ files: ['access/a\nb/c.yaml'], links: [] });
    try {
      expect(findFiles('access/**/*.yaml', root).files).toEqual(['access/a\nb/c.yaml']);
      expect(findFiles(forTheLibrary('access/**/*.yaml'), root).files).toEqual([]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
