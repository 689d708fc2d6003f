import { holdersOf } from '../../compile/holders.ts';
import type { Invariant } from '../../platform/definition.ts';
import { memberId, parsePrincipal, type ScopePath } from '../../resource/reference.ts';
import { type Row, type RowProblem, UNKNOWN } from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { afterwards } from './afterwards.ts';
import { hasUnknown } from './defaults.ts';
import type { ForeseenRow } from './foreseen.ts';
import { type Place, problem } from './problems.ts';
import { resourcesOfRow } from './rows.ts';
import type { Ready } from './session.ts';
import { entriesIn, rolesIn } from './spelling.ts';

type MinimumHolders = Extract<Invariant, { rule: 'minimum-holders' }>;

/**
 * Roles that somebody must hold, and who would be the last. Another block that was not planned yet may give the role to
 * somebody else, so of most rows nothing is certain and the plan warns; a roster alone is all there is on its scope.
 */
export function lastHeldProblems(planned: ForeseenRow, session: Ready): readonly RowProblem[] {
  const rules = session.platform.invariants.filter((one) => one.rule === 'minimum-holders');
  if (rules.length === 0) return [];
  return rules.flatMap((rule) =>
    scopesOf(planned, rule, session).flatMap((scope): readonly RowProblem[] => {
      const found = emptied(planned, rule, scope, session) ?? lessened(planned, rule, scope, session);
      return found === null ? [] : [found];
    }),
  );
}

/** Scopes of the kind of a rule, of which a row could take a holder away. */
function scopesOf({ type, prior }: ForeseenRow, rule: MinimumHolders, { live }: Ready): readonly ScopePath[] {
  if (prior === null) return [];
  const paths = live.scopesOf(rule.at);
  switch (type) {
    case 'bylaw_assignment':
    case 'bylaw_roster':
      return paths.filter((path) => path === prior.scope);
    case 'bylaw_member':
    case 'bylaw_group':
      return paths;
    case 'bylaw_scope':
    case 'bylaw_role':
      return [];
  }
}

/** A roster that leaves too few, whatever else is done: an error. */
function emptied(
  { type, prior, row }: ForeseenRow,
  rule: MinimumHolders,
  scope: ScopePath,
  { live, platform }: Ready,
): RowProblem | null {
  if (type !== 'bylaw_roster' || prior === null || row === null || row.scope !== scope) return null;
  if (row.roles === UNKNOWN) return null;
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
  const before = live.holders(rule.role, scope).size;
  if (people.size >= rule.count || people.size >= before) return null;
  return problem(
    `${scope} would be left with ${people.size === 0 ? 'no' : `only ${people.size}`} active ${rule.role}`,
    `${platform.title} keeps at least ${rule.count} (${rule.code}) and would refuse it in the middle of the apply. A roster is everybody who holds something on its scope: leave ${rule.role} to ${whoOf(rule, scope, live)} until somebody else here has it who has accepted an invitation.`,
    ['roles'],
  );
}

/** A row that takes the role from the last who has it, as far as was planned: a warning, once for each scope. */
function lessened(
  planned: ForeseenRow,
  rule: MinimumHolders,
  scope: ScopePath,
  session: Ready,
): RowProblem | null {
  const { live, platform, foreseen } = session;
  const { type, prior, row } = planned;
  if (row !== null && Object.values(row).some(hasUnknown)) return null;
  const before = live.holders(rule.role, scope);
  const mine = [...before].filter((member) => isTouched(member, planned, rule, session));
  if (mine.length === 0) return null;
  const key = `${rule.code} ${rule.role} ${scope}`;
  const touched = foreseen.touched.get(key) ?? new Set();
  foreseen.touched.set(key, touched);
  for (const member of mine) touched.add(member);
  const own = `${type} ${text(prior?.id)}`;
  const said = foreseen.said.get(key);
  if (before.size - touched.size >= rule.count || (said !== undefined && said !== own)) return null;
  const left = holdersOf(rule.role, afterwards(foreseen, live))(scope).people.size;
  if (left >= rule.count || left >= before.size) return null;
  foreseen.said.set(key, own);
  return problem(
    `${scope} may be left with ${left === 0 ? 'no' : `only ${left}`} active ${rule.role}`,
    [
      `${platform.title} keeps at least ${rule.count} (${rule.code}). This takes it from ${mine.sort().join(', ')}, and no block that was planned so far gives it to somebody else who has accepted an invitation.`,
      '',
      'If none does, the apply is refused here: leave this as it is until one does. If one does, let it be done first, with depends_on. Where all is destroyed, `terraform state rm` lets go of this without removing it.',
    ].join('\n'),
    row === null ? null : placeOf(planned),
    'warning',
  );
}

/** Whether a row takes away something by which somebody may hold the role. */
function isTouched(
  member: string,
  { type, prior, row }: ForeseenRow,
  rule: MinimumHolders,
  { platform, live }: Ready,
): boolean {
  if (prior === null) return false;
  const [was, is] = [prior, row].map((one) => (one === null ? [] : resourcesOfRow(type, one, platform)));
  switch (type) {
    case 'bylaw_member': {
      const [one] = was ?? [];
      if (one?.type !== 'member' || one.attributes.member !== member) return false;
      return (
        row === null || row.id !== prior.id || (row.state === 'deactivated' && prior.state !== 'deactivated')
      );
    }
    case 'bylaw_group': {
      const [one, other] = [was?.[0], is?.[0]];
      if (one?.type !== 'group') return false;
      const people = other?.type === 'group' && row?.id === prior.id ? other.attributes : null;
      if (people !== null && [...one.attributes.groups.keys()].some((child) => !people.groups.has(child)))
        return true;
      if (people === null && one.attributes.groups.size > 0) return true;
      return one.attributes.members.has(member) && people?.members.has(member) !== true;
    }
    case 'bylaw_assignment':
    case 'bylaw_roster': {
      const holds = (all: typeof was) =>
        (all ?? []).flatMap((one) =>
          one.type === 'assignment' && one.attributes.roles.has(rule.role) ? [one.address] : [],
        );
      const kept = new Set(holds(is));
      return (was ?? []).some((one) => {
        if (one.type !== 'assignment' || !one.attributes.roles.has(rule.role)) return false;
        if (kept.has(one.address)) return false;
        const { principal } = one.attributes;
        if (principal.type === 'member') return principal.member === member;
        return holdersOf(rule.role, [...live.all('member'), ...live.all('group'), one])(
          one.attributes.scope,
        ).people.has(member);
      });
    }
    case 'bylaw_scope':
    case 'bylaw_role':
      return false;
  }
}

function placeOf({ type, row }: { readonly type: ForeseenRow['type']; readonly row: Row | null }): Place {
  if (type === 'bylaw_member') return [row?.state === 'deactivated' ? 'state' : 'member'];
  return [type === 'bylaw_group' ? 'members' : 'roles'];
}

function whoOf(rule: MinimumHolders, scope: ScopePath, live: Ready['live']): string {
  const people = [...live.holders(rule.role, scope)].sort();
  return people.length <= 3 ? people.join(', ') : `one of the ${people.length} who have it`;
}
