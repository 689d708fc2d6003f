import { deactivatedByGroups } from '../../../access/active-memberships.ts';
import { keepersOf, sideOf } from '../../../compile/keepers.ts';
import { holdersOf } from '../../../compile/role-holders.ts';
import { type KeptRole, keptRoles, leastOf } from '../../../platform/kept-roles.ts';
import { memberId, parsePrincipal, type ScopePath, scopeChain } from '../../../resource/identifiers.ts';
import { modelOf } from '../../../resource/organization-model.ts';
import type { Entries, Resource } from '../../../resource/resource.ts';
import { resource } from '../../../resource/resource-types.ts';
import { type Row, type RowDiagnostic, UNKNOWN } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { type BlockPath, rowProblem } from '../block-diagnostics.ts';
import { keptBy, leftWith } from '../kept-words.ts';
import { entriesIn, rolesIn } from '../schema/equivalence.ts';
import { resourcesOfBlock } from '../schema/row-resources.ts';
import type { PlannedRow } from '../session/planned-rows.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { hasUnknown } from '../session/row-defaults.ts';
import { plannedOrganizationState } from './planned-state.ts';

type HolderRequirement = Extract<KeptRole, { rule: 'minimum-holders' }>;
type LastHolderRule = Extract<KeptRole, { rule: 'last-holder-stays' }>;

/**
 * Roles that somebody must hold, or be as good as, and who would be the last. Another block that was not planned yet may
 * give as much to somebody else, so of most rows nothing is certain and the plan warns, and the apply refuses; a roster
 * alone is all there is on its scope.
 */
export function minimumHoldersProblems(
  planned: PlannedRow,
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  return keptRoles(session.platform).flatMap((rule) =>
    scopesOf(planned, rule, session).flatMap((scope): readonly RowDiagnostic[] => {
      const found = emptied(planned, rule, scope, session) ?? lessened(planned, rule, scope, session);
      return found === null ? [] : [found];
    }),
  );
}

/** Scopes of the kind of a rule, of which a row could take a holder away. */
function scopesOf(
  { type, prior }: PlannedRow,
  rule: KeptRole,
  { live }: ReadyProvider,
): readonly ScopePath[] {
  if (prior === null) return [];
  const paths = live.scopesOf(rule.at);
  const byName = rule.rule === 'minimum-holders';
  switch (type) {
    case 'bylaw_assignment':
    case 'bylaw_roster':
      // By name a role is held where it is given; what somebody can do may come from above.
      return paths.filter((path) =>
        byName ? path === prior.scope : scopeChain(path).some((above) => above === prior.scope),
      );
    case 'bylaw_member':
    case 'bylaw_group':
      return paths;
    case 'bylaw_role':
      return byName ? [] : paths;
    case 'bylaw_scope':
      return [];
  }
}

/** A roster that leaves too few, whatever else is done: an error. */
function emptied(
  { type, prior, row }: PlannedRow,
  rule: KeptRole,
  scope: ScopePath,
  session: ReadyProvider,
): RowDiagnostic | null {
  if (type !== 'bylaw_roster' || prior === null || row === null || row.scope !== scope) return null;
  if (row.roles === UNKNOWN) return null;
  const { live, platform } = session;
  const left = keptIn(row, rule, scope, session);
  const before = live.keepers(rule, scope).size;
  if (left === null || left >= leastOf(rule) || left >= before) return null;
  const refused = rule.rule === 'minimum-holders' ? ' It would refuse it in the middle of the apply.' : '';
  return rowProblem(
    `${scope} would be left with ${leftWith(rule, left)}`,
    `${keptBy(rule, platform)}${refused} A roster is everybody who holds something on its scope: leave ${rule.role} to ${whoOf(rule, scope, live)} until somebody else here has it who ${isThere(session)}.`,
    ['roles'],
  );
}

