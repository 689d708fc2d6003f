/** An organization in a JSON file, for a connector that is no HTTP client at all. */
import { createHash } from 'node:crypto';
import type { Address } from '../../../src/resource/address.ts';
import type { AttributesByType, Resource, ResourceTypeName } from '../../../src/resource/resource.ts';
import { addressOf } from '../../../src/resource/resource-types.ts';
import type { Origin } from '../../../src/source/origin.ts';

/** How the file is read and written: handed in, so that a test can stand in between. */
export interface Disk {
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
}

export interface StoredEvent {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly address: Address;
}

/** A resource as the file has it: maps of entries are lists of their keys. */
export interface StoredResource {
  readonly id: string;
  readonly version: number;
  readonly type: ResourceTypeName;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Store {
  readonly organization: string;
  readonly key: string;
  readonly revision: number;
  readonly resources: readonly StoredResource[];
  readonly log: readonly StoredEvent[];
}

/** The text of a file: what it holds, and the sum that proves that all of it was read. */
export function storeText(store: Store): string {
  return JSON.stringify({ ...store, sum: sumOf(store) });
}

/** The store in a text, or why the text is not a whole store. */
export function storeIn(text: string): { readonly store: Store } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'it is not JSON' };
  }
  if (!isStore(value)) return { fault: 'it is not an organization' };
  const { sum, ...store } = value;
  return sum === sumOf(store) ? { store } : { fault: 'its sum is not that of what it holds' };
}

function isStore(value: unknown): value is Store & { readonly sum: string } {
  const fields: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  return (
    ['organization', 'key', 'sum'].every((name) => typeof fields[name] === 'string') &&
    Number.isSafeInteger(fields.revision) &&
    [fields.resources, fields.log].every(Array.isArray)
  );
}

function sumOf({ organization, key, revision, resources, log }: Store): string {
  const text = JSON.stringify([organization, key, revision, resources, log]);
  return createHash('sha256').update(text).digest('hex');
}

const ENTRIES: { readonly [T in ResourceTypeName]: readonly string[] } = {
  scope: [],
  role: ['permissions', 'includes'],
  member: [],
  group: ['members', 'groups', 'permissions'],
  assignment: ['roles'],
};

export function stored(resource: Resource, id: string, version: number): StoredResource {
  const attributes = Object.fromEntries(
    Object.entries(resource.attributes).map(([name, value]) => [
      name,
      value instanceof Map ? [...value.keys()].sort() : value,
    ]),
  );
  return { id, version, type: resource.type, attributes };
}

export function resourceOf({ type, attributes }: StoredResource, origin: Origin): Resource {
  const known = Object.entries(attributes).map(([name, value]): [string, unknown] => [
    name,
    ENTRIES[type].includes(name) && Array.isArray(value)
      ? new Map(value.map((entry): [string, Origin] => [String(entry), origin]))
      : value,
  ]);
  const read = Object.fromEntries(known) as unknown as AttributesByType[typeof type];
  return { type, address: addressOf(type, read), attributes: read, origin } as Resource;
}
