import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ASKED, type AskedKind, NOT_HELD, NOT_HERE, NOT_WHOLE } from './asked-of-github.ts';

const HERE = new URL('./', import.meta.url);
const FOLDERS: Readonly<Record<AskedKind, string>> = {
  lesson: 'lessons',
  demand: 'demands',
  trap: 'traps',
  pain: 'pains',
};

const KINDS = ['lesson', 'demand', 'trap', 'pain'] as const satisfies readonly AskedKind[];

interface NamedTest {
  readonly key: string;
  /** What stands under the name. */
  readonly body: string;
}

/** Each call `lesson('invitations', …)` of the files of a kind, with its text up to the next one. */
function namedTests(kind: AskedKind): readonly NamedTest[] {
  const folder = new URL(`${FOLDERS[kind]}/`, HERE);
  const files = readdirSync(folder).filter((file) => file.endsWith('.test.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const calls = [...text.matchAll(new RegExp(`^${kind}\\('([\\w-]+)', \\(\\) => \\{$`, 'gm'))];
    return calls.map(({ 1: key = '', index }, n) => ({ key, body: text.slice(index, calls[n + 1]?.index) }));
  });
}

test.each(KINDS)('every %s has its test, and one that runs', (kind) => {
  const tests = namedTests(kind);
  const held = Object.keys(ASKED[kind]).filter((key) => !(`${kind}: ${key}` in NOT_HELD));
  expect(tests.map(({ key }) => key).sort()).toEqual(held.sort());
  for (const { key, body } of tests) {
    expect(body, key).toMatch(/^ {2}(test|itWithKubernetes|itWithTerraform)(\.each\([\s\S]*?\))?\(/m);
    expect(body, key).toMatch(/expect\(/);
    expect(body, key).not.toMatch(/\.(skip|todo|only|fails)\b/);
  }
});

test('what is not held is something that is asked', () => {
  const all = KINDS.flatMap((kind) => Object.keys(ASKED[kind]).map((key) => `${kind}: ${key}`));
  for (const name of [...Object.keys(NOT_HELD), ...Object.keys(NOT_WHOLE)]) expect(all).toContain(name);
});

test('what is not here has a reason, and is no other name for something that is asked', () => {
  for (const [name, reason] of Object.entries(NOT_HERE)) {
    expect(name).toMatch(/^(lesson|demand|trap|pain): /);
    expect(reason).not.toBe('');
  }
});

test('the lists are as long as those they were taken from', () => {
  const counts = Object.fromEntries(
    Object.entries(ASKED).map(([kind, all]) => [kind, Object.keys(all).length]),
  );
  expect(counts).toEqual({ lesson: 12, demand: 12, trap: 9, pain: 27 });
});
