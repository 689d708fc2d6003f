import { BLOCK_NAME_PATTERN, OWN_PROVIDER, RUN_ROW_VERSION } from './state-ownership.ts';

/** Whose a text was that is no state any more, or none of the format we write. */
export type DamagedStateOwner = 'ours' | 'foreign' | 'unknown';

/**
 * Told by what can still be read in it. Foreign: one thing in it is not of a run of ours. Ours: there are whole rows,
 * and each is. Half a name at the end of a text that was cut off tells nothing against it.
 */
export function damagedStateOwnerOf(text: string): DamagedStateOwner {
  if (NEVER_OURS.some((pattern) => pattern.test(text))) return 'foreign';
  let rows = 0;
  for (const [, provider = '', end] of text.matchAll(PROVIDER)) {
    if (end === '' ? !OURS_IN_JSON.startsWith(provider) : provider !== OURS_IN_JSON) return 'foreign';
    if (end !== '') rows += 1;
  }
  for (const [, version, end] of text.matchAll(VERSION)) {
    if (end !== '' && Number(version) !== RUN_ROW_VERSION) return 'foreign';
  }
  const names = [...text.matchAll(HEADER)].map(([, name = '']) => name);
  if (names.some((name) => !BLOCK_NAME_PATTERN.test(name))) return 'foreign';
  return rows > 0 && names.length >= rows ? 'ours' : 'unknown';
}

/** Modules, outputs, data, and what OpenTofu has encrypted. */
const NEVER_OURS: readonly RegExp[] = [
  /"modules"\s*:\s*\[/,
  /"module"\s*:\s*"module\./,
  /"outputs"\s*:\s*\{\s*"/,
  /"mode"\s*:\s*"data"/,
  /"encrypted_data"\s*:/,
];

const OURS_IN_JSON = JSON.stringify(OWN_PROVIDER).slice(1, -1);
const PROVIDER = /"provider"\s*:\s*"((?:[^"\\]|\\.)*\\?)("|$)/g;
const VERSION = /"schema_version"\s*:\s*(\d+)(\D|$)/g;
const HEADER = /"mode"\s*:\s*"managed"\s*,\s*"type"\s*:\s*"[^"]*"\s*,\s*"name"\s*:\s*"([^"]*)"/g;
