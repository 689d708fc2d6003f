import { buildAccess } from '../access/build-access.ts';
import type { EffectiveAccess } from '../access/effective-access.ts';
import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { mapResources, modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { resource } from '../resource/resource-types.ts';
import { type AccessProfiles, accessProfilesOf, type MembersByProfile } from './access-profiles.ts';
import { type BreachBlock, breachBlocks } from './breach-blocks.ts';
import {
  asksOfPeople,
  type Breach,
  type Demand,
  type Expectation,
  type ExpectationFault,
  type ExpectationFinding,
} from './expectation.ts';

/** The side that is looked at: the documents or the live platform. */
export interface EvaluatedState {
  readonly platform: PlatformDefinition;
  readonly resources: readonly Resource[];
  /** Built from the two above. */
  readonly access: EffectiveAccess;
}

/**
 * What holds of each expectation, in the order given. Who is not active has no access; who will have what is wanted
 * once an invitation is accepted is told apart, and still does not have it.
 */
export function evaluate(
  expectations: readonly Expectation[],
  evaluatedState: EvaluatedState,
): readonly ExpectationFinding[] {
  const scopes = [...new Set(expectations.flatMap((expectation) => expectation.scopes))];
  // What is expected for a text that nobody is given has a place too.
  const asked = expectations.flatMap(({ demands }) => demands.flatMap(({ permissions }) => permissions));
  const access = evaluatedState.access.withInstances(asked);
  const evaluation = new Evaluation(
    { ...evaluatedState, access },
    accessProfilesOf(access, scopes, access.relation.platform),
  );
  return expectations.map((expectation) => evaluation.finding(expectation));
}

class Evaluation {
  readonly #side: EvaluatedState;
  readonly #profiles: AccessProfiles;
  #accepted: { readonly invited: ReadonlySet<MemberId>; readonly access: EffectiveAccess } | null = null;

  constructor(evaluatedState: EvaluatedState, accessProfiles: AccessProfiles) {
    this.#side = evaluatedState;
    this.#profiles = accessProfiles;
  }

  finding(expectation: Expectation): ExpectationFinding {
    const { people, demands, scopes, mayBeEmpty } = expectation;
    const these = this.#profiles.group(people);
    let others: MembersByProfile | null = null;
    let checks = 0;
    const faults: ExpectationFault[] = [];
    if (people.length === 0 && !mayBeEmpty && asksOfPeople(expectation)) {
      faults.push({ fault: 'nobody' });
    }
    if (scopes.length === 0) faults.push({ fault: 'nowhere' });
    for (const demand of demands) {
      let looked = these;
      if (demand.verb === 'only-these-can') {
        others ??= this.#profiles.group(allBut(people, this.#side.access.members));
        looked = others;
      }
      for (const members of looked.values()) {
        checks += members.length * demand.permissions.length * scopes.length;
      }
      for (const breachBlock of breachBlocks(demand, looked, scopes, this.#profiles)) {
        faults.push(...this.#breachesOf(demand, breachBlock, looked));
      }
    }
    return { expectation, checks, faults };
  }

  #breachesOf(demand: Demand, breachBlock: BreachBlock, looked: MembersByProfile): readonly Breach[] {
    const members = breachBlock.profiles.flatMap((profile) => looked.get(profile)).sort();
    const permissions = this.#profiles.names(breachBlock.wrong);
    if (demand.verb !== 'can')
      return breach('holds', demand, members, permissions, breachBlock.scopes, false);
    const waits = members.filter((member) => this.#waits(member, permissions, breachBlock.scopes));
    const waiting = new Set(waits);
    const rest = waits.length === 0 ? members : members.filter((member) => !waiting.has(member));
    return [
      ...breach('lacks', demand, rest, permissions, breachBlock.scopes, false),
      ...breach('lacks', demand, waits, permissions, breachBlock.scopes, true),
    ];
  }

  #waits(member: MemberId, permissions: readonly PermissionName[], scopes: readonly ScopePath[]): boolean {
    this.#accepted ??= accepted(this.#side);
    const { invited, access } = this.#accepted;
    return (
      invited.has(member) &&
      scopes.every((scope) => permissions.every((permission) => access.can(member, permission, scope)))
    );
  }
}

/** None where there are no people. */
function breach(
  fault: Breach['fault'],
  demand: Demand,
  [member, ...members]: readonly MemberId[],
  [permission, ...permissions]: readonly PermissionName[],
  [scope, ...scopes]: readonly ScopePath[],
  onceAccepted: boolean,
): readonly Breach[] {
  if (member === undefined || permission === undefined || scope === undefined) return [];
  return [
    {
      fault,
      demand,
      members: [member, ...members],
      permissions: [permission, ...permissions],
      scopes: [scope, ...scopes],
      onceAccepted,
    },
  ];
}

function allBut(people: readonly MemberId[], members: readonly MemberId[]): readonly MemberId[] {
  const these = new Set(people);
  return members.filter((member) => !these.has(member));
}

/** The same side after every pending invitation is accepted. */
function accepted({ platform, resources, access }: EvaluatedState) {
  const invited = new Set<MemberId>();
  for (const { attributes } of modelOf(resources).all('member')) {
    if (attributes.state === 'invited') invited.add(attributes.member);
  }
  if (invited.size === 0) return { invited, access };
  const later = mapResources(resources, (one) =>
    one.type === 'member' && one.attributes.state === 'invited'
      ? resource('member', { ...one.attributes, state: 'active' }, one.origin)
      : one,
  );
  return { invited, access: buildAccess(platform, later) };
}
