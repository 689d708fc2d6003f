import type { Origin } from '../../../source/origin.ts';
import type { IdSlashes } from '../path-segment.ts';
import type { PostedBody } from '../read/posted-body.ts';
import type {
  DescribedValue,
  FieldPath,
  PathPart,
  RefValue,
  TreeValue,
  Values,
} from './value-description.ts';
import type { WriteDescription } from './write-description.ts';

/** A Connector document, checked and with its defaults: what the interpreter reads by. */

export type Condition = { readonly path: FieldPath } & (
  | { readonly is: 'present' }
  | { readonly is: 'absent' }
  | { readonly is: 'among'; readonly words: readonly string[] }
  | { readonly is: 'not-among'; readonly words: readonly string[] }
);

/** Permissions that a row gives where it meets the conditions; with `each`, items that meet them. */
export interface PermissionCase {
  readonly where: readonly Condition[];
  readonly values: Values;
}

/** How pages of a list follow each other. `most`: so many items are asked for. */
export type Paging =
  | { readonly by: 'none' }
  | {
      readonly by: 'page';
      readonly at: string;
      readonly first: number;
      readonly size: string | null;
      readonly most: number;
    }
  /** `first`: what the offset of the first item is called. */
  | {
      readonly by: 'offset';
      readonly at: string;
      readonly first: number;
      readonly size: string | null;
      readonly most: number;
    }
  | {
      readonly by: 'cursor';
      readonly at: string;
      readonly next: FieldPath;
      readonly ends: 'null' | 'absent';
      readonly size: string | null;
      readonly most: number;
    }
  /** `next`: where the answer has the URL; null: in the Link header. */
  | {
      readonly by: 'link';
      readonly next: FieldPath | null;
      readonly ends: 'null' | 'absent';
      readonly size: string | null;
      readonly most: number;
    };

/** How one knows that a list is whole. */
export type WholeProof =
  | { readonly by: 'total'; readonly path: FieldPath }
  | { readonly by: 'total-header'; readonly name: string }
  | { readonly by: 'unpaged' }
  | { readonly by: 'ended' };

export interface ListDescription {
  readonly name: string;
  readonly origin: Origin;
  /** Where it is asked for. */
  readonly get: readonly PathPart[];
  /** What is posted there; null where it is read by GET. */
  readonly body: PostedBody | null;
  readonly query: ReadonlyMap<string, string>;
  /** The list for each of whose rows this one is read. */
  readonly around: string | null;
  readonly items: FieldPath;
  readonly id: readonly FieldPath[];
  readonly paging: Paging;
  readonly whole: WholeProof;
  /** What is true in an answer that was cut off. */
  readonly cut: FieldPath | null;
  /** Fields without access, with all that is below them. */
  readonly leaves: ReadonlySet<string>;
  readonly leavesRows: readonly Condition[];
}

/** Where an entry of `read` stands. */
export interface TakenFrom {
  readonly from: string;
  readonly each: FieldPath | null;
  readonly where: readonly Condition[];
  readonly origin: Origin;
}

export interface InvitationValues {
  readonly sent: DescribedValue | null;
  readonly sentAt: DescribedValue | null;
  readonly expiresAt: DescribedValue | null;
}

export type ScopeRows = TakenFrom & {
  readonly gives: 'scope';
  readonly kind: DescribedValue;
  readonly place:
    | { readonly by: 'name'; readonly name: DescribedValue; readonly parent: RefValue | TreeValue | null }
    | { readonly by: 'tree'; readonly tree: TreeValue };
  readonly title: DescribedValue | null;
  readonly settings: ReadonlyMap<string, DescribedValue>;
};

export type RoleRows = TakenFrom & {
  readonly gives: 'role';
  readonly key: DescribedValue;
  readonly predefined: DescribedValue | null;
  readonly title: DescribedValue | null;
  readonly description: DescribedValue | null;
  readonly permissions: readonly PermissionCase[] | null;
  readonly denies: Values | null;
  readonly includes: Values | null;
};

export type MemberRows = TakenFrom & {
  readonly gives: 'member';
  readonly who:
    | { readonly by: 'key'; readonly key: DescribedValue }
    | { readonly by: 'member'; readonly member: RefValue; readonly scope: RefValue };
  readonly state: DescribedValue;
  readonly invitation: InvitationValues;
};

export type GroupRows = TakenFrom & {
  readonly gives: 'group';
  readonly key: DescribedValue;
  readonly home: RefValue | null;
  readonly title: DescribedValue | null;
  readonly description: DescribedValue | null;
  readonly permissions: readonly PermissionCase[] | null;
  readonly memberCount: DescribedValue | null;
  readonly settings: ReadonlyMap<string, DescribedValue>;
};

