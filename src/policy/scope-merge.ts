import { SCOPE_KEYS } from '../platform/scope-kinds.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import { isPlainMap } from '../source/source-document.ts';
import {
  absentAt,
  childNode,
  type DocumentNode,
  keyOf,
  nodeKeyOrigin,
  settingsAt,
  textAt,
  valuesOf,
} from './document-node.ts';
import type {
  Written,
  WrittenCustomRole,
  WrittenGroup,
  WrittenMember,
  WrittenScope,
  WrittenSetting,
} from './document-types.ts';
import { duplicate } from './duplicate-declaration.ts';
import { readGroup, readMember } from './read-principals.ts';
import { readCustomRole } from './read-roles.ts';

export interface MergeRules {
  /** Two member keys are one person when these are equal. */
  readonly comparable: (memberKey: string) => string;
  readonly diagnostics: Diagnostic[];
}

/** One scope as all documents together write it. Each thing in it belongs to one document; scopes are shared. */
export class ScopeMerge {
  readonly #name: string;
  readonly #plural: Written<string> | null;
  readonly #origin: Origin;
  readonly #rules: MergeRules;
  #title: Written<string> | null = null;
  #renamedFrom: Written<string> | null = null;
  #absent: Written<true> | null = null;
  readonly #settings = new Map<string, WrittenSetting>();
  readonly #members = new Map<string, WrittenMember>();
  readonly #groups = new Map<string, WrittenGroup>();
  readonly #roles = new Map<string, WrittenCustomRole>();
  readonly #scopes = new Map<string, ScopeMerge>();

  constructor(name: string, plural: Written<string> | null, origin: Origin, rules: MergeRules) {
    this.#name = name;
    this.#plural = plural;
    this.#origin = origin;
    this.#rules = rules;
  }

  /** Codes: `duplicate-declaration`, `window-empty`. */
  add(documentNode: DocumentNode): void {
    const { diagnostics, comparable } = this.#rules;
    for (const [name, setting] of settingsAt(documentNode)) {
      const first = this.#settings.get(name);
      if (first === undefined) this.#settings.set(name, setting);
      else this.#twice(`The setting ${quote(name)}`, first.key, setting.key);
    }
    for (const at of valuesOf(childNode(documentNode, 'members'))) {
      this.#addMember(readMember(keyOf(at), at, diagnostics));
    }
    for (const at of valuesOf(childNode(documentNode, 'groups'))) {
      const group = readGroup(keyOf(at), at, comparable, diagnostics);
      this.#addNamed(this.#groups, group, 'group');
    }
    for (const at of valuesOf(childNode(documentNode, 'roles'))) {
      this.#addNamed(this.#roles, readCustomRole(keyOf(at), at, diagnostics), 'role');
    }
    for (const at of valuesOf(documentNode)) {
      const plural = keyOf(at);
      if (!SCOPE_KEYS.has(plural) && isPlainMap(at.value)) this.#addScopes(plural, at);
    }
  }

  /** Title and tombstone of a scope below the root, where they are declared once like anything else. */
  addHead(documentNode: DocumentNode): void {
    const title = textAt(documentNode, 'title');
    if (title !== null) {
      if (this.#title === null) this.#title = title;
      else this.#twice(`The title of ${quote(this.#name)}`, this.#title.origin, title.origin);
    }
    const renamedFrom = textAt(documentNode, 'renamed-from');
    if (renamedFrom !== null) {
      if (this.#renamedFrom === null) this.#renamedFrom = renamedFrom;
      else
        this.#twice(`The former name of ${quote(this.#name)}`, this.#renamedFrom.origin, renamedFrom.origin);
    }
    const absent = absentAt(documentNode);
    if (absent !== null) {
      if (this.#absent === null) this.#absent = absent;
      else this.#twice(`The absence of ${quote(this.#name)}`, this.#absent.origin, absent.origin);
    }
  }

  /** The title of the root is a setting of the organization and comes from there. */
  finish(title: Written<string> | null = this.#title): WrittenScope {
    return {
      name: this.#name,
      plural: this.#plural,
      origin: this.#origin,
      title,
      renamedFrom: this.#renamedFrom,
      absent: this.#absent,
      settings: this.#settings,
      members: [...this.#members.values()],
      groups: [...this.#groups.values()],
      roles: [...this.#roles.values()],
      scopes: [...this.#scopes.values()].map((scope) => scope.finish()),
    };
  }

  #addMember(member: WrittenMember): void {
    const key = this.#rules.comparable(member.key);
    const first = this.#members.get(key);
    if (first === undefined) {
      this.#members.set(key, member);
      return;
    }
    const hint =
      first.key === member.key
        ? null
        : `${quote(first.key)} and ${quote(member.key)} are one person on this platform.`;
    this.#twice(`The member ${quote(member.key)}`, first.origin, member.origin, hint);
  }

  #addNamed<T extends WrittenGroup | WrittenCustomRole>(map: Map<string, T>, item: T, what: string): void {
    const first = map.get(item.name);
    if (first === undefined) map.set(item.name, item);
    else this.#twice(`The ${what} ${quote(item.name)}`, first.origin, item.origin);
  }

  #addScopes(plural: string, documentNode: DocumentNode): void {
    const written = { value: plural, origin: nodeKeyOrigin(documentNode) };
    for (const at of valuesOf(documentNode)) {
      const name = keyOf(at);
      const key = `${plural}/${name}`;
      let scope = this.#scopes.get(key);
      if (scope === undefined) {
        scope = new ScopeMerge(name, written, nodeKeyOrigin(at), this.#rules);
        this.#scopes.set(key, scope);
      }
      scope.addHead(at);
      scope.add(at);
    }
  }

  #twice(what: string, first: Origin, again: Origin, hint: string | null = null): void {
    this.#rules.diagnostics.push(duplicate(what, first, again, hint));
  }
}
