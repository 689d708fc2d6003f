import type { AttributeSpec } from '../resource/attribute-spec.ts';
import type { Entries, Resource } from '../resource/resource.ts';
import { RESOURCE_TYPES } from '../resource/resource-types.ts';
import type { ResourceRecord } from './journal-record.ts';

export function resourceRecord(resource: Resource): ResourceRecord {
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const attributes = Object.entries(attributesOf(resource.type)).map(([name, spec]) => [
    name,
    spec.role === 'entries' ? [...(values[name] as Entries).keys()].sort() : values[name],
  ]);
  return { type: resource.type, address: resource.address, attributes: Object.fromEntries(attributes) };
}

export function attributesOf(type: Resource['type']): Readonly<Record<string, AttributeSpec>> {
  return RESOURCE_TYPES[type].attributes;
}
