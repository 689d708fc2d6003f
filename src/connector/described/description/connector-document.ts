import type { WrittenKind } from './write-description.ts';

/** A Connector document as written, once schemas/connector.schema.json has accepted it; absent keys have defaults. */
export interface ConnectorDocument {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly base?: string;
  readonly version?: string;
  readonly 'told-by'?: { readonly get: string; readonly path: string };
  readonly auth: WrittenAuth;
  readonly 'sees-all'?: WrittenSight;
  readonly headers?: Readonly<Record<string, string>>;
  readonly settles?: string;
  readonly pace?: { readonly 'in-flight'?: number; readonly 'per-minute'?: number };
  readonly errors?: {
    readonly 'in-body'?: string;
    readonly already?: readonly number[];
    readonly gone?: readonly number[];
    readonly changed?: readonly number[];
  };
  readonly slashes?: 'encoded';
  readonly consistent: string | { readonly revision?: string; readonly header?: string };
  readonly lists: Readonly<Record<string, WrittenList>>;
  readonly read: Readonly<Record<string, readonly EntryDocument[]>>;
  readonly write?: Readonly<Partial<Record<WrittenKind, readonly WayDocument[]>>>;
  readonly effective?: EntryDocument | readonly EntryDocument[];
}

export interface WrittenSight {
  readonly get?: string;
  readonly post?: string;
  readonly body?: { readonly [key: string]: WrittenBody };
  readonly query?: Readonly<Record<string, string>>;
  readonly path: string;
  readonly is: readonly string[];
}

export interface WrittenAuth {
  readonly bearer?: string;
  readonly word?: string;
  readonly basic?: { readonly user: string; readonly password: string };
  readonly header?: string;
  readonly variable?: string;
  readonly login?: WrittenLogin;
  readonly 'client-credentials'?: {
    readonly id: string;
    readonly secret: string;
    readonly post: string;
    readonly scope?: string;
    readonly sent?: 'basic' | 'form';
  };
}

export interface WrittenLogin {
  readonly user: string;
  readonly password: string;
  readonly post: string;
  readonly body: unknown;
  readonly token: { readonly header?: string; readonly path?: string };
  readonly expires?: string;
  readonly send: { readonly header?: string; readonly bearer?: string };
}

/** What is posted: what YAML has. */
export type WrittenBody =
  | string
  | number
  | boolean
  | null
  | readonly WrittenBody[]
  | { readonly [key: string]: WrittenBody };

export interface WrittenList {
  readonly get?: string;
  readonly post?: string;
  readonly body?: { readonly [key: string]: WrittenBody };
  readonly query?: Readonly<Record<string, string>>;
  readonly for?: string;
  readonly items: string;
  readonly id: string | readonly string[];
  readonly page: string | WrittenPage;
  readonly whole: string | WrittenWhole;
  readonly leaves?: readonly string[];
  readonly 'leaves-rows'?: WrittenWhere;
}

export interface WrittenPage {
  readonly by: 'page' | 'offset' | 'cursor' | 'link';
  readonly at?: string;
  readonly size?: string;
  readonly most: number;
  readonly first?: number;
  readonly next?: string;
  readonly ends?: 'null' | 'absent';
}

export interface WrittenWhole {
  readonly total?: string;
  readonly 'total-header'?: string;
  readonly cut?: string;
}

export type WrittenWhere = Readonly<
  Record<string, string | { readonly is?: readonly string[]; readonly not?: readonly string[] }>
>;

export type WrittenValue = string | WrittenValueMap;

export interface WrittenValueMap {
  readonly path?: string;
  readonly of?: string;
  readonly const?: string;
  readonly absent?: string;
  readonly after?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly ref?: string;
  readonly by?: WrittenValue;
  readonly 'by-all'?: readonly WrittenValue[];
  readonly join?: readonly WrittenValue[];
  readonly with?: string;
  readonly tree?: string;
  readonly each?: string;
}

export interface WrittenCase {
  readonly where: WrittenWhere;
  readonly permissions: WrittenValue;
}

export interface WrittenKeys {
  readonly path: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly leaves?: readonly string[];
}

/** An entry of any kind: the schema says which keys each has. */
export interface EntryDocument {
  readonly from: string;
  readonly each?: string;
  readonly where?: WrittenWhere;
  readonly settings?: Readonly<Record<string, WrittenValue>>;
  readonly kind?: WrittenValue;
  readonly name?: WrittenValue;
  readonly parent?: WrittenValue;
  readonly place?: WrittenValue;
  readonly title?: WrittenValue;
  readonly key?: WrittenValue;
  readonly predefined?: WrittenValue;
  readonly description?: WrittenValue;
  readonly 'permissions-where'?: readonly WrittenCase[];
  readonly permissions?: WrittenValue;
  readonly 'permissions-keys'?: WrittenKeys;
  readonly denies?: WrittenValue;
  readonly includes?: WrittenValue;
  readonly member?: WrittenValue;
  readonly scope?: WrittenValue;
  readonly state?: WrittenValue;
  readonly 'invitation-sent'?: WrittenValue;
  readonly 'invitation-sent-at'?: WrittenValue;
  readonly 'invitation-expires-at'?: WrittenValue;
  readonly home?: WrittenValue;
  readonly 'member-count'?: WrittenValue;
  readonly group?: WrittenValue;
  readonly role?: WrittenValue;
  readonly child?: WrittenValue;
  readonly roles?: WrittenValue;
  readonly below?: WrittenValue;
  readonly denied?: WrittenValue;
}

export type WhenDocument = Readonly<Record<string, string | readonly string[]>>;

export type SentDocument = SentItemDocument | readonly SentItemDocument[];

export type SentItemDocument = string | boolean | number | SentMapDocument;

export interface SentMapDocument extends WrittenValueMap {
  readonly as?: 'boolean' | 'number' | 'none';
  readonly optional?: boolean;
  readonly one?: string;
  readonly only?: string;
  readonly like?: string;
  readonly has?: string;
  readonly in?: string;
}

export interface RequestDocument {
  readonly post?: string;
  readonly put?: string;
  readonly patch?: string;
  readonly delete?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, SentDocument>>;
  readonly first?: {
    readonly get?: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly 'row-of': string;
    readonly item?: string;
    readonly 'ids-at'?: string;
  };
  readonly 'if-match'?: 'etag';
  readonly 'idempotency-key'?: string;
  readonly expect?: readonly number[];
  readonly made?: string;
}

export interface WayDocument extends RequestDocument {
  readonly when?: WhenDocument;
  readonly replaces?: 'membership';
  readonly brings?: 'membership';
  readonly empties?: 'membership';
  readonly 'not-supported'?: string;
  readonly each?: { readonly added: readonly WayDocument[]; readonly removed: readonly WayDocument[] };
  readonly set?: RequestDocument & {
    readonly of: 'membership' | 'nesting' | 'assignment';
    readonly for: string;
  };
}
