/**
 * Identities: by what a row is known for good, kept in the state beside it and given in `import` blocks instead of an
 * id. Since protocol 6.9; whoever speaks an older one never asks, and skips what answers carry of them.
 */

import { typeBytes } from './provider-schema.ts';
import type { Row, RowTypeDefinition, RowValue } from './row.ts';
import { type RowCodec, rowCodec } from './row-codec.ts';

export interface IdentityService {
  /** The identity of a row; nothing where the row is not there or not all of it is known. */
  of(row: Row | null): { readonly data: { readonly msgpack: Uint8Array } } | undefined;
  readonly codec: RowCodec;
}

export function identityService<Session>(type: RowTypeDefinition<Session>): IdentityService | null {
  const names = type.identity;
  if (names === undefined) return null;
  const attributes = Object.fromEntries(
    names.map((name) => [name, { type: 'string', mode: 'required', description: '' } as const]),
  );
  const codec = rowCodec(`identity of ${type.name}`, attributes);
  return {
    codec,
    of(row) {
      if (row === null || names.some((name) => typeof row[name] !== 'string')) return undefined;
      const identity: Row = Object.fromEntries(
        names.map((name): [string, RowValue] => [name, row[name] ?? null]),
      );
      return { data: { msgpack: codec.encode(identity) } };
    },
  };
}

/** What an identity is made of. An attribute that the provider can fill in itself is optional for an import. */
export function identitySchema<Session>({ identity = [], attributes }: RowTypeDefinition<Session>) {
  return {
    version: 0,
    attributes: identity.map((name) => {
      const required = attributes[name]?.mode === 'required';
      return {
        name,
        type: typeBytes('string'),
        requiredForImport: required,
        optionalForImport: !required,
        description: attributes[name]?.description,
      };
    }),
  };
}
