import { type Row, UNKNOWN } from '../../provider/protocol/row.ts';
import type { TypeName } from './resource-tables.ts';

/** The attributes a natural key is made of, in its order: what makes a row this row and no other. */
export const KEY_ATTRIBUTES: { readonly [T in TypeName]: readonly string[] } = {
  bylaw_scope: ['path'],
  bylaw_role: ['home', 'name'],
  bylaw_group: ['home', 'name'],
  bylaw_member: ['scope', 'member'],
  bylaw_assignment: ['scope', 'principal'],
  bylaw_roster: ['scope'],
};

/** How an id is written, for messages and pages. */
export const ID_FORMS: { readonly [T in TypeName]: string } = {
  bylaw_scope: 'acme/units/emea',
  bylaw_role: 'acme/release-manager',
  bylaw_group: 'acme/qa',
  bylaw_member: 'acme|dan@acme.com',
  bylaw_assignment: 'acme/units/emea|group:acme/qa',
  bylaw_roster: 'acme/units/emea',
};

/** Names of roles and groups are slugs, so the last `/` ends their home. Keys of people may hold `/`; scopes no `|`. */
const SIGNS: { readonly [T in TypeName]: '/' | '|' | null } = {
  bylaw_scope: null,
  bylaw_role: '/',
  bylaw_group: '/',
  bylaw_member: '|',
  bylaw_assignment: '|',
  bylaw_roster: null,
};

/** The id of a row; null while a part of it is not known. */
export function idOfRow(type: TypeName, row: Row): string | null {
  const parts = KEY_ATTRIBUTES[type].map((name) => row[name]);
  if (parts.some((part) => part === UNKNOWN || typeof part !== 'string')) return null;
  const sign = SIGNS[type];
  return sign === null ? parts.join() : parts.join(sign);
}

/** The key attributes an id stands for; null when it has not the form of one. */
export function parseId(type: TypeName, id: string): Readonly<Record<string, string>> | null {
  const names = KEY_ATTRIBUTES[type];
  const sign = SIGNS[type];
  const [first = '', second = ''] = names;
  if (id === '') return null;
  if (sign === null) return { [first]: id };
  const cut = sign === '/' ? id.lastIndexOf(sign) : id.indexOf(sign);
  if (cut <= 0 || cut === id.length - 1) return null;
  return { [first]: id.slice(0, cut), [second]: id.slice(cut + 1) };
}