/** Roles in a role, where they do not stand in its own row. */
export type InclusionRows = TakenFrom & {
  readonly gives: 'inclusion';
  readonly role: RefValue;
  readonly includes: Values;
};

export type MembershipRows = TakenFrom & {
  readonly gives: 'membership';
  readonly group: RefValue;
  readonly member: RefValue;
  readonly role: DescribedValue | null;
};

export type NestingRows = TakenFrom & {
  readonly gives: 'nesting';
  readonly group: RefValue;
  readonly child: RefValue;
};

export type AssignmentRows = TakenFrom & {
  readonly gives: 'assignment';
  /** Null: the organization. */
  readonly scope: RefValue | null;
  readonly principal: { readonly type: 'member' | 'group'; readonly ref: RefValue };
  readonly roles: Values | null;
  readonly below: Values | null;
  readonly denied: Values | null;
};

export type EffectiveRows = TakenFrom & {
  readonly gives: 'effective';
  readonly member: RefValue;
  readonly scope: RefValue | null;
  readonly permissions: ToldPermissions;
};

/** In which form the platform says what somebody may do. */
export type ToldPermissions =
  | { readonly by: 'values'; readonly values: Values }
  /** Keys of an object: those that are true. */
  | {
      readonly by: 'keys';
      readonly path: FieldPath;
      /** What each key means; null: itself. */
      readonly words: ReadonlyMap<string, string> | null;
      /** Keys that are no permission. */
      readonly leaves: ReadonlySet<string>;
    };

export type ReadRows =
  | ScopeRows
  | RoleRows
  | InclusionRows
  | MemberRows
  | GroupRows
  | MembershipRows
  | NestingRows
  | AssignmentRows;

/** How requests are let in, by names of variables. */
export type AuthDescription =
  | { readonly by: 'bearer'; readonly variable: string; readonly word: string }
  | { readonly by: 'basic'; readonly user: string; readonly password: string }
  | { readonly by: 'header'; readonly header: string; readonly variable: string }
  | LoginDescription
  | ClientDescription;

/** A token is asked for with a user and a password. */
export interface LoginDescription {
  readonly by: 'login';
  readonly user: string;
  readonly password: string;
  /** After the url of the connection. */
  readonly post: string;
  /** Texts that are `{user}` or `{password}` stand for what the variables hold. */
  readonly body: unknown;
  readonly token:
    | { readonly in: 'header'; readonly name: string }
    | { readonly in: 'body'; readonly path: FieldPath };
  readonly expires: FieldPath | null;
  readonly send:
    | { readonly as: 'header'; readonly name: string }
    | { readonly as: 'authorization'; readonly word: string };
}

/** A token of OAuth 2.0 for a client. */
export interface ClientDescription {
  readonly by: 'client-credentials';
  readonly id: string;
  readonly secret: string;
  readonly post: string;
  readonly scope: string | null;
  readonly sent: 'basic' | 'form';
}

/** How one knows that all lists are of one state. */
export type Consistency =
  | { readonly by: 'twice' }
  | { readonly by: 'revision'; readonly path: FieldPath }
  | { readonly by: 'header'; readonly name: string };

export interface VersionBound {
  readonly is: '<=' | '>=' | '<' | '>' | '=';
  readonly version: readonly number[];
}

export interface ApiDescription {
  readonly name: string;
  readonly description: string;
  /** Before every path; `{organization}` is taken by what the connection says. */
  readonly base: string;
  readonly version: {
    readonly written: string;
    readonly bounds: readonly VersionBound[];
    readonly get: string;
    readonly path: FieldPath;
  } | null;
  readonly auth: AuthDescription;
  /** What the platform answers to a token that sees everything; null where the file does not ask. */
  readonly seesAll: {
    /** Path and query. */
    readonly asked: string;
    readonly body: PostedBody | null;
    readonly path: FieldPath;
    readonly words: ReadonlySet<string>;
  } | null;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds that a write may stay unseen; 0: what is answered is done. */
  readonly settles: number;
  readonly pace: { readonly inFlight: number; readonly perMinute: number | null };
  readonly errors: {
    readonly inBody: FieldPath | null;
    readonly already: readonly number[];
    readonly gone: readonly number[];
    readonly changed: readonly number[];
  };
  /** How a slash in an id is sent in a path. */
  readonly slashes: IdSlashes;
  readonly consistent: Consistency;
  readonly lists: ReadonlyMap<string, ListDescription>;
  readonly entries: readonly ReadRows[];
  /** The platform's own answer; none where the file describes none. */
  readonly effective: readonly EffectiveRows[];
  readonly write: WriteDescription;
}
