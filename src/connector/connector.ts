import type { Quota } from '../plan/cost/write-rates.ts';
import type { WriteTerms } from '../plan/cost/write-terms.ts';
import type { ActionEffect } from '../plan/drift/attribution.ts';
import type { Supports, Unsupported, Write } from '../plan/write/write.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Address } from '../resource/address.ts';
import type { GroupPath, MemberId, ScopePath } from '../resource/identifiers.ts';
import type { MembershipState, RenameEvidence, Resource, Snapshot } from '../resource/resource.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Outcome } from '../source/outcome.ts';
import type { ProxyEnvironment } from './http/proxy.ts';
import type { WaitNotice } from './http/wait-notices.ts';
import type { Inspection } from './inspection.ts';
import type { ConnectionSettings, Settings } from './settings.ts';

/** Where a connector keeps answers from run to run: a cache, of which nothing is believed that is not asked about. */
export interface AnswerFolder {
  /** Null for what is not there, or cannot be read. */
  load(name: string): Uint8Array | null;
  /** In place of what was there, whole. What cannot be written is not. */
  save(name: string, content: Uint8Array): void;
}

/** How to reach one organization on one platform. Secrets are handed in memory and never shown. */
export interface Connection {
  /** Name of the organization in the documents; the root of every scope path. */
  readonly organization: string;
  /** The organization's id or slug on the platform. */
  readonly remote: string;
  /** By the connector's own table: checked, and filled with its defaults. A `url` has no slash at its end. */
  readonly settings: ConnectionSettings;
  /** What the variables of `credentials` hold, by the setting that names each. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly platform: PlatformDefinition;
  /** Requests in flight at most. */
  readonly concurrency?: number;
  /** Milliseconds one request may take. */
  readonly timeout?: number;
  /** Variables by which a proxy is told: HTTPS_PROXY, HTTP_PROXY, NO_PROXY. Left out: none is used. */
  readonly environment?: ProxyEnvironment;
  /** What an apply wrote down before; left out: nobody remembers anything. */
  readonly remembered?: Remembered;
  /** Told each time a request is sent; for counting and progress. */
  readonly onRequest?: (method: string, path: string) => void;
  /** Told while something takes longer than anybody expects. */
  readonly onWait?: (waitNotice: WaitNotice) => void;
  /**
   * Ends every wait at once, and reads that are under way. What was sent to write is still waited for. Whoever reads
   * afterwards, to tell what is left, is answered at once or not at all.
   */
  readonly stop?: AbortSignal;
  /** For a connector that asks whether what it was told before is as it was. Left out: nothing is kept. */
  readonly answers?: AnswerFolder;
}

/** Somebody as an apply last saw them, by the address of the membership. */
export interface RememberedPerson {
  readonly state: MembershipState;
  /** RFC 3339 instant of the read that saw them. */
  readonly at: string;
  /** Invitations that were seen since they were last a member, and when the last was sent. */
  readonly invitations: number;
  readonly invitedAt: string | null;
}

/**
 * What applies wrote down. It tells a renamed thing from another, and who left from who never came; it only ever spares
 * somebody or something, and nothing is removed or given for being in it.
 */
export interface Remembered {
  /** `lastingId` of what was written and live, by address, and when it was seen. */
  readonly ids: ReadonlyMap<Address, { readonly id: string; readonly at: string }>;
  readonly people: ReadonlyMap<Address, RememberedPerson>;
}

/** Somebody whom the documents want to be there. */
export interface ExpectedPerson {
  readonly scope: ScopePath;
  readonly member: MemberId;
  /** As written. */
  readonly display: string;
  /** Who left or did not accept before this RFC 3339 instant may be invited once more; null: nobody said so. */
  readonly inviteAgain: string | null;
}

/** Something that happened on the live platform, as its audit log tells it. */
export interface AuditEvent {
  /** RFC 3339 instant. */
  readonly at: string;
  /** Who did it, as the platform names them. */
  readonly actor: string;
  /** The platform's word for it: `group.member-added`. */
  readonly action: string;
  /** The resource it happened to, where it can be told; an object that is gone is told by its label. */
  readonly address: Address | null;
  /** The entry of that resource concerned: a member of the group, a role of the assignment. */
  readonly entry: string | null;
  /** What it moved; left out where the log has no more than its word for it. */
  readonly moved?: ActionEffect;
}

