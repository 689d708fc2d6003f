import type { Address, PartKey } from '../../resource/address.ts';
import { scopeChain } from '../../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../../resource/organization-model.ts';
import type { MemberResource, Resource } from '../../resource/resource.ts';
import type { ReadonlyListsByKey } from '../../source/lists-by-key.ts';
import { Acceptance } from '../deferral/acceptance.ts';
import type { Plan } from '../plan.ts';
import { type AuditAction, actionsByAddress, isActionOn } from './attribution.ts';
import type { DriftFact } from './drift-finding.ts';
import { dueSentence } from './drift-sentences.ts';

/** What the platform tells of the past. */
export interface AuditLog {
  readonly deeds: readonly AuditAction[];
  /** How far back it was read; null for all of it. */
  readonly since: string | null;
  /** It may lack events: that it is silent says nothing. */
  readonly hasGaps?: boolean;
}

/** What made a thing wanted that could not be there before, and when, where that is known. */
interface DueCause {
  readonly why: string;
  readonly since: string | null;
}

/**
 * Wanted things that are not there because their time has only come and no apply has followed: a `from` began, or
 * somebody accepted an invitation and can have now what no invited person can. Whoever calls that taken away accuses
 * somebody of what nobody did. Where the log has a deed on the very thing since, it is no such case.
 */
export class DueFacts {
  readonly #plan: Plan;
  readonly #log: AuditLog | null;
  readonly #deeds: ReadonlyListsByKey<Address, AuditAction>;
  readonly #wanted: OrganizationModel;
  readonly #acceptance: Acceptance;

  constructor(plan: Plan, log: AuditLog | null) {
    this.#plan = plan;
    this.#log = log;
    this.#wanted = modelOf(plan.wanted);
    this.#acceptance = new Acceptance(plan.live.resources, plan.desired.platform);
    this.#deeds = actionsByAddress(log === null ? [] : log.deeds);
  }

  /** The sentence for a fact that is only due; null for any other. */
  story(finding: DriftFact): string | null {
    if (finding.kind !== 'removed') return null;
    const wanted = this.#wanted.at(finding.address);
    if (wanted === undefined) return null;
    const cause = this.#begun(finding) ?? this.#accepted(finding, wanted);
    if (cause === null || this.#touchedSince(finding, cause)) return null;
    const log = this.#log;
    const told =
      log !== null && log.hasGaps !== true && (log.since === null || isSince(cause.since, log.since));
    return dueSentence(wanted, finding, cause.why, told, this.#plan.spelling);
  }

  #begun({ address, field, entry }: DriftFact): DueCause | null {
    const key: Address | PartKey = entry === null ? address : `${address}#${field}/${entry}`;
    const since = this.#plan.desired.begun?.get(key);
    return since === undefined ? null : { why: `its \`from\` came at ${since}`, since };
  }

  #accepted({ entry, field }: DriftFact, wanted: Resource): DueCause | null {
    const { members, roles } = this.#plan.desired.platform;
    if (members.joining === 'provisioned') return null;
    if (wanted.type === 'group' && field === 'members' && entry !== null && !members.invitedInGroups) {
      return this.#acceptanceOf(entry, wanted.attributes.home);
    }
    if (wanted.type !== 'assignment' || wanted.attributes.principal.type !== 'member') return null;
    const given = entry === null ? [...wanted.attributes.roles.keys()] : [entry];
    // What an invitation can bring was there before anybody accepted.
    if (given.length === 0 || given.some((role) => roles.get(role)?.byInvitation !== false)) return null;
    return this.#acceptanceOf(wanted.attributes.principal.member, wanted.attributes.scope);
  }

  #acceptanceOf(member: string, scope: string): DueCause | null {
    const memberships = scopeChain(scope).flatMap((above): readonly MemberResource[] => {
      const found = this.#acceptance.membership(member, above);
      return found === undefined || !this.#acceptance.isAccepted(member, above) ? [] : [found];
    });
    if (memberships.length === 0) return null;
    const times = memberships
      .flatMap(({ address }) => this.#deeds.get(address))
      .flatMap(({ action, at }) => (/accept/i.test(action) ? [at] : []));
    const [since] = times.sort((a, b) => Date.parse(b) - Date.parse(a));
    const when = since === undefined ? '' : ` at ${since}`;
    return {
      why: `${this.#plan.spelling(member)} accepted the invitation${when}`,
      since: since ?? null,
    };
  }

  #touchedSince(finding: DriftFact, { since }: DueCause): boolean {
    return this.#deeds
      .get(finding.address)
      .some(
        (auditAction) =>
          (since === null || isSince(auditAction.at, since)) && isActionOn(auditAction, finding),
      );
  }
}

function isSince(at: string | null, since: string): boolean {
  return at !== null && Date.parse(at) >= Date.parse(since);
}
