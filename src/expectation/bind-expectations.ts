import { platformIn } from '../access/written-instances.ts';
import type { Desired } from '../compile/desired.ts';
import { patternsOf } from '../platform/expand-pattern.ts';
import { permissionsMatching } from '../platform/permission-pattern.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { EXPECTATION_VERBS, type Written, type WrittenExpectation } from '../policy/document-types.ts';
import type { ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { isPattern, matchesPath } from '../source/name-pattern.ts';
import { type Outcome, outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { PeopleBinder } from './bind-people.ts';
import type { Demand, Expectation } from './expectation.ts';
import { knownNamesIn } from './known-names.ts';
import { UnboundNames } from './unbound-names.ts';

/**
 * Expectations of one organization bound to the side they are to be evaluated on: the documents, or `live`. Groups hold
 * whom they hold there; names may be known from either side. A name or pattern that stands for nothing is an error:
 * `unknown-member`, `unknown-group`, `ambiguous-group`, `unknown-scope`, `unknown-permission`. Where the documents do
 * not claim to be the whole truth about members, groups or scopes, an unknown one is a warning: it may be live.
 * A pattern means nobody whom the documents rule out.
 */
export function bindExpectations(
  written: readonly WrittenExpectation[],
  desired: Desired,
  live: readonly Resource[] | null,
): Outcome<readonly Expectation[]> {
  // Who asks for nothing does not have all names looked up.
  if (written.length === 0) return success([]);
  const knownNames = knownNamesIn(desired, live === null ? [] : live);
  const unboundNames = new UnboundNames(desired.authority);
  const people = new PeopleBinder(
    knownNames,
    modelOf(live ?? desired.resources),
    desired.platform.members.compare,
    unboundNames,
  );
  // Nobody says who is in such a group; whoever is in it live stays.
  const isOpen = live === null && desired.authority.group === 'declared';
  const unsaid = isOpen && desired.unstated !== undefined ? desired.unstated : new Set<string>();
  // A pattern means what somebody there is given for a text, too.
  const platform = platformIn(desired.platform, modelOf(live ?? desired.resources));
  const bound = written.map((one) => ({
    name: one.name,
    origin: one.origin,
    reason: one.reason,
    people: people.bind(one.people, one.except),
    scopes: bindScopes(one.on, knownNames.scopes, unboundNames),
    demands: bindDemands(one, platform, unboundNames),
    mayBeEmpty: one.mayBeEmpty || people.leavesOut(one.people),
    emptyGroups: people.emptyGroups(one.people, unsaid),
  }));
  return outcome(bound, unboundNames.diagnostics);
}

function bindScopes(
  on: readonly Written<string>[],
  scopes: readonly ScopePath[],
  unboundNames: UnboundNames,
): readonly ScopePath[] {
  const found = new Set<ScopePath>();
  for (const written of on) {
    const pattern = written.value;
    const matching = isPattern(pattern)
      ? scopes.filter((scope) => matchesPath(pattern, scope))
      : scopes.filter((scope) => scope === pattern);
    for (const scope of matching) found.add(scope);
    if (matching.length > 0) continue;
    const message = isPattern(pattern)
      ? `The pattern ${quote(pattern)} matches no scope.`
      : `There is no scope ${quote(pattern)}.`;
    const [root = ''] = scopes;
    const otherwise = `Paths begin with the organization: ${root}, or ${root}/** for all of it.`;
    const hint = inFull(pattern, scopes) ?? unboundNames.suggest(pattern, () => scopes) ?? otherwise;
    unboundNames.report('unknown-scope', written, message, hint, 'scope');
  }
  return scopes.filter((scope) => found.has(scope));
}

/** A name without its path is a slip of its own: a path begins with the organization. */
function inFull(name: string, scopes: readonly ScopePath[]): string | null {
  const meant = scopes.find((scope) => scope.endsWith(`/${name}`));
  return meant === undefined ? null : `Did you mean \`${meant}\`?`;
}

function bindDemands(
  { verbs }: WrittenExpectation,
  platform: PlatformDefinition,
  unboundNames: UnboundNames,
): readonly Demand[] {
  return EXPECTATION_VERBS.flatMap((verb) => {
    const claimed = new Set<string>();
    return verbs[verb].flatMap((pattern): readonly Demand[] => {
      const matching = permissionsMatching(pattern.value, platform.permissions);
      if (matching.length === 0) {
        const message = isPattern(pattern.value)
          ? `The pattern ${quote(pattern.value)} matches no permission of ${platform.title}.`
          : `${platform.title} has no permission ${quote(pattern.value)}.`;
        const hint = unboundNames.suggest(pattern.value, () => patternsOf(platform.permissions));
        unboundNames.report('unknown-permission', pattern, message, hint);
      }
      const permissions = matching.filter((permission) => !claimed.has(permission));
      for (const permission of permissions) claimed.add(permission);
      return permissions.length === 0 ? [] : [{ verb, pattern, permissions }];
    });
  });
}
