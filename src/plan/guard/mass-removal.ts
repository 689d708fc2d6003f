import { isActiveIn } from '../../access/active-memberships.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { keepersOf, type Side } from '../../compile/keepers.ts';
import { keptRoles } from '../../platform/kept-roles.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Plan } from '../plan.ts';

/** Fewer people than this are an ordinary day, whatever share of the organization they are, unless they are all. */
const FEW = 5;
const SHARE = 0.5;

const FLAG = 'If it is meant, apply with --allow-mass-removal.';

export interface Removing {
  readonly plan: Pick<Plan, 'organization' | 'before' | 'after' | 'delta' | 'onceAccepted' | 'spelling'>;
  readonly platform: PlatformDefinition;
  readonly live: readonly Resource[];
  /** What the organization comes to once everybody invited has accepted and nothing waits any more. */
  readonly end: Side;
}

/**
 * A plan after which half of the people who can do something can do nothing any more, or all of them, or after which
 * all who administer are people who were not there: more often a file that was not found, or another organization than
 * the one meant, than somebody's wish. A warning in a plan; an apply refuses it unless it is told that it is meant.
 * Counted is the end that the documents want as well as this apply: what waits for an acceptance is a removal too.
 */
export function massRemoval(removing: Removing): Diagnostic | null {
  return nobodyRemains(removing) ?? halfRemoved(removing) ?? administrationReplaced(removing);
}

function nobodyRemains({
  plan: { organization, before, spelling },
  platform,
  live,
  end,
}: Removing): Diagnostic | null {
  for (const member of presentIn(platform, live)) if (hasAny(end.access(), member)) return null;
  const had = before.members.filter((member) => hasAny(before, member));
  if (had.length === 0) return null;
  const who =
    had.length === 1
      ? `${had.map(spelling).join()} alone can do something in ${organization}, and`
      : `All ${had.length} people who can do something in ${organization}`;
  return held(`${who} would lose all access, and nobody who is in it now would have any.`);
}

function halfRemoved({ plan, end }: Removing): Diagnostic | null {
  const { organization, before, after, delta, onceAccepted } = plan;
  const losing = new Set(delta.lost.map(({ member }) => member));
  const later = new Set(onceAccepted === null ? [] : onceAccepted.lost.map(({ member }) => member));
  const emptied = [
    ...[...losing].filter((member) => !hasAny(after, member)),
    ...[...later].filter((member) => hasAny(after, member) && !hasAny(end.access(), member)),
  ];
  if (emptied.length < FEW) return null;
  const had = before.members.filter((member) => hasAny(before, member)).length;
  if (emptied.length < had * SHARE) return null;
  return held(
    `${emptied.length} of the ${had} people who can do something in ${organization} would lose all access.`,
  );
}

/** A handover to somebody who is there is an ordinary day, in the smallest organization too. */
function administrationReplaced(removing: Removing): Diagnostic | null {
  const { plan, platform, live, end } = removing;
  const present = presentIn(platform, live);
  for (const rule of keptRoles(platform)) {
    const now = keepersOf(rule, platform, { resources: live, access: () => plan.before });
    const then = keepersOf(rule, platform, end);
    for (const { attributes } of modelOf(end.resources).all('scope')) {
      const { path, kind } = attributes;
      if (kind !== rule.at) continue;
      const [gone, following] = [now(path), then(path)];
      // That nobody follows is an error of its own.
      if (gone.size === 0 || following.size === 0) continue;
      if ([...following].some((member) => present.has(member))) continue;
      return held(
        `${rule.code}: ${listed(gone, plan.spelling)} would not be ${rule.role} on ${path} any more, and ${listed(following, plan.spelling)}, who would be, ${following.size === 1 ? 'is' : 'are'} not in it yet.`,
        `Leave ${rule.role} to somebody who is there.`,
      );
    }
  }
  return null;
}

/** Who is in the organization today, and has accepted that. */
function presentIn(platform: PlatformDefinition, live: readonly Resource[]): ReadonlySet<MemberId> {
  const model = modelOf(live);
  const present = model.all('member').filter(isActiveIn(platform, model));
  return new Set(present.map(({ attributes }) => attributes.member));
}

function held(message: string, first = 'Check that every file is there.'): Diagnostic {
  const hint = `${first} Check that the workspace names the organization that is meant. ${FLAG}`;
  return diagnostic('mass-removal', message, null, { severity: 'warning', hint });
}

function listed(people: ReadonlySet<MemberId>, spelling: Spelling): string {
  return people.size <= 3 ? [...people].sort().map(spelling).join(', ') : `${people.size} people`;
}

function hasAny(effectiveAccess: EffectiveAccess, member: MemberId): boolean {
  return effectiveAccess.scopes.some((scope) => effectiveAccess.permissions(member, scope).length > 0);
}
