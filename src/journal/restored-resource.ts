import type { Address } from '../resource/address.ts';
import type { AttributesByType, Resource, ResourceTypeName } from '../resource/resource.ts';
import { RESOURCE_TYPES } from '../resource/resource-types.ts';
import type { Origin } from '../source/origin.ts';
import type { ResourceRecord } from './journal-record.ts';
import { attributesOf } from './resource-record.ts';

/** A resource as a journal has kept it; null where what it kept is not all of one. Somebody comes back as a member. */
export function restored(record: ResourceRecord, origin: Origin): Resource | null {
  const attributes = attributesFrom(record.type, record.attributes, origin);
  if (attributes === null) return null;
  const back = { ...attributes, ...(record.type === 'member' ? { state: 'active', invitation: null } : {}) };
  return resourceOf(record.type, back, record.address, origin);
}

/** A live resource with other values. */
export function restoredEntries(
  live: Resource,
  values: Readonly<Record<string, unknown>>,
  origin: Origin,
): Resource | null {
  const attributes = attributesFrom(live.type, values, origin);
  return attributes === null ? null : resourceOf(live.type, attributes, live.address, origin);
}

/** The address is worked out of the attributes: what does not lead to the one that was kept is not that thing. */
function resourceOf(
  type: ResourceTypeName,
  attributes: Readonly<Record<string, unknown>>,
  address: string,
  origin: Origin,
): Resource | null {
  const made = { type, address: address as Address, attributes, origin } as unknown as Resource;
  return addressIn(made) === address ? made : null;
}

function addressIn(resource: Resource): Address {
  const { address }: { readonly address: (of: never) => Address } = RESOURCE_TYPES[resource.type];
  return address(resource.attributes as AttributesByType[ResourceTypeName] as never);
}

function attributesFrom(
  type: ResourceTypeName,
  values: Readonly<Record<string, unknown>>,
  origin: Origin,
): Readonly<Record<string, unknown>> | null {
  const made: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(attributesOf(type))) {
    const value = values[name];
    if (value === undefined) return null;
    if (spec.role !== 'entries') made[name] = value;
    else if (Array.isArray(value)) made[name] = new Map(value.map((entry) => [String(entry), origin]));
    else return null;
  }
  return made;
}
