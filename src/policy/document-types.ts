import type { Origin } from '../source/origin.ts';
import type { WrittenDecision, WrittenReview } from './review-document.ts';

/**
 * The documents a user writes, after schema checks and merging: plain values with the place of each. Names are as
 * written and bound to nothing yet; that is the compiler's work.
 */

/** A value and where it is written. */
export interface Written<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** Bounds of a grant as written: a calendar date or an RFC 3339 instant, already checked to be one. */
export interface WrittenWindow {
  readonly from: Written<string> | null;
  readonly until: Written<string> | null;
  readonly reviewBy: Written<string> | null;
  readonly reason: string | null;
  /** Left out: no review is written beside the grant. */
  readonly review?: WrittenReview;
  /** Where a decision of a review has ended the grant; `until` is the day of it. Left out: none has. */
  readonly revoked?: Origin;
}

/** `editor`, or `{ role: editor, until: … }`; with the module where roles are given for each module. */
export interface WrittenRole {
  readonly role: string;
  readonly module: string | null;
  readonly window: WrittenWindow;
  readonly origin: Origin;
}

/** What an entry gives and takes: the roles held, those held below alone, and those denied. */
export interface WrittenGrants {
  readonly roles: readonly WrittenRole[];
  readonly below: readonly WrittenRole[];
  readonly denied: readonly WrittenRole[];
}

/** The keys of an entry that list roles, in the order in which they are read. */
export const GRANT_KEYS = ['roles', 'below', 'denied'] as const;
export type GrantKey = (typeof GRANT_KEYS)[number];

export function isGrantKey(key: string): boolean {
  return GRANT_KEYS.some((one) => one === key);
}

export interface WrittenMember extends WrittenGrants {
  /** As written: letter case kept. */
  readonly key: string;
  readonly origin: Origin;
  /** Where `roles` is written and empty, which is not the same as not written. */
  readonly noRoles: Origin | null;
  /** Null when not stated: active. */
  readonly state: Written<'active' | 'deactivated'> | null;
  readonly window: WrittenWindow;
  /** `invite-again`: whoever left or did not accept until then may be invited once more. */
  readonly inviteAgain: Written<string> | null;
  /** The tombstone `absent: true`. */
  readonly absent: Written<true> | null;
  /** `declared: false`: what something else owns of it is recorded. */
  readonly recorded: Origin | null;
}

/** One item of a group's `members` or `groups`: a name, or `{ member: …, until: … }` / `{ group: … }`. */
export interface WrittenEntry {
  readonly name: string;
  /** Of a member: the role in the group; null where none is written. */
  readonly role: Written<string> | null;
  readonly window: WrittenWindow;
  readonly origin: Origin;
}

/** The keys of a group and of a custom role that are texts for people to read: one list for reader, checks and compiler. */
export const GROUP_TEXTS = ['title', 'description'] as const;
export const ROLE_TEXTS = ['title', 'description'] as const;

export type WrittenTexts<K extends string> = { readonly [N in K]: Written<string> | null };

/** Settings by name, each with its value and the place of the value. */
export type WrittenSettings = ReadonlyMap<string, WrittenSetting>;

export interface WrittenSetting extends Written<string> {
  /** Where the name is written. */
  readonly key: Origin;
}

/** The keys by which an entry says what a group is, rather than what it is given. */
export const GROUP_CONTENTS = [...GROUP_TEXTS, 'settings', 'members', 'groups', 'permissions'] as const;

/** Both a group's definition at its home and its mention on another scope; the compiler tells them apart. */
export interface WrittenGroup extends WrittenGrants, WrittenTexts<(typeof GROUP_TEXTS)[number]> {
  readonly name: string;
  readonly origin: Origin;
  /** What it was called before, if it was. */
  readonly renamedFrom: Written<string> | null;
  /** Null when the key is not written at all. */
  readonly settings: WrittenSettings | null;
  /** Null when the key is not written at all: such a mention defines nothing. */
  readonly members: readonly WrittenEntry[] | null;
  readonly groups: readonly WrittenEntry[] | null;
  readonly permissions: readonly Written<string>[] | null;
  readonly window: WrittenWindow;
  readonly absent: Written<true> | null;
  /** As of a member. */
  readonly recorded: Origin | null;
}

export interface WrittenCustomRole extends WrittenTexts<(typeof ROLE_TEXTS)[number]> {
  readonly name: string;
  readonly origin: Origin;
  /** What it was called before, if it was. */
  readonly renamedFrom: Written<string> | null;
  /** Null when the key is not written at all; an empty list is written. */
  readonly permissions: readonly Written<string>[] | null;
  readonly denies: readonly Written<string>[] | null;
  readonly includes: readonly Written<string>[] | null;
  readonly absent: Written<true> | null;
  /** `declared: false`: it records a role that something else owns. */
  readonly recorded: Origin | null;
}

export interface WrittenScope {
  /** The organization's name at the root, else the key in the parent's map. */
  readonly name: string;
  /** The kind's plural key as written (`units`); null at the root. */
  readonly plural: Written<string> | null;
  readonly origin: Origin;
  readonly title: Written<string> | null;
  /** What it was called before, if it was. */
  readonly renamedFrom: Written<string> | null;
  readonly absent: Written<true> | null;
  readonly settings: WrittenSettings;
  readonly members: readonly WrittenMember[];
  readonly groups: readonly WrittenGroup[];
  readonly roles: readonly WrittenCustomRole[];
  readonly scopes: readonly WrittenScope[];
}

