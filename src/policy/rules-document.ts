import type { Origin } from '../source/origin.ts';
import type { Written, WrittenWindow } from './document-types.ts';

/**
 * What a Rules document says, by names as written. Which rules there are, and what each is told, is the business of
 * `src/rule/`: here a parameter is whatever stands under its key.
 */

export const RULE_SEVERITIES = ['off', 'warning', 'error'] as const;
export type RuleSeverity = (typeof RULE_SEVERITIES)[number];

/** What stands under one key of a rule, in the form in which it is asked for; the schema has seen to the shape. */
export interface WrittenParameter {
  /** Of the key. */
  readonly origin: Origin;
  readonly value: unknown;
  /** One text or a list of them; none where it is something else. */
  readonly texts: readonly Written<string>[];
  /** Where a part of the text stands, which may be in one of its lines. */
  readonly placeWithin: (offset: number, length: number) => Origin;
  /** Of a map: each key with the texts under it. */
  readonly entries: readonly (readonly [Written<string>, readonly Written<string>[]])[];
}

export interface WrittenRule {
  /** The sentence it is reported by. */
  readonly name: string;
  readonly origin: Origin;
  /** Which rule it is. */
  readonly rule: Written<string>;
  /** Null: what is usual for the rule. */
  readonly severity: RuleSeverity | null;
  /** All other keys. */
  readonly parameters: ReadonlyMap<string, WrittenParameter>;
}

/** What one finding is about, as the finding has it; null where it is about no such thing. */
export type FindingSubject = 'organization' | 'person' | 'group' | 'role' | 'scope';

/** A reviewed word that one finding is known and stands for a while. */
export interface WrittenAcknowledgement {
  readonly name: string;
  readonly origin: Origin;
  /** The sentence of the rule. */
  readonly rule: Written<string> | null;
  readonly subjects: { readonly [S in FindingSubject]: Written<string> | null };
  readonly permissions: readonly Written<string>[];
  readonly reason: string | null;
  readonly owner: string | null;
  readonly window: WrittenWindow;
}

export const DRIFT_KINDS = ['added', 'removed', 'changed', 'expired', 'due', 'waiting'] as const;

/** A reviewed word that a fact of drift is known and stands for a while, with all that it gives or takes. */
export interface WrittenDriftAcknowledgement {
  readonly name: string;
  readonly origin: Origin;
  /** As the report of drift names it. */
  readonly fact: string | null;
  readonly kind: (typeof DRIFT_KINDS)[number] | null;
  /** Of a text that is another: the value that is meant. */
  readonly live: string | null;
  readonly people: readonly string[];
  readonly permissions: readonly string[];
  readonly scopes: readonly string[];
  readonly reason: string | null;
  readonly owner: string | null;
  readonly window: WrittenWindow;
}

export interface RulesDocument {
  readonly file: string;
  /** Names of organizations, or patterns over them. */
  readonly organizations: readonly Written<string>[];
  readonly rules: readonly WrittenRule[];
  readonly acknowledged: readonly WrittenAcknowledgement[];
  readonly acknowledgedDrift: readonly WrittenDriftAcknowledgement[];
  /** How many days an acknowledgement may last at most. */
  readonly longestAcknowledgement: number | null;
}
