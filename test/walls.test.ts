import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

/** What holds the house up besides behaviour: types, lint, the rooms' walls, nothing unused. */
const WALLS: readonly (readonly [string, readonly string[]])[] = [
  ['types are strict', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['and of what runs in a browser', ['node_modules/typescript/bin/tsc', '-p', 'src/page/browser']],
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  [
    'rooms import only what they may',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      'src',
      '--config',
      '.dependency-cruiser.cjs',
    ],
  ],
  ['nothing is unused', ['node_modules/knip/bin/knip.js']],
];

it.each(WALLS)('%s', (_name, args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], { encoding: 'utf8' });
  expect(status === 0 ? '' : `${stdout}\n${stderr}`).toBe('');
});

interface Wall {
  readonly name: string;
  readonly from: { readonly path?: string };
  readonly to: { readonly path?: string; readonly pathNot?: readonly string[] };
}
const walls: { readonly forbidden: readonly Wall[] } = createRequire(import.meta.url)(
  '../.dependency-cruiser.cjs',
);

/** Whether the wall around the room of the first file keeps it from importing the second. */
function keptApart(from: string, to: string): boolean {
  return walls.forbidden
    .filter((wall) => wall.name.endsWith('-imports') && new RegExp(wall.from.path ?? '').test(from))
    .some(
      (wall) =>
        new RegExp(wall.to.path ?? '').test(to) &&
        !(wall.to.pathNot ?? []).some((allowed) => new RegExp(allowed).test(to)),
    );
}

it.each(['src', 'src/terraform'])('every room of %s has a wall', (house) => {
  const rooms = readdirSync(house, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const without = rooms.filter((room) => !keptApart(`${house}/${room.name}/x.ts`, `${house}/elsewhere/x.ts`));
  expect(without.map(({ name }) => name)).toEqual([]);
});

it('the loader of workspaces is open to both front doors, and opens neither', () => {
  for (const door of ['command', 'cdktf']) {
    expect(keptApart(`src/${door}/x.ts`, 'src/workspace/workspace.ts'), door).toBe(false);
    expect(keptApart('src/workspace/workspace.ts', `src/${door}/x.ts`), door).toBe(true);
  }
  expect(keptApart('src/cdktf/access-documents.ts', 'src/command/run-command-line.ts')).toBe(true);
});

/** `?? ''`, `?? 0`, `?? []` and their like: a value made up where one is missing, as often as not in place of a bug. */
const MADE_UP = /\?\? (?:''|""|0|\[\]|\{\}|true|false|new (?:Map|Set)\(\))(?![\w.])/g;
/** For each thousand lines. More than these are to be `known()`, a list by key, or a default where the value comes in. */
const MOST_MADE_UP = 2;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const texts = files.map((file) => readFileSync(`src/${file}`, 'utf8'));

it(`at most ${MOST_MADE_UP} values in a thousand lines are made up`, () => {
  const madeUp = texts.map((text) => (text.match(MADE_UP) ?? []).length);
  const sum = madeUp.reduce((all, one) => all + one, 0);
  const lines = texts.reduce((all, text) => all + text.split('\n').length, 0);
  const worst = files
    .map((file, at) => `${madeUp[at]} ${file}`)
    .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10));
  expect(
    (1000 * sum) / lines,
    `${sum}, most of them in\n${worst.slice(0, 10).join('\n')}`,
  ).toBeLessThanOrEqual(MOST_MADE_UP);
});

/** What stands more than once, with where. */
function moreThanOnce(
  places: readonly (readonly [name: string, file: string])[],
): Readonly<Record<string, readonly string[]>> {
  const byName = new Map<string, (readonly [string, string])[]>();
  for (const place of places) byName.set(place[0], [...(byName.get(place[0]) ?? []), place]);
  return Object.fromEntries(
    [...byName].flatMap(([name, at]) => (at.length > 1 ? [[name, at.map(([, file]) => file)]] : [])),
  );
}

it('a type’s name stands once', () => {
  const types = files.flatMap((file, at) =>
    [
      ...(texts[at] as string).matchAll(
        /^(?:export )?(?:declare )?(?:abstract )?(?:type|interface|class|enum) (\w+)/gm,
      ),
    ].map(([, name]) => [name as string, file] as const),
  );
  expect(moreThanOnce(types)).toEqual({});
});

it('a file’s name stands once', () => {
  expect(moreThanOnce(files.map((file) => [file.replace(/^.*\//, ''), file] as const))).toEqual({});
});

it('an address is made in one place', () => {
  const MADE = /`(member|group|role|scope|assignment):\$\{/;
  const makers = ['resource/address.ts', 'resource/identifiers.ts'];
  expect(files.filter((_, at) => MADE.test(texts[at] as string)).sort()).toEqual(makers);
});

it('nothing makes an index of resources by address but their model', () => {
  const MADE = /new Map[^;]*\(\((\w+)\)(?:: [^=]*)? => \[\1\.address, \1\]|indexBy\([^;]*\.address\)/;
  expect(files.filter((_, at) => MADE.test(texts[at] as string))).toEqual(['resource/organization-model.ts']);
});
