import type { AttributeSpec } from '../../resource/attribute-spec.ts';
import { principalKey } from '../../resource/identifiers.ts';
import type { Entries, Invitation, Resource, ResourceTypeName } from '../../resource/resource.ts';
import { RESOURCE_TYPES } from '../../resource/resource-types.ts';
import type { Origin } from '../../source/origin.ts';
import { byText } from '../phrases.ts';
import { type OriginJson, originJson } from './origin-json.ts';

export interface EntryJson {
  readonly entry: string;
  readonly origin: OriginJson;
}

/** A resource as data: attributes by their wire names, maps as lists in byte order. */
export interface ResourceJson {
  readonly type: ResourceTypeName;
  readonly address: string;
  readonly attributes: Readonly<Record<string, string | null | Invitation | readonly EntryJson[]>>;
  readonly origin: OriginJson;
}

export function resourceJson(resource: Resource): ResourceJson {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[resource.type].attributes;
  const values: Readonly<Record<string, unknown>> = {
    ...resource.attributes,
    ...(resource.type === 'assignment' ? { principal: principalKey(resource.attributes.principal) } : {}),
  };
  const attributes = Object.entries(table).map(
    ([name, spec]): [string, ResourceJson['attributes'][string]] => [
      spec.wire,
      spec.role === 'entries'
        ? entriesJson(values[name] as Entries)
        : (values[name] as string | Invitation | null),
    ],
  );
  return {
    type: resource.type,
    address: resource.address,
    attributes: Object.fromEntries(attributes),
    origin: originJson(resource.origin),
  };
}

function entriesJson(entries: ReadonlyMap<string, Origin>): readonly EntryJson[] {
  return [...entries]
    .sort(([a], [b]) => byText(a, b))
    .map(([entry, origin]) => ({ entry, origin: originJson(origin) }));
}
