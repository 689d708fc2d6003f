import { parsePrincipal, principalKey } from '../../../resource/identifiers.ts';
import { compareText } from '../../../source/text-order.ts';
import { mapOf } from '../schema/equivalence.ts';
import type { ReadyProvider } from '../session/provider-session.ts';

/** What a principal holds, scope by scope. */
export function rolesOf(key: string, { live }: ReadyProvider) {
  const wanted = parsePrincipal(key);
  const held = live
    .all('assignment')
    .filter(({ attributes: a }) => wanted !== null && principalKey(a.principal) === key)
    .map(({ attributes: a }): [string, string] => [a.scope, [...a.roles.keys()].sort().join(',')]);
  return mapOf(held.sort(([a], [b]) => compareText(a, b)));
}
