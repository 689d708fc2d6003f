import { isActiveIn } from '../../access/active-memberships.ts';
import type { EffectiveAccess } from '../../access/effective-access.ts';
import { keepersOf, type Side } from '../../compile/keepers.ts';
import { keptRoles } from '../../platform/kept-roles.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { WrittenException } from '../../policy/guardrails-document.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Plan } from '../plan.ts';

const WHY = 'reason: …, owner: …, until: …';

export interface Removing {
  readonly plan: Pick<Plan, 'organization' | 'before' | 'spelling'>;
  readonly platform: PlatformDefinition;
  readonly live: readonly Resource[];
  /** What the organization comes to once everybody invited has accepted and nothing waits any more. */
  readonly end: Side;
  readonly exceptions: readonly WrittenException[];
}

/**
 * A plan after which nobody who can do something can do anything any more, or after which all who administer are people
 * who were not there: more often a file that was not found, or another organization than the one meant, than somebody's
 * wish. A warning in a plan; an apply refuses it unless an exception says that it is meant. That many go is for the limits.
 * Counted is the end that the documents want as well as this apply: what waits for an acceptance is a removal too.
 */
export function massRemoval(removing: Removing): Diagnostic | null {
  if (removing.exceptions.some(({ administration }) => administration)) return null;
  return nobodyRemains(removing) ?? administrationReplaced(removing);
}

function nobodyRemains({
  plan: { organization, before, spelling },
  platform,
  live,
  end,
  exceptions,
}: Removing): Diagnostic | null {
  for (const member of presentIn(platform, live)) if (hasAnyAccess(end.access(), member)) return null;
  const had = before.members.filter((member) => hasAnyAccess(before, member));
  if (had.length === 0) return null;
  if (exceptions.some(({ limits }) => had.length <= (limits.get('access') ?? -1))) return null;
  const who =
    had.length === 1
      ? `${had.map(spelling).join()} alone can do something in ${organization}, and`
      : `All ${had.length} people who can do something in ${organization}`;
  const lift = `limits: { access: ${had.length} }`;
  return held(
    organization,
    `${who} would lose all access, and nobody who is in it now would have any.`,
    lift,
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
        plan.organization,
        `${rule.code}: ${listed(gone, plan.spelling)} would not be ${rule.role} on ${path} any more, and ${listed(following, plan.spelling)}, who would be, ${following.size === 1 ? 'is' : 'are'} not in it yet.`,
        'administration: true',
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

function held(
  organization: string,
  message: string,
  lift: string,
  first = 'Check that every file is there.',
): Diagnostic {
  const meant = `If it is meant, a Guardrails document of ${organization} says so: exceptions: { "what the change is": { ${lift}, ${WHY} } }`;
  const hint = `${first} Check that the workspace names the organization that is meant. ${meant}`;
  return diagnostic('mass-removal', message, null, { severity: 'warning', hint });
}

function listed(people: ReadonlySet<MemberId>, spelling: Spelling): string {
  return people.size <= 3 ? [...people].sort().map(spelling).join(', ') : `${people.size} people`;
}

export function hasAnyAccess(effectiveAccess: EffectiveAccess, member: MemberId): boolean {
  return effectiveAccess.scopes.some((scope) => effectiveAccess.permissions(member, scope).length > 0);
}
