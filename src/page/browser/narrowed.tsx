import { deniedTexts } from '../../access/denied-texts.ts';
import { deniedPhrase } from '../../access/explain/denied-phrase.ts';
import { scopeChain } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { PageCell, PageTable } from '../tables/page-table.ts';
import type { OpenedOrganization } from './opened.tsx';
import type { Filter } from './route.tsx';

/** The rows of a table that a filter leaves. What it says of access is asked of the engine. */
export function narrowedTable(opened: OpenedOrganization, table: PageTable, filter: Filter): PageTable {
  const tests = [
    textTest(filter),
    ...(table.name === 'people' ? peopleTests(opened, filter) : cellTests(table, filter)),
  ];
  const asked = tests.filter((test) => test !== null);
  if (asked.length === 0) return table;
  const places = table.rows.flatMap((row, place) => (asked.every((test) => test(row, place)) ? [place] : []));
  const left = { ...table, rows: places.map((place) => known(table.rows[place], 'a row by place')) };
  return table.name === 'people' ? withExceptions(opened, left, places, filter) : left;
}

/** Where somebody who holds the permission on the scope does not hold it for every text, what it is not held for is a column. */
function withExceptions(
  { review: { access } }: OpenedOrganization,
  table: PageTable,
  places: readonly number[],
  { permission, scope }: Filter,
): PageTable {
  if (permission === undefined || scope === undefined) return table;
  const cells = places.map((place) => ({ member: known(access.members[place], 'a member by place'), scope }));
  const taken = deniedTexts(access, cells);
  const notFor = cells.map((cell) =>
    deniedPhrase(taken(cell).filter((one) => one.permission === permission)).replace(/^, not for /, ''),
  );
  if (notFor.every((phrase) => phrase === '')) return table;
  return {
    ...table,
    columns: [...table.columns, { key: 'except', title: 'Not for', kind: 'text' }],
    rows: table.rows.map((row, at) => [...row, known(notFor[at], 'a phrase by row')]),
  };
}

type RowTest = (row: readonly PageCell[], place: number) => boolean;

function textTest({ text }: Filter): RowTest | null {
  if (text === undefined) return null;
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (row) =>
    words.every((word) => row.some((cell) => typeof cell === 'string' && cell.toLowerCase().includes(word)));
}

/** Rows of people stand in the order of the members of the engine. */
function peopleTests({ review }: OpenedOrganization, filter: Filter): readonly (RowTest | null)[] {
  const { access, facts, held } = review;
  const { permission, scope, role, through, state } = filter;
  const member = (place: number): string => known(access.members[place], 'a member by place');
  const can = (): RowTest | null => {
    if (permission !== undefined && scope !== undefined) {
      const who = new Set(access.who(permission, scope));
      return (_, place) => who.has(member(place));
    }
    if (permission !== undefined) {
      const sets = facts.counted.sets.map((set) => set.includes(permission));
      return (_, place) => sets[known(facts.counted.people[place], 'a counted person').anywhere] === true;
    }
    if (scope !== undefined && role === undefined && through === undefined)
      return (_, place) => access.permissions(member(place), scope).length > 0;
    return null;
  };
  const holds = (): RowTest | null => {
    if (role === undefined && through === undefined) return null;
    const above = scope === undefined ? null : new Set(scopeChain(scope));
    return (_, place) =>
      held
        .of(member(place))
        .some(
          (holding) =>
            (role === undefined || holding.role === role) &&
            (through === undefined || (holding.group === null) === (through === 'person')) &&
            (above === null || above.has(holding.scope)),
        );
  };
  return [can(), holds(), state === undefined ? null : (row) => row[1] === state];
}

const COLUMNS = {
  scope: ['scope'],
  role: ['what', 'role'],
  state: ['state'],
  effect: ['effect', 'kind', 'what'],
} as const;

function cellTests({ columns }: PageTable, filter: Filter): readonly (RowTest | null)[] {
  return (['scope', 'role', 'state', 'effect'] as const).map((name) => {
    const value = filter[name];
    const at = columns.findIndex(({ key }) => COLUMNS[name].some((one) => one === key));
    return value === undefined || at < 0 ? null : (row) => row[at] === value;
  });
}
