import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { commaSeparated } from '../tables/comma-separated.ts';
import type { PageTable, TableName } from '../tables/page-table.ts';
import { DataTable, type Sorting } from './data-table.tsx';
import { narrowedTable } from './narrowed.tsx';
import type { OpenedOrganization } from './opened.tsx';
import { type Filter, type FilterName, linkTo, VIEWS } from './route.tsx';
import { counted, formatNumber } from './words.tsx';

interface ListViewProps {
  readonly opened: OpenedOrganization;
  readonly name: TableName;
  readonly filter: Filter;
}

const TITLES: Readonly<Record<TableName, string>> = {
  people: 'People',
  groups: 'Groups',
  scopes: 'Scopes',
  roles: 'Roles',
  grants: 'Grants',
  dates: 'Dates',
  exceptions: 'Exceptions',
};

const NOTES: Readonly<Record<TableName, string>> = {
  people:
    'Everybody with a membership. Scopes and permissions count what they can do in the end, whatever gives it.',
  groups: 'People counts everybody in the group, also by way of groups in it.',
  scopes: 'People counts who can do something there, whatever gives it.',
  roles: 'People counts who holds the role, in person, through a group or by default.',
  grants: 'Every line that gives or takes something. People counts whom it reaches.',
  dates: 'Grants that begin or end by themselves, and those that somebody is to look at.',
  exceptions:
    'What was reviewed and let past a guard rail, a rule or the report of drift, with owner, reason and end. Nothing is hidden because it was acknowledged.',
};

/** One table with what narrows it, how many are left, and the same rows as CSV. */
export function ListView({ opened, name, filter }: ListViewProps): JSX.Element {
  const table = opened.tables(name);
  const left = useMemo(() => narrowedTable(opened, table, filter), [opened, table, filter]);
  const { sort } = filter;
  const sorting: Sorting | null =
    sort === undefined ? null : { column: sort.replace(/^-/, ''), down: sort.startsWith('-') };
  const go = (change: Filter): void => {
    history.replaceState(null, '', linkTo(opened.name, name, [], { ...filter, ...change }));
    dispatchEvent(new Event('hashchange'));
  };
  const isNarrowed = left.rows.length !== table.rows.length;
  return (
    <>
      <header class="view-head">
        <h1 tabIndex={-1}>{TITLES[name]}</h1>
        <p>{NOTES[name]}</p>
      </header>
      <FilterBar opened={opened} table={table} filter={filter} go={go} />
      <div class="result">
        <p role="status">
          {isNarrowed
            ? `${formatNumber(left.rows.length)} of ${formatNumber(table.rows.length)}`
            : counted(table.rows.length, 'row')}
        </p>
        {Object.keys(filter).length > 0 && <a href={linkTo(opened.name, name)}>Clear filters</a>}
        <button type="button" onClick={() => download(opened.name, left)}>
          Export CSV
        </button>
      </div>
      <DataTable
        organization={opened.name}
        table={left}
        label={TITLES[name]}
        sorting={sorting}
        onSort={(column) => go({ sort: sort === column ? `-${column}` : column })}
      />
    </>
  );
}

/** What stands on the page, as the command line writes it. */
function download(organization: string, table: PageTable): void {
  const text = commaSeparated([{ organization, table }]);
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${organization}-${table.name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

interface FilterBarProps {
  readonly opened: OpenedOrganization;
  readonly table: PageTable;
  readonly filter: Filter;
  readonly go: (change: Filter) => void;
}

function FilterBar({ opened, table, filter, go }: FilterBarProps): JSX.Element {
  const { access, facts } = opened.review;
  const { name } = table;
  const set = (key: FilterName) => (value: string) => go({ [key]: value });
  const roles = opened.tables('roles').rows.map(([role]) => String(role));
  const scopes = access.scopes;
  const permissions = [...facts.platform.permissions.keys()];
  const column = (key: string): readonly string[] => {
    const at = table.columns.findIndex((one) => one.key === key);
    return [...new Set(table.rows.map((row) => String(row[at])))].sort();
  };
  return (
    <search class="filters">
      <Typed label="Search" value={filter.text} apply={set('text')} known={null} wide />
      {name === 'people' && (
        <Typed label="Permission" value={filter.permission} apply={set('permission')} known={permissions} />
      )}
      {(name === 'people' || name === 'grants') && (
        <>
          <Typed label="Scope" value={filter.scope} apply={set('scope')} known={scopes} />
          <Chosen label="Role" value={filter.role} apply={set('role')} options={roles} />
        </>
      )}
      {name === 'people' && (
        <Chosen
          label="Given"
          value={filter.through}
          apply={set('through')}
          options={['person', 'group']}
          titles={['in person', 'through a group']}
        />
      )}
      {(name === 'people' || name === 'exceptions') && (
        <Chosen label="State" value={filter.state} apply={set('state')} options={column('state')} />
      )}
      {name === 'grants' && (
        <Chosen label="Effect" value={filter.effect} apply={set('effect')} options={column('effect')} />
      )}
      {(name === 'scopes' || name === 'roles') && (
        <Chosen label="Kind" value={filter.effect} apply={set('effect')} options={column('kind')} />
      )}
      {name === 'dates' && (
        <Chosen label="What" value={filter.effect} apply={set('effect')} options={column('what')} />
      )}
    </search>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly apply: (value: string) => void;
}

/** Words that are typed. Where there is a list of what is known, only what stands on it counts. */
function Typed({
  label,
  value,
  apply,
  known,
  wide = false,
}: FieldProps & { readonly known: readonly string[] | null; readonly wide?: boolean }): JSX.Element {
  const id = `filter-${label.toLowerCase()}`;
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const isKnown = text === '' || known === null || known.includes(text);
  return (
    <label class={wide ? 'field wide' : 'field'} for={id}>
      <span>{label}</span>
      <input
        id={id}
        type="search"
        value={text}
        autocomplete="off"
        spellcheck={false}
        list={known === null ? undefined : `${id}-known`}
        aria-invalid={!isKnown}
        onInput={({ currentTarget }) => {
          const typed = currentTarget.value;
          setText(typed);
          if (typed === '' || known === null || known.includes(typed)) apply(typed);
        }}
      />
      {known !== null && (
        <datalist id={`${id}-known`}>
          {known.slice(0, 3000).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </label>
  );
}

function Chosen({
  label,
  value,
  apply,
  options,
  titles = options,
}: FieldProps & { readonly options: readonly string[]; readonly titles?: readonly string[] }): JSX.Element {
  const id = `filter-${label.toLowerCase()}`;
  return (
    <label class="field" for={id}>
      <span>{label}</span>
      <select id={id} value={value ?? ''} onChange={({ currentTarget }) => apply(currentTarget.value)}>
        <option value="">any</option>
        {options.map((one, at) => (
          <option key={one} value={one}>
            {titles[at]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Which views are lists. */
export function isList(view: string): view is TableName {
  return view !== 'overview' && VIEWS.some((one) => one === view);
}
