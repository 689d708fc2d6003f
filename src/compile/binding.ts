import { hasOwners, ownerOf } from '../platform/owners.ts';
import type { Invariant, PlatformDefinition } from '../platform/platform-definition.ts';
import type { Written } from '../policy/document-types.ts';
import { type Address, assignmentAddress, type PartKey } from '../resource/address.ts';
import { type MemberId, type Principal, principalKey, type ScopePath } from '../resource/identifiers.ts';
import type { Resource, ResourceTypeName } from '../resource/resource.ts';
import type { TableCode } from '../source/codes/codes.ts';
import { type Diagnostic, type DiagnosticDetails, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { formatOrigin, type Origin } from '../source/origin.ts';
import { formatInstant } from './date-bounds.ts';
import {
  type Authority,
  attributeKey,
  type FormerlyWritten,
  type GrantWindow,
  type LapsedBound,
  type RuledOut,
} from './desired.ts';
import { RuledOutThings } from './ruled-out-things.ts';
import type { Statement } from './statement.ts';

/** A forgotten file leaves thousands of names unknown; comparing each with thousands of others would take minutes. */
const SUGGESTIONS = 200;

/**
 * `ignored`: read as though no window had ended, however long ago; what has not begun has not. Nobody is given anything
 * by that reading: what is wrong by it too, no end has caused.
 */
export type Ends = 'taken' | 'ignored';

/**
 * What one run of the compiler has found so far. Each step writes into it and goes on after a problem, so that a
 * reader hears of all problems at once; only the binding knows whether there was any.
 */
export class Binding {
  readonly platform: PlatformDefinition;
  /** Milliseconds since 1970, UTC. */
  readonly instant: number;
  readonly ends: Ends;
  readonly authority: Authority;
  /** Whether something else owns anything of the organization. */
  readonly hasOwners: boolean;
  /** Bounds of windows, by place, that are read as though nobody had written them. */
  readonly unwritten: ReadonlySet<string>;
  readonly diagnostics: Diagnostic[] = [];
  readonly resources: Resource[] = [];
  readonly ruledOut = new RuledOutThings();
  readonly begun = new Map<Address | PartKey, string>();
  readonly windows: GrantWindow[] = [];
  /** Bounds because of which something is not there, by place. */
  readonly lapses = new Map<string, LapsedBound>();
  /** Decisions of reviews by which grants have ended, by place. */
  readonly revoked = new Set<string>();
  readonly unstated = new Set<PartKey>();
  readonly renamedFrom = new Map<Address, FormerlyWritten>();
  readonly inviteAgain = new Map<Address, string>();
  readonly written = new Map<MemberId, string>();

  #suggestions = 0;

  constructor(
    platform: PlatformDefinition,
    authority: Authority,
    instant: number,
    ends: Ends,
    unwritten: ReadonlySet<string> = new Set(),
  ) {
    this.platform = platform;
    this.authority = authority;
    this.hasOwners = hasOwners(platform);
    this.instant = instant;
    this.ends = ends;
    this.unwritten = unwritten;
  }

  report<Code extends TableCode>(
    code: Code,
    message: string,
    origin: Origin,
    details: DiagnosticDetails<Code> = {},
  ): void {
    this.diagnostics.push(diagnostic(code, message, origin, details));
  }

  /** What a wanted thing was called before, if it was. */
  renamed(address: Address, from: Written<string> | null): void {
    if (from !== null) this.renamedFrom.set(address, { name: from.value, origin: from.origin });
  }

  /** How the documents write somebody: the first place says it. */
  names(member: MemberId, key: string): void {
    if (!this.written.has(member)) this.written.set(member, key);
  }

  want<T extends ResourceTypeName>({ resource, unstated }: Statement<T>): void {
    this.resources.push(resource as Resource);
    // Of what is owned in full the default stands for what nobody writes, and nobody asks; so it does in a record.
    if (this.authority[resource.type] === 'full' || ownerOf(this.platform, resource.type) !== null) return;
    for (const attribute of unstated) this.unstated.add(attributeKey(resource.address, attribute));
  }

  /** Under `declared` its live value stays. */
  leaveOpen(key: PartKey): void {
    this.unstated.add(key);
  }

  /** An entry that gives somebody nothing on a scope. */
  ruleOutEmptied(scope: ScopePath, principal: Principal, origin: Origin): void {
    if (this.#isRevoked(origin))
      this.ruleOut(assignmentAddress(scope, principalKey(principal)), 'emptied', origin);
    else this.ruledOut.setEmptied(scope, principal, origin);
  }

  #isRevoked(origin: Origin): boolean {
    return this.revoked.size > 0 && this.revoked.has(formatOrigin(origin));
  }

  ruleOut(address: Address | PartKey, why: RuledOut['why'], origin: Origin): void {
    const isRevoked = this.#isRevoked(origin);
    this.ruledOut.set(address, isRevoked ? { origin, why, revoked: true } : { origin, why });
  }

  /** A wanted thing, or an entry of one, that all these windows bound. */
  begin(key: () => Address | PartKey, windows: readonly { readonly from: number }[]): void {
    const from = Math.max(...windows.map((w) => w.from));
    if (Number.isFinite(from)) this.begun.set(key(), formatInstant(from));
  }

  /** A hint: the candidate most likely meant, when one is near, and what to do otherwise. */
  suggest(word: string, candidates: Iterable<string>, otherwise: string): string {
    this.#suggestions += 1;
    const near = this.#suggestions > SUGGESTIONS ? null : didYouMean(word, candidates);
    return near === null ? otherwise : `${near} ${otherwise}`;
  }

  hasRule(name: Invariant['rule']): boolean {
    return this.platform.invariants.some(({ rule }) => rule === name);
  }

  /** True once anything was found that the documents must mend. */
  get faulty(): boolean {
    return hasErrors(this.diagnostics);
  }
}
