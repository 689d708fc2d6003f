import type { ViewPart } from './view-table.ts';

/**
 * The view as it goes to the thread of rules: texts, lists and objects, with the fields of the table of the view. A person
 * or a scope that several speak of is one object, there too.
 */

export interface OrganizationView {
  readonly name: string;
  readonly platform: string;
  readonly people: readonly PersonView[];
  readonly groups: readonly GroupView[];
  readonly scopes: readonly ScopeView[];
  readonly roles: readonly RoleView[];
  readonly assignments: readonly AssignmentView[];
}

export interface PersonView {
  readonly key: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

export interface GroupView {
  readonly path: string;
  readonly name: string;
  readonly home: string;
  readonly title: string;
  readonly description: string;
  readonly people: readonly string[];
  readonly everybody: readonly string[];
  readonly groups: readonly string[];
  readonly permissions: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

export interface ScopeView {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly parent: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface RoleView {
  readonly name: string;
  readonly home: string;
  readonly title: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly denies: readonly string[];
  readonly includes: readonly string[];
}

export interface AssignmentView {
  readonly scope: string;
  readonly person: string;
  readonly group: string;
  readonly roles: readonly string[];
  readonly below: readonly string[];
  readonly denied: readonly string[];
}

export interface GrantView {
  readonly person: PersonView;
  readonly permissions: readonly string[];
  readonly scopes: readonly ScopeView[];
}

export interface FieldView {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface ChangeView {
  readonly action: string;
  readonly type: string;
  readonly address: string;
  readonly scope: string;
  readonly person: string;
  readonly group: string;
  readonly role: string;
  readonly because: string;
  readonly fields: readonly FieldView[];
}

interface PartTypes {
  readonly judged: OrganizationView;
  readonly desired: OrganizationView;
  readonly live: OrganizationView;
  readonly changes: readonly ChangeView[];
  readonly before: readonly GrantView[];
  readonly after: readonly GrantView[];
  readonly gained: readonly GrantView[];
  readonly lost: readonly GrantView[];
}

/** The parts that some rule asks for. */
export type ViewParts = { readonly [P in ViewPart]?: PartTypes[P] };

export interface ViewData {
  /** RFC 3339. */
  readonly now: string;
  readonly parts: ViewParts;
}