/** What has to be known of a write beside whether it succeeded. */
export interface WriteReport {
  readonly write: Write;
  /** It failed, and the platform may have made it all the same. */
  readonly inDoubt: boolean;
  /** It failed, and these entries of it were made before: roles of an assignment, permissions of a role. */
  readonly partly?: readonly string[];
  /** Of one that succeeded: kept-otherwise. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The thing that gave up a name, under the address it has now. */
export interface FormerName {
  readonly address: Address;
  readonly by: RenameEvidence;
}

/** Reads, and cannot write: planning and dry runs are handed only this. */
export interface LiveReader {
  /**
   * Everything of the organization, by bulk lists, at one revision.
   * Fails with token-missing, token-rejected, token-forbidden, connector-unreachable, certificate-untrusted,
   * proxy-invalid, proxy-failed, connector-protocol, connector-incomplete-read, connector-mismatch, connector-rate-limited, connector-server-error,
   * unknown-live-organization. Succeeds with connector-mismatch warnings where live has more than the platform file.
   */
  read(): Promise<Outcome<Snapshot>>;
  /**
   * Audit events at or after an instant (RFC 3339), newest first; null asks for all the platform keeps. Addresses are
   * best after a `read`. What moved several things (roles of an assignment, permissions of a role, a title) is one event
   * for each. Fails as `read` does. Succeeds with
   * `audit-log-absent` and no event where the platform has no log to be asked.
   */
  events(since: string | null): Promise<Outcome<readonly AuditEvent[]>>;
  /** How many days the platform keeps of its log; left out where it does not say. */
  readonly auditLogDays?: number;
  /**
   * The platform's own count of its changes now, comparable with that of a read, by one small request. Left out where the
   * platform has none. Fails as `read` does.
   */
  revision?(): Promise<Outcome<string>>;
  /**
   * Names that live things had before, by the address they would have under them: of the last thing that was called so,
   * where the log tells that it was renamed since. After a `read`. Left out where a platform tells no such thing.
   */
  formerNames?(): Promise<Outcome<ReadonlyMap<Address, FormerName>>>;
  /**
   * Told who is written before a plan is made, after a `read`: looks up what became of those who are not there, for
   * `supports` and `formerNames` to answer by. Left out where the lists that a read takes say it all. Fails as `read`.
   */
  lookUp?(people: readonly ExpectedPerson[]): Promise<Outcome<null>>;
  /**
   * What was read, with things under other names, by `lastingId`: from here on they are read, written and told of under
   * those. Of people it is the key. Undone by the next `read`.
   */
  under?(names: ReadonlyMap<string, string>): Outcome<Snapshot>;
  /**
   * By what the platform itself knows something, whatever it is called: what a renamed thing is found again by. Null for
   * what it does not know; left out where names are all there is.
   */
  lastingId?(resource: Resource): string | null;
  /** Asks one thing, to see what is told of the token, the time and the API. Left out where nothing is told. */
  inspect?(): Promise<Inspection>;
  /** Requests sent so far, retries counted. */
  requests(): number;
  /**
   * What cannot be written in this organization alone, by what was read of it; left out: nothing. `openReader` and
   * `openWriter` add what the connector says of the platform.
   */
  readonly supports?: Supports;
  /** How much is left of what the platform counts, after a `read`; null where it tells nothing. */
  quota?(): Quota | null;
  /** What the connector says of writes: `openReader` and `openWriter` add it. */
  terms?(): Promise<WriteTerms>;
}

/** How a platform that works in the background is waited for, before what it took is said to be missing. */
export interface Settling {
  /** Milliseconds before each further read. */
  readonly pauses: readonly number[];
  /** Waits, and tells so; false where somebody asked to stop. */
  wait(milliseconds: number): Promise<boolean>;
}

/** Writes one thing at a time; needs one `read` before, to know ids and versions. */
export interface LiveWriter extends LiveReader {
  /** The platform goes on with what it took after it answered; left out: what is answered is done. */
  readonly settling?: Settling;
  /**
   * Makes one write, retrying what is safe to retry. Doing again what is already so is success.
   * Fails with the codes of `read` and with live-changed (412), connector-contradiction,
   * connector-refused or not-supported.
   */
  write(write: Write): Promise<Outcome<null>>;
  /**
   * The group that one is nested in, as it was read; null for none. What the parent is given goes first where the platform
   * shows it as the child's. Left out: it is told apart, and goes in any order.
   */
  parentOf?(group: GroupPath): GroupPath | null;
  /** Of the writes so far, what there is to know; left out: nothing. */
  asides?(): readonly WriteReport[];
  /** A person's state at a scope as the platform last told it: adding somebody may only have invited them. */
  memberState?(scope: ScopePath, member: MemberId): MembershipState | null;
}

/** A secret that a connection needs, and the variable that holds it. */
export interface Credential {
  /** The setting that names the variable, with dots: `token-env`, `app.key-env`. */
  readonly setting: string;
  readonly variable: string;
}

export interface Connector {
  readonly name: string;
  /** What it speaks, in one sentence: for documents and editors. */
  readonly description: string;
  /** What a connection says beside `connector` and `organization`. */
  readonly settings: Settings;
  /**
   * The secrets that settings call for, defaults filled in: one token, or the key of an app. Asked of settings that may be
   * wrong too, for what they name is to be hidden all the same.
   */
  credentials(settings: ConnectionSettings): readonly Credential[];
  /**
   * Why a write cannot be made on a platform; null where it can. Asked before anything is applied, of each write by
   * itself and without a connection.
   */
  supports(write: Write, platform: PlatformDefinition): Unsupported | null;
  /** What its writes take of the platform, and what they end beside access; loaded for a plan, and for nothing else. */
  terms(): Promise<WriteTerms>;
  openReader(connection: Connection): LiveReader;
  openWriter(connection: Connection): LiveWriter;
}
