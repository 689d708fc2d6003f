import { type GroupPath, type Principal, principalKey, type ScopePath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { attaches, type Entries, groupPathOf } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import type { DatedGrant, PageOrganization } from '../facts/page-facts.ts';

/** What one line gives to one person or group. */
export type GrantEffect =
  | 'member'
  | 'role'
  | 'role below'
  | 'takes away'
  | 'attached'
  | 'in group'
  | 'carries';

export interface ListedGrant {
  readonly principal: Principal;
  /** As written: a person's key, or the path of a group. */
  readonly to: string;
  readonly effect: GrantEffect;
  /** A role, a group, a permission or the state of a membership; null: attached without a role. */
  readonly what: string | null;
  readonly scope: ScopePath;
  /** Everybody it reaches, whether or not they are active. */
  readonly people: number;
  readonly window: DatedGrant | null;
  readonly origin: Origin;
}

/** Every grant that stands in the documents, or is live, by scope and by whom it is to. */
export function listGrants(facts: PageOrganization, spelling: Spelling): readonly ListedGrant[] {
  const model = modelOf(facts.resources);
  const windows = new Map(facts.dates.map((dated) => [formatOrigin(dated.origin), dated]));
  const listed: ListedGrant[] = [];
  const add = (
    principal: Principal,
    scope: ScopePath,
    effect: GrantEffect,
    what: string | null,
    origin: Origin,
  ) => {
    const isGroup = principal.type === 'group';
    listed.push({
      principal,
      to: isGroup ? principal.group : spelling(principal.member),
      effect,
      what,
      scope,
      people: isGroup ? model.peopleIn(principal.group).size : 1,
      window: origin.from === 'file' ? (windows.get(formatOrigin(origin)) ?? null) : null,
      origin,
    });
  };
  for (const { attributes, origin } of model.all('member')) {
    const { member, scope, state } = attributes;
    add({ type: 'member', member }, scope, 'member', state, origin);
  }
  for (const { attributes, origin } of model.all('assignment')) {
    const { principal, scope, roles, below, denied } = attributes;
    const all = (entries: Entries, effect: GrantEffect): void => {
      for (const [role, where] of entries) add(principal, scope, effect, role, where);
    };
    all(roles, 'role');
    all(below, 'role below');
    all(denied, 'takes away');
    if (roles.size === 0 && attaches(attributes)) add(principal, scope, 'attached', null, origin);
  }
  for (const group of model.all('group')) {
    const { home, members, groups, permissions } = group.attributes;
    const path: GroupPath = groupPathOf(group);
    for (const [member, where] of members) add({ type: 'member', member }, home, 'in group', path, where);
    for (const [child, where] of groups) add({ type: 'group', group: child }, home, 'in group', path, where);
    for (const [permission, where] of permissions) {
      add({ type: 'group', group: path }, home, 'carries', permission, where);
    }
  }
  return listed.sort(
    (a, b) =>
      compareText(a.scope, b.scope) ||
      compareText(principalKey(a.principal), principalKey(b.principal)) ||
      compareText(a.effect, b.effect) ||
      compareText(String(a.what), String(b.what)),
  );
}
