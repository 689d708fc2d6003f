/** The map of the house is drawn from its walls: BLESS=1 writes its tables, as it does golden files. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { expectGolden } from '../golden.ts';

interface Wall {
  readonly name: string;
  readonly comment?: string;
  readonly from: { readonly path?: string };
  readonly to: { readonly pathNot?: readonly string[] };
}
const { forbidden }: { readonly forbidden: readonly Wall[] } = createRequire(import.meta.url)(
  '../../.dependency-cruiser.cjs',
);
const PAGE = 'docs/architecture.md';

interface Room {
  /** As in `src/`: `plan`, `terraform/run`. */
  readonly path: string;
  readonly purpose: string | undefined;
  readonly imports: readonly string[];
}

/** Rooms that a wall is drawn around and that are there. */
const rooms: readonly Room[] = forbidden.flatMap(({ name, comment, from, to: { pathNot = [] } }) => {
  const path = name.endsWith('-imports') ? /^\^src\/(.*)\/$/.exec(from.path ?? '')?.[1] : undefined;
  if (path === undefined || !existsSync(`src/${path}`)) return [];
  const names = pathNot.map((target) => target.replace(/^.*?([a-z]+)\/$/, '$1'));
  return [{ path, purpose: comment, imports: names.slice(1).filter((other) => isRoomBeside(path, other)) }];
});
const pure = forbidden.find(({ name }) => name === 'pure-core')?.from.path ?? '';

function isRoomBeside(path: string, name: string): boolean {
  return existsSync(`src/${path.slice(0, path.lastIndexOf('/') + 1)}${name}`);
}

function table(of: readonly Room[]): string {
  const rows = of.map(({ path, purpose, imports }) => {
    const mark = new RegExp(pure).test(`src/${path}/`) ? ' (pure)' : '';
    const name = path.slice(path.lastIndexOf('/') + 1);
    return `| \`${name}/\`${mark} | ${purpose} | ${imports.length === 0 ? '–' : imports.join(', ')} |`;
  });
  return ['| folder | what is in it | may import |', '|---|---|---|', ...rows].join('\n');
}

function drawn(page: string, marker: string, of: readonly Room[]): string {
  const [begin, end] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  expect(page).toContain(begin);
  const [before = '', after = ''] = [page.split(begin)[0], page.split(end)[1]];
  return `${before}${begin}\n\n${table(of)}\n\n${end}${after}`;
}

it('every room has a line that says what it is for', () => {
  expect(rooms.length).toBeGreaterThan(15);
  expect(rooms.filter(({ purpose }) => purpose === undefined || purpose === '')).toEqual([]);
});

it(`${PAGE} shows the rooms and walls that there are`, () => {
  const isInside = ({ path }: Room): boolean => path.includes('/');
  const page = drawn(
    readFileSync(PAGE, 'utf8'),
    'rooms',
    rooms.filter((room) => !isInside(room)),
  );
  expectGolden(PAGE, drawn(page, 'rooms in terraform', rooms.filter(isInside)));
});
