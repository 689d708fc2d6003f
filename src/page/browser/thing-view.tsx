import type { ComponentChildren, JSX } from 'preact';
import { parentScope, scopeChain } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { PageCell, PageTable, TableName } from '../tables/page-table.ts';
import { DataTable } from './data-table.tsx';
import type { OpenedOrganization } from './opened.tsx';
import { type Filter, linkTo } from './route.tsx';
import { counted, Name, ThingLink } from './words.tsx';

export interface ThingProps {
  readonly opened: OpenedOrganization;
  readonly name: string;
  readonly filter: Filter;
}

export function Missing({ what, name }: { readonly what: string; readonly name: string }): JSX.Element {
  return (
    <header class="view-head">
      <h1 tabIndex={-1}>
        There is no {what} <Name text={name} />
      </h1>
    </header>
  );
}

interface HeadProps {
  readonly kind: string;
  readonly name: string;
  readonly children: ComponentChildren;
}

export function ThingHead({ kind, name, children }: HeadProps): JSX.Element {
  return (
    <header class="view-head">
      <p class="kicker">{kind}</p>
      <h1 tabIndex={-1}>
        <Name text={name} />
      </h1>
      <p class="facts-line">{children}</p>
    </header>
  );
}

/** The rows of a table about one thing, under a heading. */
export function Part({
  opened,
  title,
  table,
  columns,
}: {
  readonly opened: OpenedOrganization;
  readonly title: string;
  readonly table: PageTable;
  readonly columns?: readonly string[];
}): JSX.Element | null {
  if (table.rows.length === 0) return null;
  const kept = table.columns.flatMap(({ key }, at) =>
    columns === undefined || columns.includes(key) ? [at] : [],
  );
  const shown: PageTable = {
    ...table,
    columns: kept.map((at) => known(table.columns[at], 'a column')),
    rows: table.rows.map((row) => kept.map((at) => row[at] ?? null)),
  };
  return (
    <section class="part">
      <h2>
        {title} <span class="count">{table.rows.length}</span>
      </h2>
      <DataTable organization={opened.name} table={shown} label={title} />
    </section>
  );
}

export function rowsWhere(
  { tables }: OpenedOrganization,
  name: TableName,
  test: (row: readonly PageCell[], place: number) => boolean,
): PageTable {
  const table = tables(name);
  return { ...table, rows: table.rows.filter(test) };
}

export const OF_GRANTS = ['effect', 'what', 'scope', 'until', 'reason', 'place'];

export function GroupView({ opened, name }: ThingProps): JSX.Element {
  const { model } = opened.review;
  const group = model.group(name);
  if (group === undefined) return <Missing what="group" name={name} />;
  const { spelling } = opened.review;
  const people = new Set([...model.peopleIn(name)].map(spelling));
  const inside = model.groupsIn(name);
  const around = model.parentsOf(name);
  return (
    <>
      <ThingHead kind="Group" name={name}>
        <span>{counted(people.size, 'person', 'people')}</span>
        <span>{group.attributes.members.size} of them listed</span>
        <span>{counted(inside.size - 1, 'group')} in it</span>
        {around.length > 0 && <span>in {counted(around.length, 'group')}</span>}
      </ThingHead>
      {group.attributes.description !== '' && (
        <p class="note">
          <Name text={group.attributes.description} />
        </p>
      )}
      <Part
        opened={opened}
        title="What it is given"
        table={rowsWhere(
          opened,
          'grants',
          ([to, kind, effect]) => kind === 'group' && to === name && effect !== 'in group',
        )}
        columns={OF_GRANTS}
      />
      <Part
        opened={opened}
        title="Who is in it, as written"
        table={rowsWhere(opened, 'grants', ([, , effect, what]) => effect === 'in group' && what === name)}
        columns={['to', 'kind', 'until', 'reason', 'place']}
      />
      <Part
        opened={opened}
        title="People"
        table={rowsWhere(opened, 'people', ([person]) => people.has(String(person)))}
      />
    </>
  );
}

export function ScopeView({ opened, name }: ThingProps): JSX.Element {
  const { access, model } = opened.review;
  const scope = model.scope(name);
  if (scope === undefined) return <Missing what="scope" name={name} />;
  const all = opened.review.facts.platform.permissions.size;
  const people: PageTable = {
    name: 'people',
    columns: [
      { key: 'person', title: 'Person', kind: 'person' },
      { key: 'permissions', title: 'Permissions', kind: 'number' },
      { key: 'of', title: 'Of all', kind: 'text' },
    ],
    rows: access.members.flatMap((member): readonly (readonly PageCell[])[] => {
      const { length } = access.permissions(member, name);
      if (length === 0) return [];
      return [
        [
          opened.review.spelling(member),
          length,
          length >= all ? 'everything' : `${Math.round((100 * length) / all)} %`,
        ],
      ];
    }),
  };
  const above = scopeChain(name).slice(1).toReversed();
  return (
    <>
      {above.length > 0 && (
        <nav class="crumbs" aria-label="Scopes above">
          {above.map((path) => (
            <ThingLink key={path} organization={opened.name} view="scope" text={path} />
          ))}
        </nav>
      )}
      <ThingHead kind="Scope" name={name}>
        <span>{counted(people.rows.length, 'person', 'people')} with access</span>
        <a href={linkTo(opened.name, 'people', [], { scope: name })}>narrow by permission or role</a>
      </ThingHead>
      <Part
        opened={opened}
        title="Grants here"
        table={rowsWhere(opened, 'grants', (row) => row[4] === name)}
        columns={['to', 'kind', 'effect', 'what', 'people', 'until', 'reason', 'place']}
      />
      <Part
        opened={opened}
        title="Scopes in it"
        table={rowsWhere(opened, 'scopes', ([path]) => parentScope(String(path)) === name)}
        columns={['scope', 'kind', 'people', 'grants']}
      />
      <Part opened={opened} title="Who can do something here" table={people} />
    </>
  );
}

export function RoleView({ opened, name }: ThingProps): JSX.Element {
  const row = opened.tables('roles').rows.find(([role]) => role === name);
  if (row === undefined) return <Missing what="role" name={name} />;
  const permissions = opened.review.rolePermissions(name);
  return (
    <>
      <ThingHead kind="Role" name={name}>
        <span>{String(row[2])}</span>
        <span>{counted(permissions.length, 'permission')}</span>
        <a href={linkTo(opened.name, 'people', [], { role: name })}>
          {counted(Number(row[4]), 'person', 'people')} hold it
        </a>
      </ThingHead>
      <section class="part">
        <h2>
          What it gives <span class="count">{permissions.length}</span>
        </h2>
        <ul class="chips">
          {permissions.map((permission) => (
            <li key={permission}>
              <a class="chip" href={linkTo(opened.name, 'people', [], { permission })}>
                <Name text={permission} />
              </a>
            </li>
          ))}
        </ul>
      </section>
      <Part
        opened={opened}
        title="Grants"
        table={rowsWhere(
          opened,
          'grants',
          ([, , effect, what]) =>
            what === name && (String(effect).startsWith('role') || effect === 'takes away'),
        )}
        columns={['to', 'kind', 'effect', 'scope', 'people', 'until', 'reason', 'place']}
      />
    </>
  );
}
