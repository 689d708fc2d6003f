import { attributeKey, type Desired } from '../compile/desired.ts';
import { parseAddress } from '../resource/address.ts';
import type { AttributeSpec } from '../resource/attribute-spec.ts';
import { choicesIn, splitChoice } from '../resource/choices.ts';
import { mapResources, modelOf } from '../resource/organization-model.ts';
import type { Entries, Resource, Snapshot } from '../resource/resource.ts';
import { RESOURCE_TYPES } from '../resource/resource-types.ts';
import { type IsUnstated, withChildGroupMembers } from './child-group-members.ts';

/**
 * Desired with the live value in each attribute that nobody writes, where things of its type are owned only as far as
 * they are written: `groups: { qa: { roles: [editor] } }` gives a live group a role and empties nothing, and who is
 * deactivated stays so. One rule for every attribute of every type: the tables say which there are.
 */
export function withLiveForUnstated(desired: Desired, live: Snapshot): Desired {
  if (desired.unstated === undefined || desired.unstated.size === 0) return desired;
  const open: IsUnstated = (resource, attribute) => isUnstated(desired, resource, attribute);
  const there = modelOf(live.resources);
  const resources = mapResources(desired.resources, (resource) => {
    // A live role does not tell the scope that a document speaks of it at.
    const found =
      resource.type === 'role' ? there.role(resource.attributes.name) : there.at(resource.address);
    return found === undefined ? resource : withLive(resource, found, open);
  });
  const kept = resources === desired.resources ? desired : { ...desired, resources };
  return desired.platform.groups.nesting === 'flatten' ? withChildGroupMembers(kept, live, open) : kept;
}

/** Whether the documents leave an attribute of a resource to the platform. */
export function isUnstated(
  { authority, unstated }: Desired,
  { type, address }: Pick<Resource, 'type' | 'address'>,
  attribute: string,
): boolean {
  return authority[type] === 'declared' && unstated?.has(attributeKey(address, attribute)) === true;
}

/** A live role does not tell the scope that a document speaks of it at: its name is what the two have in common. */
export function identityOf({ address }: Pick<Resource, 'address'>): string {
  const parts = parseAddress(address);
  return parts.type === 'role' ? parts.name : address;
}

function withLive(resource: Resource, live: Resource, open: IsUnstated): Resource {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[resource.type].attributes;
  const there: Readonly<Record<string, unknown>> = { ...live.attributes };
  const kept = Object.entries(table).flatMap(([name, spec]) => {
    const value = there[name];
    const isManaged = spec.role === 'text' || spec.role === 'entries';
    if (isManaged && spec.choice !== undefined && !open(resource, name))
      return [[name, withLiveChoices(resource, name, value, open)] as const];
    if (!isManaged || !open(resource, name)) return [];
    if (spec.undecided?.(value as string | null) === true) return [];
    return [[name, value] as const];
  });
  if (kept.length === 0) return resource;
  return { ...resource, attributes: { ...resource.attributes, ...Object.fromEntries(kept) } } as Resource;
}

/** What is chosen for each subject: as written, and as it is live where nobody writes it. */
function withLiveChoices(resource: Resource, name: string, live: unknown, open: IsUnstated): Entries {
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const wanted = entriesOf(values[name]);
  const isOpen = (entry: string) => open(resource, `${name}/${splitChoice(entry).subject}`);
  const kept = [...entriesOf(live)].filter(([entry]) => isOpen(entry));
  if (kept.length === 0) return wanted;
  const subjects = choicesIn(new Map(kept));
  const others = [...wanted].filter(([entry]) => !subjects.has(splitChoice(entry).subject));
  return new Map([...others, ...kept]);
}

function entriesOf(value: unknown): Entries {
  return value instanceof Map ? value : new Map();
}
