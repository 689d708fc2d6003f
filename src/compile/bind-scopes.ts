import type { ScopeKind } from '../platform/platform-definition.ts';
import type { WrittenScope } from '../policy/document-types.ts';
import { type AssignmentsOn, assignmentsOn, scopeAddress } from '../resource/address.ts';
import { childScope, type ScopePath } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import { checkAbsent } from './absent-with-content.ts';
import { bindSettings, type SettingsOwner } from './bind-settings.ts';
import type { Binding } from './binding.ts';
import { alwaysStated, statedOrDefault, statement } from './statement.ts';

/** A scope that is wanted, with its kind. */
export interface BoundScope {
  readonly path: ScopePath;
  readonly kind: ScopeKind;
  /** Null for the organization. */
  readonly parent: BoundScope | null;
  readonly written: WrittenScope;
  /** Of the assignments on it: one text for all of their addresses. */
  readonly assignments: AssignmentsOn;
}

export type BoundScopes = readonly [organization: BoundScope, ...below: BoundScope[]];

/**
 * Every scope written, parents before children, the organization first. Reports `unknown-scope-kind`,
 * `duplicate-declaration`, `not-supported` (ruling out what Bylaw may not delete), `absent-with-content`. What is
 * below a scope at fault is not looked at: without its kind nothing there can be judged.
 */
export function bindScopes(root: WrittenScope, rootKind: ScopeKind, binding: Binding): BoundScopes {
  if (root.absent !== null) {
    binding.report('not-supported', 'Bylaw does not delete an organization.', root.absent.origin, {
      hint: 'Remove `absent: true`; delete the organization on the platform.',
    });
  }
  const organization: BoundScope = {
    path: root.name,
    kind: rootKind,
    parent: null,
    written: root,
    assignments: assignmentsOn(root.name),
  };
  const below: BoundScope[] = [];
  bind(organization, below, binding);
  return [organization, ...below];
}

/** The scope and those above it, nearest first. */
export function* ancestry(scope: BoundScope): Generator<BoundScope, void> {
  for (let at: BoundScope | null = scope; at !== null; at = at.parent) yield at;
}

function bind(scope: BoundScope, found: BoundScope[], binding: Binding): void {
  const { path, kind, written } = scope;
  const parent = scope.parent?.path ?? null;
  const title = statedOrDefault(written.title, written.name);
  const sayings = {
    path: alwaysStated(path),
    kind: alwaysStated(kind.name),
    title,
    settings: alwaysStated(bindSettings(ownerOf(scope), binding)),
    parent: alwaysStated(parent),
  };
  binding.renamed(scopeAddress(path), written.renamedFrom);
  binding.want(statement('scope', sayings, written.origin));
  const seen = new Map<ScopePath, Origin>();
  for (const child of written.scopes) {
    const childKind = kindOf(child, kind, binding);
    if (childKind === null) continue;
    const childPath = childScope(path, childKind.plural ?? childKind.name, child.name);
    const below: BoundScope = {
      path: childPath,
      kind: childKind,
      parent: scope,
      written: child,
      assignments: assignmentsOn(childPath),
    };
    const first = seen.get(below.path);
    if (first !== undefined) {
      binding.report('duplicate-declaration', `${below.path} is declared twice.`, child.origin, {
        related: [{ message: 'first declared here', origin: first }],
      });
      continue;
    }
    seen.set(below.path, child.origin);
    if (child.absent !== null) {
      ruleOut(below, child.absent.origin, binding);
      continue;
    }
    found.push(below);
    bind(below, found, binding);
  }
}

function ownerOf({ path, kind, written }: BoundScope): SettingsOwner {
  const label = `${kind.name} ${path}`;
  return {
    address: scopeAddress(path),
    label,
    settings: kind.settings,
    written: written.settings,
    isNested: false,
    lapse: null,
  };
}

function kindOf(child: WrittenScope, parent: ScopeKind, binding: Binding): ScopeKind | null {
  const { value: plural, origin } = known(child.plural, 'the kind of a scope below another');
  const allowed: string[] = [];
  for (const kind of binding.platform.scopeKinds.values()) {
    if (kind.plural === null || !kind.parents.includes(parent.name)) continue;
    if (kind.plural === plural) return kind;
    allowed.push(kind.plural);
  }
  binding.report(
    'unknown-scope-kind',
    `${binding.platform.title} has no ${quote(plural)} in a scope of kind ${parent.name}.`,
    origin,
    {
      hint:
        allowed.length === 0
          ? `A scope of kind ${parent.name} has no scopes below it.`
          : binding.suggest(plural, allowed, `Allowed there: ${allowed.join(', ')}.`),
    },
  );
  return null;
}

function ruleOut(scope: BoundScope, absent: Origin, binding: Binding): void {
  const { path, kind, written } = scope;
  if (!kind.manage) {
    binding.report(
      'not-supported',
      `Bylaw does not create or delete a scope of kind ${kind.name}, so it cannot rule out ${path}.`,
      absent,
      { hint: 'Remove the entry; delete the scope on the platform.' },
    );
  }
  checkAbsent(
    path,
    { value: true, origin: absent },
    [
      ['members', written.members.length > 0],
      ['groups', written.groups.length > 0],
      ['roles', written.roles.length > 0],
      ['settings', written.settings.size > 0],
      ['scopes below it', written.scopes.length > 0],
    ],
    binding,
  );
  binding.ruleOut(scopeAddress(path), 'absent', absent);
}
