import type { JSX } from 'preact';
import { deniedTexts } from '../../access/denied-texts.ts';
import { bundlesOf } from '../../access/explain/permission-bundles.ts';
import { parentScope, scopeChain } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import { escapeText } from '../../source/quote.ts';
import type { PageTable } from '../tables/page-table.ts';
import { stateOf } from '../tables/people-table.ts';
import type { OpenedOrganization } from './opened.tsx';
import { linkTo } from './route.tsx';
import { Missing, OF_GRANTS, Part, rowsWhere, ThingHead, type ThingProps } from './thing-view.tsx';
import { Cell, counted, Name, NotFor, ThingLink } from './words.tsx';

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
  const taken = deniedTexts(access, [{ member, scope }])({ member, scope });
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
                  <NotFor texts={taken.filter((one) => one.permission === permission)} />
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
