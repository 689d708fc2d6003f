import type { Desired } from '../../compile/desired.ts';
import type { Change } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Resource, UnknownList } from '../../resource/resource.ts';
import type { Finding } from '../../rule/finding.ts';
import type { JudgedBasis } from '../../rule/judged-organization.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import type { WrittenPolicies } from '../../workspace/written-policies.ts';

/** What rules say of the organizations that a command was asked for. */
export interface JudgedRules {
  /** Acknowledged ones too. */
  readonly findings: readonly Finding[];
  /** The same for people to read. */
  readonly told: readonly Diagnostic[];
  /** What is wrong with the documents of rules and of people: with an error there nothing is judged. */
  readonly faults: readonly Diagnostic[];
}

/** Documents of rules at the base of a change; null where there are none, or no base. */
export type BaseRules = WrittenPolicies | null;

/** What rules say of what plans come to; findings that stand already are marked. */
export interface JudgedChange extends JudgedRules {
  /** There are errors that the change brings: what gives somebody something is not made then. */
  readonly blocks: boolean;
}

/** A plan with what its organization is, without it, once everybody invited has accepted: the same list where nobody is. */
export interface JudgedPlan {
  readonly plan: Plan;
  readonly liveOnceAccepted: readonly Resource[];
}

/** What documents give at a later instant, from which a window in them holds or holds no more. */
export interface WindowTurn {
  readonly at: string;
  readonly origin: Origin;
  readonly compiled: () => readonly Desired[];
}

/** One side of an organization, in place of what its documents give. */
export interface RuleSide {
  readonly resources: readonly Resource[];
  readonly basis: JudgedBasis;
  /** What is there now, where somebody looked. */
  readonly live: readonly Resource[];
  /** What makes of it what is judged; null where what is live is judged itself. */
  readonly changes: readonly Change[] | null;
  /** Lists of the platform that could not be read; left out or undefined: everything was. */
  readonly unknown?: readonly UnknownList[] | undefined;
}

/** By organization; of one that is not in it the documents are judged. */
export type RuleSides = ReadonlyMap<string, RuleSide>;
