import type { GroupResource, RoleResource } from '../resource/resource.ts';
import { specsOf, unwrittenText } from '../resource/resource-types.ts';
import type { Draft, DraftMap } from '../source/edit/draft.ts';
import { compareText } from '../source/text-order.ts';

/** Small changes of drafts that give the same object back where nothing changes. */

export function changedMap(
  map: DraftMap,
  change: (key: string, value: Draft) => Draft | undefined,
): DraftMap {
  let differs = false;
  const next = new Map<string, Draft>();
  for (const [key, value] of map) {
    const now = change(key, value);
    if (now !== value) differs = true;
    if (now !== undefined) next.set(key, now);
  }
  return differs ? next : map;
}

export function withKey(
  map: DraftMap,
  key: string,
  value: Draft | undefined,
  after: readonly string[] = [],
): DraftMap {
  if (map.get(key) === value && (value !== undefined || !map.has(key))) return map;
  if (value === undefined) return new Map([...map].filter(([name]) => name !== key));
  if (map.has(key)) return new Map([...map].map(([name, old]) => [name, name === key ? value : old]));
  // Behind the last of the keys that a person writes before it.
  const entries = [...map];
  const at = entries.reduce((last, [name], index) => (after.includes(name) ? index + 1 : last), 0);
  entries.splice(after.length === 0 ? entries.length : at, 0, [key, value]);
  return new Map(entries);
}

/** A title comes first. One that says what the name says anyway is not written. */
export function withTitle(map: DraftMap, name: string, live: string): DraftMap {
  if (composed(map.get('title') ?? name) === live) return map;
  return map.has('title') ? withKey(map, 'title', live) : new Map<string, Draft>([['title', live], ...map]);
}

/** Texts in the order in which people write them, the title first. One that says what goes without saying is not written. */
export function withTexts(
  map: DraftMap,
  { type, attributes }: GroupResource | RoleResource,
  keys: readonly string[],
): DraftMap {
  const values: Readonly<Record<string, unknown>> = { ...attributes };
  let next = map;
  for (const [key, spec] of specsOf(type)) {
    const live = values[key];
    if (!keys.includes(key) || typeof live !== 'string') continue;
    const unwritten = unwrittenText(spec, values) ?? '';
    if (key === 'title') next = withTitle(next, unwritten, live);
    else if (composed(next.get(key) ?? unwritten) !== live)
      next = withKey(next, key, live === unwritten ? undefined : live, keys.slice(0, keys.indexOf(key)));
  }
  return next;
}

/** As resources hold texts. */
function composed(text: Draft): Draft {
  return typeof text === 'string' ? text.normalize('NFC') : text;
}

/** Where keys are in order, new ones find their place in it; else they come last. */
export function withEntries(map: DraftMap, added: ReadonlyMap<string, Draft>): DraftMap {
  if (added.size === 0) return map;
  return new Map(merged([...map], [...added], ([key]) => key));
}

export function withItems<T>(
  list: readonly T[],
  added: readonly T[],
  text: (item: T) => string,
): readonly T[] {
  return added.length === 0 ? list : merged(list, added, text);
}

function merged<T>(old: readonly T[], added: readonly T[], text: (item: T) => string): readonly T[] {
  const fresh = [...added].sort((a, b) => compareText(text(a), text(b)));
  const inOrder =
    old.length > 1 && old.every((item, index) => index === 0 || text(old[index - 1] as T) <= text(item));
  if (!inOrder) return [...old, ...fresh];
  const result: T[] = [];
  let next = 0;
  for (const item of old) {
    while (next < fresh.length && text(fresh[next] as T) < text(item)) result.push(fresh[next++] as T);
    result.push(item);
  }
  return [...result, ...fresh.slice(next)];
}
