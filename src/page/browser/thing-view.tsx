import type { ComponentChildren, JSX } from 'preact';
import { bundlesOf } from '../../access/explain/permission-bundles.ts';
import { parentScope, scopeChain } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import { escapeText } from '../../source/quote.ts';
import type { PageCell, PageTable, TableName } from '../tables/page-table.ts';
import { stateOf } from '../tables/people-table.ts';
import { DataTable } from './data-table.tsx';
import type { OpenedOrganization } from './opened.tsx';
import { type Filter, linkTo } from './route.tsx';
import { Cell, counted, Name, ThingLink } from './words.tsx';

interface ThingProps {
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
function Part({
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

function rowsWhere(
  { tables }: OpenedOrganization,
  name: TableName,
  test: (row: readonly PageCell[], place: number) => boolean,
): PageTable {
  const table = tables(name);
  return { ...table, rows: table.rows.filter(test) };
}

const OF_GRANTS = ['effect', 'what', 'scope', 'until', 'reason', 'place'];

export function PersonView({ opened, name, filter }: ThingProps): JSX.Element {
  const { review, placeOf } = opened;
  const place = placeOf.get(name);
  if (place === undefined) return <Missing what="person" name={name} />;
  const { access, model } = review;
  const member = known(access.members[place], 'a member by place');
  const row = known(opened.tables('people').rows[place], 'the row of a person');
  const held = access.scopes.flatMap((scope) => {
    const permissions = access.permissions(member, scope);
    const above = parentScope(scope);
    const same = above !== null && access.permissions(member, above).join() === permissions.join();
    return permissions.length === 0 || same ? [] : [{ scope, permissions }];
  });
  const chosen = filter.scope ?? held[0]?.scope;
  const groups: PageTable = {
    name: 'groups',
    columns: [
      { key: 'group', title: 'Group', kind: 'group' },
      { key: 'how', title: 'How', kind: 'text' },
    ],
    rows: [...model.groupsAround(member)]
      .sort()
      .map((group) => [
        group,
        model.group(group)?.attributes.members.has(member) === true ? 'listed' : 'by a group in it',
      ]),
  };
  const roles: PageTable = {
    name: 'roles',
    columns: [
      { key: 'role', title: 'Role', kind: 'role' },
      { key: 'scope', title: 'On', kind: 'scope' },
      { key: 'through', title: 'Through', kind: 'group' },
    ],
    rows: review.held.of(member).map(({ role, scope, group }) => [role, scope, group]),
  };
  return (
    <>
      <ThingHead kind="Person" name={name}>
        <Cell organization={opened.name} kind="text" cell={stateOf(review, member)} isGroup={false} />
        <span>{counted(Number(row[5]), 'scope')} with access</span>
        <span>{counted(Number(row[6]), 'permission')}</span>
        <span>{counted(Number(row[2]), 'group')}</span>
      </ThingHead>
      {held.length > 0 && (
        <section class="part">
          <h2>
            Access by scope <span class="count">{held.length}</span>
          </h2>
          <p class="note">
            A scope is listed where access begins or changes; scopes in it that are not listed have the same,
            or none.
          </p>
          <div class="split">
            <ul class="scopes" aria-label="Scopes with access">
              {held.slice(0, 400).map(({ scope, permissions }) => (
                <li key={scope} style={{ paddingLeft: `${(scopeChain(scope).length - 1) * 14}px` }}>
                  <a
                    href={linkTo(opened.name, 'person', [name], { scope })}
                    aria-current={scope === chosen ? 'true' : undefined}
                  >
                    <Name text={scope} />
                    <span class="count">{permissions.length}</span>
                  </a>
                </li>
              ))}
            </ul>
            {chosen !== undefined && (
              <HeldPermissions opened={opened} person={name} member={member} scope={chosen} />
            )}
          </div>
        </section>
      )}
      <Part opened={opened} title="Roles" table={roles} />
      <Part opened={opened} title="Groups" table={groups} />
      <Part
        opened={opened}
        title="Own grants"
        table={rowsWhere(opened, 'grants', ([to, kind]) => kind === 'person' && to === name)}
        columns={OF_GRANTS}
      />
    </>
  );
}

/** More are not explained one by one. */
const EXPLAINED = 300;

function HeldPermissions({
  opened,
  person,
  member,
  scope,
}: {
  readonly opened: OpenedOrganization;
  readonly person: string;
  readonly member: string;
  readonly scope: string;
}): JSX.Element {
  const { access } = opened.review;
  const permissions = access.permissions(member, scope);
  const bundles = bundlesOf(
    permissions.map((permission, at) => [
      permission,
      at < EXPLAINED ? (access.explainUpTo(member, permission, scope, 1).paths[0] ?? null) : null,
    ]),
  );
  return (
    <div class="held">
      <h3>
        On <ThingLink organization={opened.name} view="scope" text={scope} />
      </h3>
      {permissions.length === 0 && <p>Nothing.</p>}
      {bundles.map(({ from, permissions: given }) => (
        <div class="bundle" key={from}>
          <p class="from">{from === '' ? 'not explained one by one' : escapeText(from)}</p>
          <ul class="chips">
            {given.map((permission) => (
              <li key={permission}>
                <a class="chip" href={linkTo(opened.name, 'why', [person, permission, scope])}>
                  <Name text={permission} />
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

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
