import type { Written } from '../../policy/document-types.ts';
import { quote } from '../../source/quote.ts';
import type { PeerReading } from './peer-reading.ts';

/** The words of a format for what can be given on a repository; others are a fault there, and no role of somebody's own. */
export function permissionAmong(
  reading: PeerReading,
  permission: Written<string> | null,
  known: readonly string[],
): Written<string> | null {
  if (permission === null || known.includes(permission.value)) return permission;
  reading.report('invalid-value', `${quote(permission.value)} is no permission.`, permission.origin, {
    hint: `Permissions: ${known.join(', ')}.`,
  });
  return null;
}
