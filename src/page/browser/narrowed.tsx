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
  return { ...table, rows: table.rows.filter((row, place) => asked.every((test) => test(row, place))) };
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
