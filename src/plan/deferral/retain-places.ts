import type { Address } from '../../resource/address.ts';
import { splitChoice, withChoice } from '../../resource/choices.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { GroupResource, Resource, Snapshot } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import type { DeferredChange, EffectiveChange, FieldChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { placeKey, placesReplace } from '../replacement/replaced-places.ts';
import { allTimely, type DeferralContext, type RetentionResult } from './retained-removals.ts';

/**
 * Where a place in a group takes the place of another, whoever stays in one group for now is not put into another: that
 * would take him out of it all the same.
 */
export function keptWherePlacesStay(
  deferralContext: DeferralContext,
  { resources }: Snapshot,
): RetentionResult {
  const { desired, spelling } = deferralContext;
  if (!placesReplace(desired.platform)) return allTimely(deferralContext);
  const clashes = clashesIn(deferralContext, resources);
  if (clashes.length === 0) return allTimely(deferralContext);
  const changes = new Map<Address, EffectiveChange>();
  for (const change of deferralContext.changes) changes.set(change.address, change);
  const wanted = new Map(modelOf(deferralContext.wanted).byAddress);
  const deferred = clashes.map(({ member, into, stays }): DeferredChange => {
    const { address } = into;
    const left = without(into, member, wanted);
    wanted.set(address, left);
    const change = known(changes.get(address), `what puts ${member} into ${address}`);
    const rest = withoutJoining(change, left, member);
    if (rest === null) changes.delete(address);
    else changes.set(address, rest);
    const what = `${spelling(member)} in ${displayNameOf(into, spelling)}`;
    return {
      action: 'deferred',
      address,
      wanted: what,
      waitsFor: `${spelling(member)} leaving ${displayNameOf(stays, spelling)}`,
      because: {
        text: `${what} is written`,
        origin: known(into.attributes.members.get(member), `the place of ${member}`),
      },
      unsettled: 'takes',
    };
  });
  return {
    changes: [...changes.values()],
    wanted: [...wanted.values()],
    deferred,
    keeps: [],
    diagnostics: [],
  };
}

interface PlaceClash {
  readonly member: MemberId;
  readonly into: GroupResource;
  readonly stays: GroupResource;
}

/** Who is to be put into a group and stays in another. */
function clashesIn(
  { desired: { platform }, wanted }: DeferralContext,
  live: readonly Resource[],
): readonly PlaceClash[] {
  const there = modelOf(live);
  const isLive = (address: Address, member: MemberId): boolean => {
    const found = there.at(address);
    return found?.type === 'group' && found.attributes.members.has(member);
  };
  const staying = new Map<string, GroupResource>();
  const joining: [string, MemberId, GroupResource][] = [];
  for (const group of modelOf(wanted).all('group')) {
    for (const member of group.attributes.members.keys()) {
      const key = placeKey(platform, group.attributes.home, member);
      if (isLive(group.address, member)) staying.set(key, group);
      else joining.push([key, member, group]);
    }
  }
  return joining.flatMap(([key, member, into]) => {
    const stays = staying.get(key);
    return stays === undefined ? [] : [{ member, into, stays }];
  });
}

function without(
  group: GroupResource,
  member: MemberId,
  wanted: ReadonlyMap<Address, Resource>,
): GroupResource {
  const now = wanted.get(group.address);
  const { attributes, origin } = now?.type === 'group' ? now : group;
  const members = new Map(attributes.members);
  members.delete(member);
  const membershipRoles = withChoice(attributes.membershipRoles, member, null, origin);
  return { ...group, attributes: { ...attributes, members, membershipRoles } };
}

/** The change without putting somebody in, and without what he was to be there; null where nothing is left of it. */
function withoutJoining(
  change: EffectiveChange,
  after: GroupResource,
  member: MemberId,
): EffectiveChange | null {
  if (change.action === 'delete') return change;
  if (change.action === 'create') return { ...change, after };
  const isTheirs = (field: string, entry: string): boolean =>
    (field === 'members' && entry === member) ||
    (field === 'membership-roles' && splitChoice(entry).subject === member);
  const fields = change.fields
    .map((field): FieldChange => {
      if (field.kind === 'text') return field;
      return { ...field, added: field.added.filter(({ entry }) => !isTheirs(field.field, entry)) };
    })
    .filter((field) => field.kind === 'text' || field.added.length + field.removed.length > 0);
  return fields.length === 0 ? null : { ...change, after, fields };
}
