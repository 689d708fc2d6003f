import { expandPattern } from '../../../platform/expand-pattern.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { memberId, parsePrincipal, principalKey } from '../../../resource/identifiers.ts';
import { compareText } from '../../../source/text-order.ts';
import { type RowValue, UNKNOWN } from '../../provider/protocol/row.ts';
import { escapeKey, unescapeKey } from '../../provider/rows/map-key.ts';
import type { AttributeMeaning } from './resource-tables.ts';

/**
 * Two spellings of one meaning. Whoever wrote `Dan@Acme.com` or `documents:*` must not be told of a difference, and
 * must find the own words in the state.
 */

type StringMap = Readonly<Record<string, string>>;

/** A value in the one form that all spellings of it share; null for what is not, or not all, known. */
export function canonical(
  attributeMeaning: AttributeMeaning,
  value: RowValue,
  platform: PlatformDefinition,
): string | null {
  if (value === null || value === UNKNOWN) return null;
  switch (attributeMeaning) {
    case 'text':
      return typeof value === 'string' ? value.normalize('NFC') : null;
    case 'person':
      return typeof value === 'string' ? memberId(value, platform.members.compare) : null;
    case 'principal':
      return typeof value === 'string' ? canonicalPrincipal(value, platform) : null;
    case 'state':
      // An invitation that is open is on the way to active: neither is a change from the other.
      return value === 'invited' ? 'active' : typeof value === 'string' ? value : null;
    case 'names':
      return listed(value, (name) => [name]);
    case 'permissions':
      return listed(value, (name) => {
        const names = expandPattern(name, platform.permissions);
        return names.length === 0 ? [name] : names;
      });
    case 'people':
      return mapped(
        value,
        (key) => memberId(key, platform.members.compare),
        (text) => text,
      );
    case 'settings':
      return mapped(
        value,
        (key) => key,
        (text) => text,
      );
    case 'roster':
      return mapped(
        value,
        (key) => canonicalPrincipal(key, platform),
        (text) => rolesIn(text).join(','),
      );
  }
}

export function canonicalPrincipal(key: string, platform: PlatformDefinition): string {
  const principal = parsePrincipal(key);
  if (principal?.type !== 'member') return key;
  return principalKey({ type: 'member', member: memberId(principal.member, platform.members.compare) });
}

/** `editor, viewer` → `editor`, `viewer`; sorted, each once. */
export function rolesIn(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '').sort(byWord);
}

/** As `grantWords` orders them: roles, then those below, then those denied. */
function byWord(a: string, b: string): number {
  const rank = (word: string): number => (word.startsWith('below:') ? 1 : word.startsWith('denied:') ? 2 : 0);
  return rank(a) - rank(b) || compareText(a, b);
}

/** The entries of a map as people wrote them, `!__proto__` read as the name it stands for. */
export function entriesIn(value: RowValue | undefined): readonly (readonly [string, string])[] {
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, text]) => [unescapeKey(key), typeof text === 'string' ? text : '']);
}

/** A plain object without a prototype: a person may be called `constructor`. */
export function mapOf(entries: Iterable<readonly [string, string]>): StringMap {
  const map: Record<string, string> = Object.create(null);
  for (const [key, text] of entries) map[escapeKey(key)] = text;
  return map;
}

/** What is live, in the words of what is known: where both mean the same, the words stay. */
export function withSpellingOf(
  attributeMeaning: AttributeMeaning,
  known: RowValue,
  live: RowValue,
  platform: PlatformDefinition,
): RowValue {
  if (sameMeaning(attributeMeaning, known, live, platform)) return known;
  // Of settings that nobody writes nothing is said, whatever they are.
  if (attributeMeaning === 'settings' && isMap(known) && isMap(live)) {
    const found = new Map(entriesIn(live));
    return mapOf(entriesIn(known).map(([name, value]) => [name, found.get(name) ?? value]));
  }
  if ((attributeMeaning !== 'people' && attributeMeaning !== 'roster') || !isMap(known) || !isMap(live))
    return live;
  const spelled = new Map<string, readonly [string, string]>();
  for (const [key, text] of entriesIn(known))
    spelled.set(canonicalKey(attributeMeaning, key, platform), [key, text]);
  return mapOf(
    entriesIn(live).map(([key, text]): readonly [string, string] => {
      const [word, said] = spelled.get(canonicalKey(attributeMeaning, key, platform)) ?? [key, text];
      const isSame =
        attributeMeaning === 'people'
          ? staysAs(said, text, platform)
          : rolesIn(said).join(',') === rolesIn(text).join(',');
      return [word, isSame ? said : text];
    }),
  );
}

/** Of whom nothing is said, the role in the group is left as it is; the ordinary one goes by its name or by none. */
function staysAs(said: string, live: string, { groups: { membershipRoles } }: PlatformDefinition): boolean {
  return said === '' || said === live || (live === '' && said === membershipRoles?.defaultRole);
}

export function sameMeaning(
  attributeMeaning: AttributeMeaning,
  one: RowValue,
  other: RowValue,
  platform: PlatformDefinition,
): boolean {
  const form = canonical(attributeMeaning, one, platform);
  return form !== null && form === canonical(attributeMeaning, other, platform);
}

/**
 * Whether two values likely mean the same on a platform nobody has looked up yet: an address differs by letter case
 * alone on next to none of them.
 */
export function isLikelySame(attributeMeaning: AttributeMeaning, one: RowValue, other: RowValue): boolean {
  const fold = (key: string) => (key.includes('@') ? memberId(key, 'fold-case') : key);
  switch (attributeMeaning) {
    case 'person':
    case 'principal':
      return typeof one === 'string' && typeof other === 'string' && fold(one) === fold(other);
    case 'people':
    case 'roster': {
      const said =
        attributeMeaning === 'people' ? (text: string) => text : (text: string) => rolesIn(text).join(',');
      const form = mapped(one, fold, said);
      return form !== null && form === mapped(other, fold, said);
    }
    case 'settings': {
      const same = (text: string) => text;
      const form = mapped(one, same, same);
      return form !== null && form === mapped(other, same, same);
    }
    case 'text':
    case 'state':
    case 'names':
    case 'permissions':
      return one === other;
  }
}

function canonicalKey(meaning: 'people' | 'roster', key: string, platform: PlatformDefinition): string {
  return meaning === 'people' ? memberId(key, platform.members.compare) : canonicalPrincipal(key, platform);
}

function listed(value: RowValue, meant: (name: string) => readonly string[]): string | null {
  if (!Array.isArray(value)) return null;
  const names = new Set<string>();
  for (const name of value) {
    if (typeof name !== 'string') return null;
    for (const one of meant(name)) names.add(one);
  }
  return JSON.stringify([...names].sort());
}

function mapped(
  value: RowValue,
  key: (text: string) => string,
  entry: (text: string) => string,
): string | null {
  if (!isMap(value) || Object.values(value).some((one) => typeof one !== 'string')) return null;
  const pairs = entriesIn(value).map(([name, text]) => [key(name), entry(text)] as const);
  return JSON.stringify(pairs.sort(([a], [b]) => compareText(a, b)));
}

function isMap(value: RowValue | undefined): value is { readonly [key: string]: string | null } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
