import type { Resource } from '../../resource/resource.ts';
import type { Finding } from '../../rule/finding.ts';
import type { JudgedBasis } from '../../rule/judged-organization.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';

/** What rules say of the organizations that a command was asked for. */
export interface JudgedRules {
  /** Acknowledged ones too. */
  readonly findings: readonly Finding[];
  /** The same for people to read. */
  readonly told: readonly Diagnostic[];
  /** What is wrong with the documents of rules and of people: with an error there nothing is judged. */
  readonly faults: readonly Diagnostic[];
}

/** One side of an organization, in place of what its documents give. */
export interface RuleSide {
  readonly resources: readonly Resource[];
  readonly basis: JudgedBasis;
}
