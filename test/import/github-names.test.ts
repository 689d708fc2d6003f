import { describe, expect, it } from 'vitest';
import { performPlan } from '../../src/command/apply/perform-plan.ts';
import { openWriter } from '../../src/connector/connect.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { repositoryKey } from '../../src/platform/repository-key.ts';
import { isName } from '../../src/policy/text-patterns.ts';
import type { Snapshot } from '../../src/resource/resource.ts';
import type { GithubSeed } from '../../src/sandbox/github/world/github-seed.ts';
import { codesOf, must } from '../connector/connections.ts';
import {
  fastGithub,
  githubConnection,
  githubOf,
  githubPlatform,
} from '../connector/github/github-connections.ts';
import { desiredFrom, filesAfter, imported } from './scene.ts';

/** Names that GitHub takes for a repository and that are no keys in documents, and some that are. */
const HUNDRED = 'a'.repeat(99);
const NAMES: readonly (readonly [string, string])[] = [
  ['.github', 'dot-github'],
  ['.github-private', 'dot-github-private'],
  ['Hello-World', 'hello-world'],
  ['Foo.Bar', 'foo.bar'],
  ['foo_bar', 'foo_bar'],
  ['_foo', 'underscore-foo'],
  ['-x', 'dash-x'],
  ['..x', 'dot-.x'],
  ['_', 'underscore-'],
  ['7', '7'],
  ['0.1', '0.1'],
  ['null', 'null'],
  ['True', 'true'],
  ['1e3', '1e3'],
  ['x.', 'x.'],
  [`${HUNDRED}Z`, `${HUNDRED}z`],
  [`.${HUNDRED}`, `d${HUNDRED}`],
  [`_${'b'.repeat(90)}`, `u${'b'.repeat(90)}`],
  [`-${'c'.repeat(95)}`, `dash-${'c'.repeat(95)}`],
];

function seed(names: readonly string[]): GithubSeed {
  return {
    organizations: [
      {
        login: 'acme',
        owners: ['octavia'],
        members: ['ben'],
        teams: [
          {
            name: 'Docs',
            members: ['ben'],
            repositories: Object.fromEntries(names.map((name) => [name, 'write'])),
          },
        ],
        repositories: names.map((name) => ({ name, collaborators: { 'hired-pen': 'read' } })),
      },
    ],
  };
}

function filesOf(found: Snapshot) {
  const made = imported(githubPlatform, found);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  expect(made.value.left).toEqual([]);
  expect(made.diagnostics).toEqual([]);
  return filesAfter({}, made.value);
}

describe.each(NAMES)('%s', (name, key) => {
  it('has a key of its own, and that key is its own', () => {
    expect(repositoryKey(name)).toBe(key);
    expect(isName(key)).toBe(true);
    expect(repositoryKey(key)).toBe(key);
  });

  it('is imported with all that hangs on it, and the plan is empty', async () => {
    const standIn = await githubOf({ seed: seed([name]) });
    const writer = openWriter(fastGithub(), githubConnection(standIn));
    const found = must(await writer.read());
    const files = filesOf(found);
    const plan = buildPlan(desiredFrom(githubPlatform, files), found, writer.supports);
    expect([plan.changes, plan.unmanaged]).toEqual([[], []]);
    const again = imported(githubPlatform, found, files);
    expect(again.ok ? again.value.files : again.diagnostics).toEqual([]);
  });
});

it('all of them stand side by side, and those that were missing are made under their names', async () => {
  const names = NAMES.map(([name]) => name);
  const standIn = await githubOf({ seed: seed(names) });
  const writer = openWriter(fastGithub(), githubConnection(standIn));
  const files = filesOf(must(await writer.read()));
  const bare = await githubOf({ seed: seed([]), everybodyExists: true });
  const maker = openWriter(fastGithub(), githubConnection(bare));
  const first = buildPlan(desiredFrom(githubPlatform, files), must(await maker.read()), maker.supports);
  must(
    await performPlan(
      first,
      maker,
      () => {},
      () => false,
    ),
  );
  const made = [...bare.organization('acme').repositories.values()].map((one) => one.name);
  expect(made.sort()).toEqual([...names].sort());
});

it.each([
  ['.github', 'dot-github'],
  ['_x', 'Underscore-X'],
  [`.${HUNDRED}`, `D${HUNDRED}`],
])('%s beside %s: nothing is read, so that neither is taken for the other', async (one, other) => {
  const standIn = await githubOf({ seed: seed([one, other]) });
  const writer = openWriter(fastGithub(), githubConnection(standIn));
  const read = await writer.read();
  expect(codesOf(read)).toEqual(['connector-contradiction']);
  expect(read.diagnostics[0]?.message).toContain(repositoryKey(one));
  expect(read.diagnostics[0]?.hint).toContain('Rename the other repository');
});

it('a title that belongs to another key is told, and nothing is renamed', async () => {
  const standIn = await githubOf({ seed: seed(['web']) });
  const writer = openWriter(fastGithub(), githubConnection(standIn));
  must(await writer.read());
  for (const [title, way] of [
    ['.github', 'Write it under the key dot-github.'],
    ['Site', 'Leave the title out.'],
  ]) {
    const write = {
      write: 'update-scope',
      path: 'acme/repositories/web',
      title: title ?? '',
      settings: new Map(),
    } as const;
    expect(writer.supports?.(write)?.wayOut).toBe(way);
  }
  expect(
    writer.supports?.({
      write: 'update-scope',
      path: 'acme/repositories/web',
      title: 'WEB',
      settings: new Map(),
    }),
  ).toBeNull();
});
