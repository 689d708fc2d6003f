import type { ExpressionFault } from './expression-fault.ts';
import type { ViewData } from './view-data.ts';
import type { ViewElement, ViewPart } from './view-table.ts';

/** What a rule says as expressions. */
export interface RuleExpressions {
  readonly element: ViewElement;
  /** Whether the condition says what must not be, or what must be. */
  readonly mode: 'forbid' | 'require';
  readonly condition: string;
  /** An expression that comes to the text of a finding; null: there is none. */
  readonly message: string | null;
}

/** A rule with what it may take for one organization, in milliseconds. */
export interface CustomRule extends RuleExpressions {
  readonly deadline: number;
}

/** What the thread of rules is asked, one after the other. */
export type RuleQuestion =
  | { readonly ask: 'check'; readonly rule: RuleExpressions }
  | { readonly ask: 'load'; readonly view: ViewData | null }
  | { readonly ask: 'judge'; readonly rule: RuleExpressions };

export interface CheckedRule {
  readonly condition: readonly ExpressionFault[];
  readonly message: readonly ExpressionFault[];
  readonly parts: readonly ViewPart[];
}

/** One element that a rule says something of, by its place in the list of them. Of very many only the first have a message. */
export interface BrokenElement {
  readonly at: number;
  readonly message: string | null;
}

export interface ElementError {
  readonly at: number;
  readonly error: string;
}

export interface RuleVerdict {
  /** How many elements there were. */
  readonly of: number;
  /** All of them: what is left out would pass. */
  readonly broken: readonly BrokenElement[];
  /** The first of them. */
  readonly errors: readonly ElementError[];
  readonly errorCount: number;
}

export type RuleAnswer =
  | { readonly answer: 'checked'; readonly checked: CheckedRule }
  | { readonly answer: 'loaded' }
  | { readonly answer: 'judged'; readonly verdict: RuleVerdict };
