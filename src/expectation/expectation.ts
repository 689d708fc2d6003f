import type { PermissionName } from '../platform/platform-definition.ts';
import type { ExpectationVerb, Written } from '../policy/document-types.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import type { Origin } from '../source/origin.ts';

/** One verb with one pattern as written, and the permissions it stands for. */
export interface Demand {
  readonly verb: ExpectationVerb;
  readonly pattern: Written<string>;
  /** In the catalogue's order, without those an earlier pattern of the verb names already; never empty. */
  readonly permissions: readonly PermissionName[];
}

/** An expectation with its names bound to what there is. */
export interface Expectation {
  readonly name: string;
  readonly origin: Origin;
  readonly reason: string | null;
  /** Everybody it speaks of, in byte order. */
  readonly people: readonly MemberId[];
  /** Parents before children, otherwise in byte order. */
  readonly scopes: readonly ScopePath[];
  readonly demands: readonly Demand[];
  /** It says so, or a pattern of its means people who are ruled out. */
  readonly mayBeEmpty: boolean;
  /** Groups it names in which nobody is, as written. */
  readonly emptyGroups: readonly Written<string>[];
}

/** People who are alike in what is wrong, on scopes that are alike too. */
export interface Breach {
  /** `lacks`: they should hold it. `holds`: they should not. */
  readonly fault: 'lacks' | 'holds';
  readonly demand: Demand;
  readonly members: readonly [MemberId, ...MemberId[]];
  readonly permissions: readonly [PermissionName, ...PermissionName[]];
  readonly scopes: readonly [ScopePath, ...ScopePath[]];
  /** Of `lacks`: they are invited and will hold all of it once they accept. */
  readonly onceAccepted: boolean;
  /** Of `holds`: only an end has given it, or has taken away what allowed it. */
  readonly byEnd?: true;
}

/**
 * Nothing to look at, so it would hold whatever the documents say. `nobody`: its groups are empty. `nowhere`: none of
 * its scopes is there, which is a fault of its own only where the documents do not claim to know all scopes.
 */
export interface VacuousExpectation {
  readonly fault: 'nobody' | 'nowhere';
}

export type ExpectationFault = Breach | VacuousExpectation;

export interface ExpectationFinding {
  readonly expectation: Expectation;
  /** How many single questions it came to: a person, a permission, a scope. */
  readonly checks: number;
  /** Empty: it holds, except for what has ended. In the order of the demands. */
  readonly faults: readonly ExpectationFault[];
  /** What is not kept only because it ended: told, and in nobody's way. Left out: not asked, or nothing. */
  readonly ended?: readonly ExpectationFault[];
}

/** Something is asked of the people themselves, and not only of everybody else. */
export function asksOfPeople({ demands }: Expectation): boolean {
  return demands.some(({ verb }) => verb !== 'only-these-can');
}

export function isExpectationMet(expectationFinding: ExpectationFinding): boolean {
  return expectationFinding.faults.length === 0;
}

export function endedFaults({ ended }: ExpectationFinding): readonly ExpectationFault[] {
  return ended === undefined ? [] : ended;
}

/** It holds except for what has ended. */
export function hasEndedPart(expectationFinding: ExpectationFinding): boolean {
  return isExpectationMet(expectationFinding) && endedFaults(expectationFinding).length > 0;
}

export function isBreach(expectationFault: ExpectationFault): expectationFault is Breach {
  return expectationFault.fault === 'lacks' || expectationFault.fault === 'holds';
}
