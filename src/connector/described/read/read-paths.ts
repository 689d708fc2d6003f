import type {
  ApiDescription,
  Condition,
  EffectiveRows,
  ListDescription,
  PermissionCase,
  ReadRows,
} from '../description/api-description.ts';
import { bodyLeaves } from '../description/body-leaves.ts';
import type { DescribedValue, FieldPath, Values } from '../description/value-description.ts';

/** The sign that stands for the items of a list inside a row. */
export const ITEMS = '[]';

/** What is read of the rows of each list, as paths; `[]` is a step into the items of a list. */
export class ReadPaths {
  readonly #paths = new Map<string, Set<string>>();
  readonly #starts = new Map<string, Set<string>>();
  readonly #keyed = new Set<string>();

  constructor(api: Pick<ApiDescription, 'lists' | 'entries' | 'effective'>) {
    for (const list of api.lists.values()) {
      for (const path of list.id) this.#add(list.name, path);
      this.#addConditions(list.name, [], list.leavesRows);
      for (const part of list.get)
        if (part.is === 'field' && list.around !== null) this.#add(list.around, part.path);
      if (list.body !== null && list.around !== null)
        for (const { path } of bodyLeaves(list.body)) this.#add(list.around, path);
    }
    for (const entry of api.entries) this.#addEntry(entry);
    for (const entry of api.effective) {
      this.#addEntry(entry);
      if (entry.permissions.by === 'keys') this.#addKeys(entry, entry.permissions.path);
    }
  }

  /** The thing itself is read. */
  has(list: string, path: string): boolean {
    return this.#paths.get(list)?.has(path) === true;
  }

  /** Something is read of what is inside. */
  goesThrough(list: string, path: string): boolean {
    return this.#starts.get(list)?.has(path) === true;
  }

  /** All keys of an object are read, whatever they are called. */
  readsKeys(list: string, path: string): boolean {
    return this.#keyed.has(`${list}/${path}`);
  }

  #addKeys({ from, each }: EffectiveRows, path: FieldPath): void {
    const whole = [...(each === null ? [] : [...each, ITEMS]), ...path];
    this.#add(from, whole);
    this.#keyed.add(`${from}/${whole.join('.')}`);
  }

  #add(list: string, path: FieldPath): void {
    const paths = this.#paths.get(list) ?? new Set();
    const starts = this.#starts.get(list) ?? new Set();
    this.#paths.set(list, paths.add(path.join('.')));
    this.#starts.set(list, starts);
    for (let end = 0; end < path.length; end += 1) starts.add(path.slice(0, end).join('.'));
  }

  #addConditions(list: string, within: FieldPath, conditions: readonly Condition[]): void {
    for (const { path } of conditions) this.#add(list, [...within, ...path]);
  }

  #addEntry(entry: ReadRows | EffectiveRows): void {
    const within = entry.each === null ? [] : [...entry.each, ITEMS];
    if (within.length > 0) this.#add(entry.from, within);
    this.#addConditions(entry.from, within, entry.where);
    for (const { where, values } of casesOf(entry)) {
      const items = values.each === null ? within : [...within, ...values.each.path, ITEMS];
      this.#addConditions(entry.from, items, where);
    }
    for (const { each, value } of valuesOf(entry)) {
      const items = each === null ? within : [...within, ...each.path, ITEMS];
      if (each !== null) this.#add(entry.from, [...within, ...each.path]);
      this.#addValue(entry.from, items, value);
    }
  }

  #addValue(list: string, within: FieldPath, value: DescribedValue): void {
    switch (value.is) {
      case 'path':
        if (value.around === null) this.#add(list, [...within, ...value.path]);
        else this.#add(value.around, value.path);
        return;
      case 'const':
        return;
      case 'map':
      case 'absent':
      case 'after':
        this.#addValue(list, within, value.of);
        return;
      case 'ref':
        for (const part of value.by) this.#addValue(list, within, part);
        return;
      case 'join':
        for (const part of value.parts) this.#addValue(list, within, part);
        return;
      case 'tree':
        if (value.by === 'separator') this.#addValue(list, within, value.of);
        else this.#add(list, [...within, ...value.path]);
    }
  }
}

/** The lists that entries take rows of, or mean rows of; with those that they are read for. */
export function listsOf(
  { lists }: ApiDescription,
  entries: readonly (ReadRows | EffectiveRows)[],
): readonly ListDescription[] {
  const names = new Set<string>();
  const enter = (name: string): void => {
    names.add(name);
    const around = lists.get(name)?.around ?? null;
    if (around !== null) enter(around);
  };
  for (const entry of entries) {
    enter(entry.from);
    for (const { value } of valuesOf(entry)) {
      if (value.is === 'ref') enter(value.list);
      if (value.is === 'tree' && value.by === 'pointer' && value.above !== null) enter(value.above);
    }
  }
  return [...lists.values()].filter(({ name }) => names.has(name));
}

const one = (value: DescribedValue | null): readonly Values[] =>
  value === null ? [] : [{ each: null, value }];
const several = (values: Values | null): readonly Values[] => (values === null ? [] : [values]);

function casesOf(entry: ReadRows | EffectiveRows): readonly PermissionCase[] {
  if (entry.gives !== 'role' && entry.gives !== 'group') return [];
  return entry.permissions === null ? [] : entry.permissions;
}

/** All values of an entry. */
function valuesOf(entry: ReadRows | EffectiveRows): readonly Values[] {
  switch (entry.gives) {
    case 'scope': {
      const { place } = entry;
      const placed = place.by === 'tree' ? one(place.tree) : [...one(place.name), ...one(place.parent)];
      return [
        ...one(entry.kind),
        ...placed,
        ...one(entry.title),
        ...[...entry.settings.values()].flatMap(one),
      ];
    }
    case 'role':
      return [
        ...[entry.key, entry.predefined, entry.title, entry.description].flatMap(one),
        ...[entry.denies, entry.includes].flatMap(several),
        ...casesOf(entry).map(({ values }) => values),
      ];
    case 'inclusion':
      return [...one(entry.role), ...several(entry.includes)];
    case 'member': {
      const { sent, sentAt, expiresAt } = entry.invitation;
      const who = entry.who.by === 'key' ? [entry.who.key] : [entry.who.member, entry.who.scope];
      return [...who, entry.state, sent, sentAt, expiresAt].flatMap(one);
    }
    case 'group':
      return [
        ...[entry.key, entry.home, entry.title, entry.description, entry.memberCount].flatMap(one),
        ...casesOf(entry).map(({ values }) => values),
        ...[...entry.settings.values()].flatMap(one),
      ];
    case 'membership':
      return [entry.group, entry.member, entry.role].flatMap(one);
    case 'nesting':
      return [entry.group, entry.child].flatMap(one);
    case 'assignment':
      return [
        ...[entry.scope, entry.principal.ref].flatMap(one),
        ...[entry.roles, entry.below, entry.denied].flatMap(several),
      ];
    case 'effective':
      return [
        ...[entry.member, entry.scope].flatMap(one),
        ...(entry.permissions.by === 'values' ? [entry.permissions.values] : []),
      ];
  }
}
