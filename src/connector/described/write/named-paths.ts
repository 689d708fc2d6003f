import { nearest } from '../../../source/did-you-mean.ts';
import type { Findings } from '../../../source/findings.ts';
import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { ApiDescription, ReadRows } from '../description/api-description.ts';
import { patternNames, type TextPattern } from '../description/text-pattern.ts';
import type { FieldPath } from '../description/value-description.ts';
import type { WhenCondition } from '../description/write-description.ts';
import type { ReadPaths } from '../read/read-paths.ts';
import type { IdentityType } from '../read/row-identities.ts';
import { isOfKinds } from './scope-places.ts';
import type { Certainty, RowOf, WriteNames } from './write-names.ts';
import { TITLED_NAME } from './write-names.ts';

/** Before the name of a thing: what documents call it, beside the fields of its row. */
const CALLED = '@';

/** Where a thing stands as documents call it. */
export function calledName(thing: string): string {
  return `${CALLED}${thing}`;
}

/** What the connection calls the organization: every request can name it. */
export const ORGANIZATION_NAME = 'organization';

/** What is read of the lists: a field that no row can have is no field to send. */
export interface NamingSite {
  readonly api: Pick<ApiDescription, 'lists' | 'entries'>;
  readonly paths: ReadPaths;
  readonly findings: Findings;
}

const NOTHING: WriteNames = {
  texts: {},
  things: {},
  lists: {},
  row: null,
  settings: false,
  needs: [],
  when: [],
};

/** The names that a request can use, under the conditions of its way. Code: `connector-invalid`. */
export class NamedPaths {
  readonly mentions = new Set<string>();
  readonly #names: WriteNames;
  readonly #when: ReadonlyMap<string, WhenCondition>;
  readonly #isText: boolean;
  readonly #site: NamingSite;
  readonly #what: string;

  constructor(
    what: string,
    names: WriteNames,
    site: NamingSite,
    { when, isText = false }: { when: ReadonlyMap<string, WhenCondition>; isText?: boolean },
  ) {
    this.#what = what;
    this.#names = names;
    this.#when = when;
    this.#isText = isText;
    this.#site = site;
  }

  /** Whether what is named is a text, and not things by name. */
  get isText(): boolean {
    return this.#isText;
  }

  /** The lists of the file. */
  get lists(): ApiDescription['lists'] {
    return this.#site.api.lists;
  }

  /** Where the value stands among the names of the write; null where it is none that is surely there. */
  path(written: FieldPath, at: DocumentPath, mayBeAbsent: boolean): FieldPath | null {
    const [root, ...field] = written;
    if (root === undefined) return this.#isText ? [] : this.#wrong(at, 'A path here begins with a name.');
    if (root === ORGANIZATION_NAME && field.length === 0) return written;
    if (root === 'settings' && this.#names.settings) {
      this.mentions.add(written.join('.'));
      if (field.length !== 1) return this.#wrong(at, 'A setting is meant by its name: settings.NAME.');
      return this.#surely('maybe', written, at, mayBeAbsent);
    }
    if (Object.hasOwn(this.#names.texts, root)) {
      this.mentions.add(root);
      // It is both of them.
      if (root === TITLED_NAME) this.mentions.add('name').add('title');
      if (field.length > 0) return this.#wrong(at, `${quote(root)} is a text and has no fields.`);
      return this.#surely(this.#certainty(root), written, at, mayBeAbsent);
    }
    if (root === 'row' && this.#names.row !== null) {
      this.mentions.add(root);
      return this.#rowField(this.#names.row, field, at) ? written : null;
    }
    const thing = Object.hasOwn(this.#names.things, root) ? this.#names.things[root] : undefined;
    if (thing === undefined) return this.#unknown(root, at);
    this.mentions.add(root);
    const named = field.length === 0 ? [calledName(root)] : written;
    if (field.length > 0 && !this.#hasField(thing.type, root, field, at)) return null;
    return this.#surely(this.#certainty(root), named, at, mayBeAbsent);
  }

  /** Where a list of the write stands, with the names of its items. */
  list(
    written: FieldPath,
    at: DocumentPath,
    like: TextPattern | null = null,
  ): { path: FieldPath; items: NamedPaths } | null {
    const name = written.join('.');
    const item = Object.hasOwn(this.#names.lists, name) ? this.#names.lists[name] : undefined;
    if (item === undefined) {
      const lists = Object.keys(this.#names.lists);
      return this.#wrong(
        at,
        `${this.#what} has no list ${quote(name)}.`,
        lists.length === 0 ? 'It has no lists.' : `Lists: ${lists.join(', ')}.`,
      );
    }
    this.mentions.add(name);
    if (name === 'added') this.mentions.add('permissions');
    if (like !== null && item !== 'text') return this.#wrong(at, `${quote(name)} is no list of texts.`);
    const texts: WriteNames['texts'] =
      like === null ? {} : Object.fromEntries(patternNames(like).map((one) => [one, 'always']));
    const own = typeof item === 'string' ? { texts } : item;
    const row = item === 'row' ? 'permission' : null;
    const items = new NamedPaths('An item', { ...NOTHING, ...own, row }, this.#site, {
      when: new Map(),
      isText: item === 'text' && like === null,
    });
    return { path: written, items };
  }

  #surely(
    certainty: Certainty | 'never',
    path: FieldPath,
    at: DocumentPath,
    mayBeAbsent: boolean,
  ): FieldPath | null {
    const name = path.join('.').replace(CALLED, '');
    if (certainty === 'never') {
      return this.#wrong(at, `${quote(name)} is not there under the conditions of this way.`);
    }
    if (certainty === 'always' || mayBeAbsent) return path;
    const [root] = path;
    const hint =
      root !== undefined && this.#isPrincipal(root.replace(CALLED, ''))
        ? 'Write when: { principal: [member] } or [group], and a way for each.'
        : 'Write absent, or a way with when for each of the two.';
    return this.#wrong(at, `${quote(name)} could be absent.`, hint);
  }

  #isPrincipal(root: string): boolean {
    return this.#names.when.includes('principal') && (root === 'member' || root === 'group');
  }

  #certainty(root: string): Certainty | 'never' {
    const certainty = this.#names.texts[root] ?? this.#names.things[root]?.certainty;
    if (certainty !== 'maybe') return 'always';
    if (this.#isPrincipal(root)) return this.#only('principal', root);
    const said = this.#when.get(root);
    if (Object.hasOwn(this.#names.texts, root)) {
      if (said === undefined) return 'maybe';
      return said.is === 'absent' ? 'never' : 'always';
    }
    // Of somebody who comes in: at a scope below, the scope and the person are there already.
    const where = this.#when.get('scope');
    if (where?.is !== 'among') return 'maybe';
    if (!where.words.includes('organization')) return 'always';
    return where.words.length === 1 ? 'never' : 'maybe';
  }

  #only(name: string, word: string): Certainty | 'never' {
    const said = this.#when.get(name);
    if (said?.is !== 'among') return 'maybe';
    if (!said.words.includes(word)) return 'never';
    return said.words.length === 1 ? 'always' : 'maybe';
  }

  #hasField(type: IdentityType, root: string, field: FieldPath, at: DocumentPath): boolean {
    const told = this.#site.api.entries.filter((e) => isOf(e, type) && this.#isMeant(e, root));
    const lists = [...new Set(told.map(({ from }) => from))];
    if (lists.length === 0) {
      this.#wrong(
        at,
        `No list tells of a ${type}, so it has no fields.`,
        `Write ${root}: what it is called.`,
      );
      return false;
    }
    for (const list of lists) {
      if (this.#isField(list, field)) continue;
      this.#noField(list, field, at);
      return false;
    }
    return true;
  }