/** How many a roster leaves at most; null where other blocks may have a say. */
function keptIn(row: Row, rule: KeptRole, scope: ScopePath, session: ReadyProvider): number | null {
  switch (rule.rule) {
    case 'minimum-holders':
      return holdingByName(row, rule, session);
    case 'last-holder-stays':
      return asGoodIn(row, rule, scope, session);
  }
}

function holdingByName(row: Row, rule: HolderRequirement, { live, platform }: ReadyProvider): number | null {
  const people = new Set<string>();
  for (const [key, value] of Object.entries(row.roles ?? {})) if (value === UNKNOWN) people.add(key);
  for (const [key, held] of entriesIn(row.roles)) {
    if (!rolesIn(held).includes(rule.role)) continue;
    const principal = parsePrincipal(key);
    // Who is in a group may be changed by another block.
    if (principal?.type !== 'member') return null;
    const id = memberId(principal.member, platform.members.compare);
    const memberships = live.all('member').filter(({ attributes }) => attributes.member === id);
    const waits = memberships.every(
      ({ attributes: { state } }) => state === 'invited' || state === 'expired',
    );
    // Nobody accepts an invitation by an apply; who is to be invited does not either, and who is added is in.
    if (platform.members.joining === 'invited' && waits) continue;
    people.add(id);
  }
  return people.size;
}

/** Only of a roster of people with the platform's own roles, on the organization: nothing else there gives anything. */
function asGoodIn(row: Row, rule: LastHolderRule, scope: ScopePath, session: ReadyProvider): number | null {
  const { live, platform } = session;
  if (hasUnknown(row.roles ?? null) || scopeChain(scope).length > 1) return null;
  if (platform.groups.carry.includes('permissions')) return null;
  const given = resourcesOfBlock('bylaw_roster', row, platform);
  const people = given.flatMap((one): readonly Resource[] => {
    if (one.type !== 'assignment' || one.attributes.principal.type !== 'member') return [];
    if (![...one.attributes.roles.keys()].every((role) => platform.roles.has(role))) return [];
    const { member } = one.attributes.principal;
    const attributes = { scope, member, display: member, state: 'active', invitation: null } as const;
    return [resource('member', attributes, one.origin)];
  });
  if (people.length < given.length) return null;
  return keepersOf(rule, platform, sideOf(platform, [...live.all('scope'), ...people, ...given]))(scope).size;
}

/** A row that takes the role from the last who has it, as far as was planned: a warning, once for each scope. */
function lessened(
  planned: PlannedRow,
  rule: KeptRole,
  scope: ScopePath,
  session: ReadyProvider,
): RowDiagnostic | null {
  const { live, platform, foreseen } = session;
  const { type, prior, row } = planned;
  if (row !== null && Object.values(row).some(hasUnknown)) return null;
  const before = live.keepers(rule, scope);
  const mine = [...before].filter((member) => isTouched(member, planned, rule, session));
  if (mine.length === 0) return null;
  const key = `${rule.code} ${rule.role} ${scope}`;
  const touched = foreseen.touched.get(key) ?? new Set();
  foreseen.touched.set(key, touched);
  for (const member of mine) touched.add(member);
  const own = `${type} ${textOrEmpty(prior?.id)}`;
  const said = foreseen.said.get(key);
  if (before.size - touched.size >= leastOf(rule) || (said !== undefined && said !== own)) return null;
  const left = keepersOf(
    rule,
    platform,
    sideOf(platform, plannedOrganizationState(foreseen, live)),
  )(scope).size;
  if (left >= leastOf(rule) || left >= before.size) return null;
  foreseen.said.set(key, own);
  return rowProblem(
    `${scope} may be left with ${leftWith(rule, left)}`,
    [
      `${keptBy(rule, platform)} This takes it from ${mine.sort().map(live.spelling).join(', ')}, and no block planned so far gives it to somebody else who ${isThere(session)}.`,
      '',
      'If none does, this apply is refused: leave this as it is until one does. If one does, name it in depends_on, so that it comes first. If everything is to be destroyed, `terraform state rm` forgets this without removing it.',
    ].join('\n'),
    row === null ? null : placeOf(planned),
    'warning',
  );
}

