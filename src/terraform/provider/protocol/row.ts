/**
 * What a provider is made of: row types described by a table of attributes, and the handlers that read and write
 * rows. Nothing here knows of Terraform's wire; `provider-methods.ts` speaks it on behalf of these values.
 */

/** Stands for a value Terraform will know only after apply. */
export const UNKNOWN: unique symbol = Symbol('known after apply');
export type Unknown = typeof UNKNOWN;

/** The value of one attribute: a scalar, a map of string (an object), or a set or list of string (an array). */
export type RowValue =
  | string
  | boolean
  | number
  | null
  | Unknown
  | { readonly [key: string]: string | null | Unknown }
  | readonly (string | Unknown)[];

/** One resource instance, or one provider block. A missing attribute means null. */
export type Row = Readonly<Record<string, RowValue>>;

export interface Attribute {
  readonly type: 'string' | 'bool' | 'number' | 'map' | 'set' | 'list';
  /** Who gives the value: the configuration (`required`, `optional`), the provider (`computed`), or either. */
  readonly mode: 'required' | 'optional' | 'computed' | 'optional-computed';
  readonly description: string;
  /** A change on an existing row deletes it and creates another. */
  readonly replace?: true;
  readonly sensitive?: true;
  readonly deprecated?: true;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** Something Terraform prints at the resource's block and, with `attribute`, at one attribute or map element. */
export interface RowDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: readonly (string | { readonly key: string })[];
}

/** What a handler found or left behind; null where there is no such row. */
export interface RowResult {
  readonly row: Row | null;
  readonly problems?: readonly RowDiagnostic[];
  /** To be kept with the row in the state, for whatever is asked of it next; left out, nothing is kept. */
  readonly note?: string;
}

/**
 * One resource type. Rows arrive with every attribute present; handlers that change nothing should return the very
 * object they were given, for then its bytes go back as they came.
 */
export interface RowTypeDefinition<Session> {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly attributes: Attributes;

  /** Looks at configuration alone, before anything is configured. Values may be `UNKNOWN`. */
  validate?(config: Row): readonly RowDiagnostic[];

  /**
   * Foresees computed attributes. Called twice for each change and compared, so it must be pure. On create, `proposed`
   * holds `UNKNOWN` in each computed attribute nobody set; on update it holds the prior values. `config` is the block
   * as it is written: it tells an attribute that is left out (null) from one whose value is not known yet. The `note`
   * is the one kept with the row; that of one answer is handed to the plan of the replacement that the answer asks for, and to the apply, of which the deletion
   * half of a replacement is one; not to the apply of a creation, for that is planned anew right before.
   */
  plan?(
    prior: Row | null,
    proposed: Row,
    session: Session,
    asked: { readonly config: Row; readonly note: string | null },
  ): { readonly row: Row; readonly problems?: readonly RowDiagnostic[]; readonly note?: string };

  read(current: Row, session: Session, note: string | null): Promise<RowResult>;

  /**
   * Creates (`prior` null), updates, or deletes (`planned` null). After an error the result is what is real: a failed
   * update keeps what succeeded. A failed create leaves nothing in the state, whatever is returned: a half-made row in
   * the state would be tainted, so destroyed by the next apply. Therefore create must adopt what it finds.
   */
  apply(
    change: { readonly prior: Row | null; readonly planned: Row | null; readonly note: string | null },
    session: Session,
  ): Promise<RowResult>;

  import(id: string, session: Session): Promise<RowResult>;

  /** Attributes, all strings, by which a row is known for good; with `idOf`, what an `import` block may give instead. */
  readonly identity?: readonly string[];
  /** The import id that an identity stands for. Missing attributes are null. */
  idOf?(identity: Row, session: Session): string;

  /** What may be said before a row is deleted; an error stops the plan. The note is handed to its apply. */
  planDelete?(
    prior: Row,
    session: Session,
    note: string | null,
  ): { readonly problems?: readonly RowDiagnostic[]; readonly note?: string };

  /** Told of each row of a state, also where nothing is refreshed. */
  known?(row: Row, session: Session): void;

  /** Turns a state of an older `version` into a row; by default attributes are carried over by name. */
  upgrade?(version: number, state: unknown): Row;
}

/** One data source: reads, and leaves nothing behind. */
export interface DataSourceDefinition<Session> {
  readonly name: string;
  readonly description: string;
  readonly attributes: Attributes;
  validate?(config: Row): readonly RowDiagnostic[];
  read(config: Row, session: Session): Promise<RowResult>;
}

/** What is wrong with one argument of a function, counted from 0. */
export class FunctionArgumentError {
  readonly argument: number;
  readonly message: string;

  constructor(argument: number, message: string) {
    this.argument = argument;
    this.message = message;
  }
}

/** A function of its arguments alone: Terraform calls it on a provider that nobody configured. */
export interface FunctionDefinition {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: Attribute['type'];
    readonly description: string;
  }[];
  readonly returns: Attribute['type'];
  call(args: readonly RowValue[]): RowValue | FunctionArgumentError;
}

export interface ProviderDefinition<Session> {
  /** With its host, as `registry.terraform.io/bylaw/bylaw`. */
  readonly address: string;
  /** Of the provider block. */
  readonly attributes: Attributes;
  /** Once for each connection; every provider alias is a connection of its own. Values may be `UNKNOWN`. */
  configure(
    config: Row,
  ): Promise<{ readonly session: Session | null; readonly problems?: readonly RowDiagnostic[] }>;
  readonly rows: readonly RowTypeDefinition<Session>[];
  readonly data: readonly DataSourceDefinition<Session>[];
  readonly functions?: readonly FunctionDefinition[];
  /** Looks at the provider block alone. Values may be `UNKNOWN`. */
  validate?(config: Row): Promise<readonly RowDiagnostic[]>;
  /** Terraform was interrupted: finish what is in flight, start nothing more. */
  stop?(): void;
  /** What was interrupted is over: the next command, if one comes, may begin things again. */
  resume?(): void;
  /** When every write that was begun is over. */
  settled?(): Promise<void>;
}