/** Keys of `authority` as written; what is not written falls to `default`, and that to `declared`. */
export type AuthorityKey = 'scopes' | 'roles' | 'members' | 'groups' | 'assignments';

export interface OrganizationDocument {
  readonly name: string;
  readonly platform: Written<string>;
  /** `all` from the short form `authority: full`; single keys from the long form. */
  readonly authority: {
    readonly all: 'full' | 'declared' | null;
    readonly byType: Readonly<Partial<Record<AuthorityKey, 'full' | 'declared'>>>;
    readonly origin: Origin | null;
  };
  readonly root: WrittenScope;
  /** The review of every grant that has none nearer. Left out: none. */
  readonly review?: WrittenReview;
  /** Decisions of reviews, as written. Left out: none. */
  readonly decisions?: readonly WrittenDecision[];
  /** Every file that contributed, in the order read. */
  readonly files: readonly string[];
}

export interface WorkspaceOrganization {
  readonly name: string;
  readonly connector: string;
  readonly url: Written<string> | null;
  /** Id or slug on the platform; the organization's name when not written. */
  readonly remote: string;
  /** What is written beside `connector` and `organization`, `url` among it: the connector's own words. */
  readonly settings: { readonly [key: string]: BackendSetting };
  readonly origin: Origin;
  /** Where the value of each key stands. */
  readonly places: ReadonlyMap<string, Origin>;
}

/** `can`: they hold all of it. `cannot`: they hold none of it. `only-these-can`: nobody else holds any of it. */
export const EXPECTATION_VERBS = ['can', 'cannot', 'only-these-can'] as const;
export type ExpectationVerb = (typeof EXPECTATION_VERBS)[number];

/** People as an expectation names them: keys, groups, patterns over both. */
export interface WrittenPeople {
  readonly members: readonly Written<string>[];
  readonly groups: readonly Written<string>[];
}

/** One test on effective access; nothing in it is bound yet. */
export interface WrittenExpectation {
  /** The sentence it is reported by; unique within an organization. */
  readonly name: string;
  readonly origin: Origin;
  readonly people: WrittenPeople;
  readonly except: WrittenPeople;
  readonly verbs: Readonly<Record<ExpectationVerb, readonly Written<string>[]>>;
  readonly on: readonly Written<string>[];
  /** Holds although nobody is found to be looked at. */
  readonly mayBeEmpty: boolean;
  readonly reason: string | null;
}

/** All expectations of one organization, by place. */
export interface ExpectationsDocument {
  /** Where the first of its documents names it. */
  readonly organization: Written<string>;
  readonly expectations: readonly WrittenExpectation[];
}

/** What a lint rule's findings are: left out, told, or a reason to stop. */
export type LintLevel = 'off' | 'warning' | 'error';

export type EngineChoice = 'auto' | 'terraform' | 'tofu' | 'embedded';

/** How often, and how soon again, somebody whose invitation expired is invited. */
export interface ResendRules {
  /** Sendings in all, the first counted. */
  readonly max: number;
  readonly waitDays: number;
}

export const RESEND_RULES: ResendRules = { max: 3, waitDays: 7 };

/** How many days before its end a window is listed by `check`. */
export const ANNOUNCE_DAYS = 90;

/** The state backends of terraform that a workspace may name. */
export const BACKEND_TYPES = [
  'local',
  's3',
  'gcs',
  'azurerm',
  'http',
  'pg',
  'consul',
  'remote',
  'cloud',
] as const;
export type BackendType = (typeof BACKEND_TYPES)[number];

/** A value of a backend's settings, as JSON has them. */
export type BackendSetting =
  | string
  | number
  | boolean
  | null
  | readonly BackendSetting[]
  | { readonly [key: string]: BackendSetting };

/** Where states are kept: a backend of terraform's, in its own words and without secrets. */
export interface WrittenBackend {
  readonly type: BackendType;
  /** As written: `{organization}` in texts still stands. */
  readonly settings: { readonly [key: string]: BackendSetting };
  readonly origin: Origin;
}

/** bylaw.yaml: which files, which organizations on which connector, which engine. */
export interface WorkspaceDocument {
  readonly file: string;
  /** Glob patterns relative to the workspace file. */
  readonly files: readonly Written<string>[];
  /** Platform files of the user's own, relative to the workspace file. */
  readonly platforms: readonly Written<string>[];
  /** Connector files, relative to the workspace file. */
  readonly connectors: readonly Written<string>[];
  readonly organizations: readonly WorkspaceOrganization[];
  readonly engine: EngineChoice;
  /** Lint rules whose level is written, by code. */
  readonly lint: ReadonlyMap<string, LintLevel>;
  readonly resend: ResendRules;
  /** `check` lists windows that end within this many days. */
  readonly announceDays: number;
  /** Where engine states, or at least their locks, are kept, relative to the workspace file. */
  readonly stateDirectory: string;
  /** How long an apply waits for locks, in milliseconds. */
  readonly lockTimeout: number;
  /** Null: in files of the state directory. */
  readonly backend: WrittenBackend | null;
  readonly journal: JournalSinks;
}

/** Where journals of applies are taken that came to their end. */
export interface JournalSinks {
  readonly file: Written<string> | null;
  readonly webhook: {
    readonly url: string;
    /** The variable that holds the secret which the body is signed with. */
    readonly secretEnv: string;
    readonly origin: Origin;
  } | null;
}
