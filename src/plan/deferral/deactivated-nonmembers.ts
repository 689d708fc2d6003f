import type { Desired } from '../../compile/desired.ts';
import type { Address } from '../../resource/address.ts';
import { memberAddress } from '../../resource/address.ts';
import { type MemberId, type ScopePath, scopeChain } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { inPlatformForm } from '../../resource/platform-form.ts';
import type { AssignmentResource, Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { displayNameOf } from '../display-names.ts';
import { Acceptance } from './acceptance.ts';
import type { DeferredEntry } from './deferred-entries.ts';

/** Wanted without what nobody can make, what that holds back, and the words for it. */
export interface WithoutNonmembers {
  readonly wanted: readonly Resource[];
  readonly waiting: readonly DeferredEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * People written as deactivated who are no members yet, where members are invited: they would be invited, could accept,
 * and only then be deactivated. That is nobody's wish, so such a person gains nothing, and is told; what the documents
 * no longer give them is taken, and everybody else's changes are made. Reports `not-supported` as a warning.
 */
export function withoutDeactivatedNonmembers(
  desired: Desired,
  live: readonly Resource[],
  spelling: Spelling,
): WithoutNonmembers {
  const { platform } = desired;
  const wanted = inPlatformForm(desired.resources, platform);
  const strangers = deactivatedNonmembers(desired, live);
  if (strangers.length === 0) return { wanted, waiting: [], diagnostics: [] };
  const there = modelOf(live);
  const outside = new Set<Address>(strangers.map(({ address }) => address));
  /** Whether the person is to be somebody at the scope by no other membership. */
  const isStranger = (member: MemberId, scope: ScopePath): boolean => {
    const reaching = scopeChain(scope).map((path) => memberAddress(path, member));
    return (
      reaching.some((one) => outside.has(one)) &&
      !reaching.some((one) => !outside.has(one) && modelOf(wanted).has(one))
    );
  };
  const asLive = (r: Resource): readonly Resource[] => {
    const found = there.at(r.address);
    return found === undefined ? [] : [found];
  };
  const possible = (r: Resource): readonly Resource[] => {
    switch (r.type) {
      case 'scope':
      case 'role':
        return [r];
      case 'member':
        return outside.has(r.address) ? asLive(r) : [r];
      case 'assignment': {
        const { principal, scope } = r.attributes;
        const found = there.at(r.address);
        if (principal.type !== 'member' || !isStranger(principal.member, scope)) return [r];
        return found?.type === 'assignment' ? lessened(r, found, desired) : [];
      }
      case 'group': {
        const found = there.at(r.address);
        const held = found?.type === 'group' ? found.attributes.members : new Map();
        const members = new Map(
          [...r.attributes.members].filter(
            ([member]) => held.has(member) || !isStranger(member, r.attributes.home),
          ),
        );
        if (members.size === r.attributes.members.size) return [r];
        return [{ ...r, attributes: { ...r.attributes, members } }];
      }
    }
  };
  return {
    wanted: wanted.flatMap(possible),
    waiting: strangers.map((stranger) => ({
      member: stranger.attributes.member,
      change: {
        action: 'deferred',
        address: stranger.address,
        wanted: `${displayNameOf(stranger, spelling)} deactivated`,
        waitsFor: `${stranger.attributes.display} being a member: nobody can be deactivated before`,
        because: {
          text: `${displayNameOf(stranger, spelling)} is written as deactivated`,
          origin: stranger.origin,
        },
        unsettled: 'impossible',
      },
    })),
    diagnostics: strangers.map(({ attributes, origin }) =>
      diagnostic(
        'not-supported',
        `${attributes.display} is written as deactivated and has not accepted an invitation, so there is nobody to deactivate.`,
        origin,
        {
          severity: 'warning',
          hint: 'Remove the entry, or mark it `absent: true` to revoke a pending invitation.',
        },
      ),
    ),
  };
}

/** What is live and still wanted. Where everybody holds exactly one role, the wrong one goes by being exchanged. */
function lessened(
  wanted: AssignmentResource,
  live: AssignmentResource,
  { platform, organization }: Desired,
): readonly Resource[] {
  const roles = new Map([...wanted.attributes.roles].filter(([role]) => live.attributes.roles.has(role)));
  if (roles.size === 0 && platform.members.roles === 'exactly-one') return [wanted];
  // On the organization nothing is left of an assignment without roles; below, the attachment is.
  if (roles.size === 0 && wanted.attributes.scope === organization) return [];
  return [{ ...wanted, attributes: { ...wanted.attributes, roles } }];
}

function deactivatedNonmembers({ platform, resources }: Desired, live: readonly Resource[]) {
  if (platform.members.joining === 'provisioned') return [];
  const accepted = new Acceptance(live, platform);
  return modelOf(resources)
    .all('member')
    .filter(
      ({ attributes: { state, member, scope } }) =>
        state === 'deactivated' && !accepted.isAccepted(member, scope),
    );
}