function isThere({ platform }: ReadyProvider): string {
  return platform.members.joining === 'invited' ? 'has accepted an invitation' : 'is active';
}

/** Whether a row takes away something by which somebody may be who is kept. */
function isTouched(
  member: string,
  { type, prior, row }: PlannedRow,
  rule: KeptRole,
  { platform, live }: ReadyProvider,
): boolean {
  const is = row === null ? [] : resourcesOfBlock(type, row, platform);
  const was = prior === null ? [] : resourcesOfBlock(type, prior, platform);
  const deactivates = (group: readonly Resource[]): boolean =>
    deactivatedByGroups(platform, modelOf([...live.all('group'), ...group])).has(member);
  if (type === 'bylaw_group' && deactivates(is) && !deactivates(was)) return true;
  if (prior === null) return false;
  switch (type) {
    case 'bylaw_member': {
      const [one] = was;
      if (one?.type !== 'member' || one.attributes.member !== member) return false;
      return (
        row === null || row.id !== prior.id || (row.state === 'deactivated' && prior.state !== 'deactivated')
      );
    }
    case 'bylaw_group': {
      const [one, other] = [was[0], is[0]];
      if (one?.type !== 'group') return false;
      const people = other?.type === 'group' && row?.id === prior.id ? other.attributes : null;
      if (people !== null && lacksOne(one.attributes.groups, people.groups)) return true;
      if (people === null && one.attributes.groups.size > 0) return true;
      if (!one.attributes.members.has(member)) return false;
      if (people?.members.has(member) !== true) return true;
      return rule.rule === 'last-holder-stays' && lacksOne(one.attributes.permissions, people.permissions);
    }
    case 'bylaw_assignment':
    case 'bylaw_roster': {
      const kept = new Map<string, Entries>();
      for (const one of is) if (one.type === 'assignment') kept.set(one.address, one.attributes.roles);
      return was.some((one) => {
        if (one.type !== 'assignment') return false;
        const then = kept.get(one.address);
        const [role] = [...one.attributes.roles.keys()].filter(
          (held) => (rule.rule === 'last-holder-stays' || held === rule.role) && then?.has(held) !== true,
        );
        if (role === undefined) return false;
        const { principal } = one.attributes;
        if (principal.type === 'member') return principal.member === member;
        return holdersOf(role, platform, [...live.all('member'), ...live.all('group'), one])(
          one.attributes.scope,
        ).people.has(member);
      });
    }
    case 'bylaw_role': {
      const [one, other] = [was[0], is[0]];
      if (rule.rule !== 'last-holder-stays' || one?.type !== 'role') return false;
      if (other?.type !== 'role' || row?.id !== prior.id) return true;
      const [before, after] = [one.attributes, other.attributes];
      return lacksOne(before.permissions, after.permissions) || lacksOne(before.includes, after.includes);
    }
    case 'bylaw_scope':
      return false;
  }
}

function lacksOne(before: Entries, after: Entries): boolean {
  return [...before.keys()].some((entry) => !after.has(entry));
}

function placeOf({ type, row }: { readonly type: PlannedRow['type']; readonly row: Row | null }): BlockPath {
  switch (type) {
    case 'bylaw_member':
      return [row?.state === 'deactivated' ? 'state' : 'member'];
    case 'bylaw_group':
      return ['members'];
    case 'bylaw_role':
      return ['permissions'];
    case 'bylaw_assignment':
    case 'bylaw_roster':
    case 'bylaw_scope':
      return ['roles'];
  }
}

function whoOf(rule: KeptRole, scope: ScopePath, live: ReadyProvider['live']): string {
  const people = [...live.keepers(rule, scope)].sort().map(live.spelling);
  return people.length <= 3 ? people.join(', ') : `one of the ${people.length} who have it`;
}
