import { type Draft, type DraftMap, isDraftMap } from '../source/edit/draft.ts';
import { documentText, entryLines, type Layout } from '../source/edit/render-yaml.ts';

/** A file that is not there yet. */
export interface NewFile {
  /** Without folder. */
  readonly name: string;
  readonly root: DraftMap;
}

/** An organization of so many lines stays in one file. */
const ONE_FILE = 60;
/** More scopes of one sort than this are a file each. */
const SCOPES_IN_A_FILE = 20;
/** So do scopes that take more lines than this together. */
const LINES_OF_SCOPES = 240;
/** Lines of a small scope: its name, and a few groups or people on it. */
const SMALL_SCOPE = 6;

/**
 * One organization as the files that a person would make of it: the head with its roles, people, groups, and a file
 * for the scopes of each kind, or for each scope at the top where there is much of them. `groupsApart`: a file for each group.
 */
export function splitInFiles(
  head: DraftMap,
  sections: DraftMap,
  plurals: ReadonlySet<string>,
  layout: Layout,
  groupsApart = false,
): readonly NewFile[] {
  const whole = new Map([...head, ...sections]);
  if (!groupsApart && lines(documentText([], whole, layout)) <= ONE_FILE) {
    return [{ name: 'organization', root: whole }];
  }
  const again = new Map<string, Draft>(['apiVersion', 'kind', 'name'].flatMap((key) => pairOf(head, key)));
  const files: NewFile[] = [];
  const taken = new Set(['organization', 'people', 'groups', ...plurals]);
  // A head alone is no file worth opening: where there are no roles, people stand in it, if they are not too many.
  const [beside] = ['roles', 'members'].flatMap((key) => pairOf(sections, key));
  const isShort = ([key, value]: Section): boolean =>
    key === 'roles' || lines(entryLines(key, value, 0, [key], layout)) <= ONE_FILE;
  const joined = beside !== undefined && isShort(beside) ? beside : null;
  files.push({ name: 'organization', root: joined === null ? head : new Map([...head, joined]) });
  for (const [key, name] of [
    ['members', 'people'],
    ['groups', 'groups'],
  ] as const) {
    const section = sections.get(key);
    if (section === undefined || joined?.[0] === key) continue;
    if (key === 'groups' && groupsApart && isDraftMap(section))
      files.push(...fileForEach(again, section, taken));
    else files.push({ name, root: new Map([...again, [key, section]]) });
  }
  for (const plural of plurals) {
    const scopes = sections.get(plural);
    if (!isDraftMap(scopes)) continue;
    const long = lines(entryLines(plural, scopes, 0, [plural], layout)) > LINES_OF_SCOPES;
    if (!long && countOf(scopes, plurals) <= SCOPES_IN_A_FILE) {
      files.push({ name: plural, root: new Map([...again, [plural, scopes]]) });
      continue;
    }
    // Many small ones are a list, whatever their number; each with a life of its own has a file of its own.
    if (lines(entryLines(plural, scopes, 0, [plural], layout)) <= scopes.size * SMALL_SCOPE) {
      files.push({ name: plural, root: new Map([...again, [plural, scopes]]) });
      continue;
    }
    for (const [scope, value] of scopes) {
      const name = fileName(scope, plural, taken);
      taken.add(name);
      files.push({ name, root: new Map<string, Draft>([...again, [plural, new Map([[scope, value]])]]) });
    }
  }
  return files;
}

/** Each group in a file of its own, which one team can be the owner of. */
function fileForEach(head: DraftMap, groups: DraftMap, taken: Set<string>): readonly NewFile[] {
  return [...groups].map(([group, value]) => {
    const name = fileName(group, 'groups', taken);
    taken.add(name);
    return { name, root: new Map<string, Draft>([...head, ['groups', new Map([[group, value]])]]) };
  });
}

type Section = readonly [key: string, value: Draft];

function pairOf(map: DraftMap, key: string): readonly Section[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}

function lines(text: string): number {
  return text.split('\n').length;
}

function countOf(scopes: DraftMap, plurals: ReadonlySet<string>): number {
  let count = 0;
  for (const scope of scopes.values()) {
    count += 1;
    if (!isDraftMap(scope)) continue;
    for (const [key, below] of scope)
      if (plurals.has(key) && isDraftMap(below)) count += countOf(below, plurals);
  }
  return count;
}

/** The scope's own name, unless something else is called so already or a file cannot be. */
function fileName(scope: string, plural: string, taken: ReadonlySet<string>): string {
  const short = scope.length > 80 ? scope.slice(0, 80) : scope;
  for (const name of [short, `${plural}-${short}`]) if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${plural}-${short}-${number}`)) number += 1;
  return `${plural}-${short}-${number}`;
}
