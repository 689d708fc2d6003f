import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import type { DeprecationNotice } from '../http/deprecation.ts';

/** What GitHub announces of a version of its API: nothing where the same was announced in this run already. */
export function announcedEnd(
  announced: Set<string>,
  version: string,
  { since, until }: DeprecationNotice,
  url: string,
): readonly Diagnostic[] {
  const key = `${version} ${since} ${until}`;
  if (announced.has(key)) return [];
  announced.add(key);
  const end = until === null ? 'and does not say until when it answers it' : `and answers it until ${until}`;
  const begin = since === null ? '' : ` since ${since}`;
  const message = `GitHub calls version ${version} of its API deprecated${begin}, ${end}`;
  return [diagnostic('api-version-ending', message, { from: 'live', url })];
}

/** GitHub answers 410 to every request that names a version whose time is over. */
export function versionEnded(name: string, detail: string, origin: Origin | null): Diagnostic {
  return diagnostic('api-version-ended', `${name}: GitHub answers 410: ${detail}`, origin);
}