  /** Whether a thing of this name can be a row of an entry: of scopes, the way may be of some kinds alone. */
  #isMeant(entry: ReadRows, root: string): boolean {
    const said = this.#when.get(root);
    return entry.gives !== 'scope' || said?.is !== 'among' || isOfKinds(entry.kind, said.words);
  }

  #rowField(relation: RowOf, field: FieldPath, at: DocumentPath): boolean {
    if (field.length === 0) {
      this.#wrong(at, 'The row itself is no text.', 'Write row.FIELD.');
      return false;
    }
    const rows = relation === 'permission' ? permissionRows(this.#site.api) : this.#linkRows(relation);
    if (rows.length === 0) {
      this.#wrong(at, `Nothing is read of a ${relation}, so it has no row.`);
      return false;
    }
    for (const { from, each } of rows) {
      const path = each === null ? field : [...each, '[]', ...field];
      if (this.#isField(from, path)) continue;
      this.#noField(from, path, at);
      return false;
    }
    return true;
  }

  #linkRows(relation: RowOf): readonly Pick<ReadRows, 'from' | 'each'>[] {
    return this.#site.api.entries.filter((entry) => entry.gives === relation);
  }

  /** Rows are closed: what is neither read nor left is in none of them. */
  #isField(list: string, field: FieldPath): boolean {
    const leaves = this.#site.api.lists.get(list)?.leaves;
    const isLeft = field.some((_, end) => leaves?.has(field.slice(0, end + 1).join('.')) === true);
    return isLeft || this.#site.paths.has(list, field.join('.'));
  }

  #noField(list: string, field: FieldPath, at: DocumentPath): void {
    const message = `No row of ${quote(list)} has a field ${quote(field.join('.'))} that is read or left.`;
    this.#wrong(at, message, 'Read it, or name it in leaves.');
  }

  #unknown(root: string, at: DocumentPath): null {
    const { texts, things, lists, row, settings } = this.#names;
    const names = [
      ...Object.keys(texts),
      ...Object.keys(things),
      ...(row === null ? [] : ['row']),
      ...(settings ? ['settings.NAME'] : []),
    ];
    if (Object.hasOwn(lists, root)) {
      return this.#wrong(at, `${quote(root)} is a list.`, `Write each: ${root}.`);
    }
    const near = nearest(root, names);
    return this.#wrong(
      at,
      `${this.#what} has nothing named ${quote(root)}.`,
      near === null ? `Names: ${[...names, ORGANIZATION_NAME].join(', ')}.` : `Did you mean \`${near}\`?`,
    );
  }

  #wrong(at: DocumentPath, message: string, hint: string | null = null): null {
    this.#site.findings.atValue('connector-invalid', at, message, { hint });
    return null;
  }
}

/** Items inside rows of roles, each of which gives a permission. */
function permissionRows({ entries }: NamingSite['api']): readonly Pick<ReadRows, 'from' | 'each'>[] {
  return entries.flatMap((entry) => {
    if (entry.gives !== 'role' || entry.permissions === null) return [];
    const inside = entry.permissions.flatMap(({ values: { each } }) => (each === null ? [] : [each.path]));
    return inside.map((each) => ({ from: entry.from, each }));
  });
}

/** Whether things of a type are rows of an entry. */
export function isOf(entry: ReadRows, type: IdentityType): boolean {
  if (entry.gives !== type) return false;
  return entry.gives !== 'member' || entry.who.by === 'key';
}
