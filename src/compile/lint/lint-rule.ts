import type { OrganizationDocument } from '../../policy/document-types.ts';
import type { DiagnosticDetails } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import type { Desired } from '../desired.ts';

/** What a rule looks at: the documents as written, and what they come to at the instant. Without errors, both. */
export interface LintContext {
  readonly document: OrganizationDocument;
  readonly desired: Desired;
}

export interface LintFinding {
  readonly message: string;
  readonly origin: Origin;
  readonly related?: DiagnosticDetails['related'];
  /** Only where there is a better way out than that of the rule. */
  readonly hint?: string;
}

/** Something that is allowed and seldom meant. All there is to say of it stands here. */
export interface LintRule<Code extends string = string> {
  readonly code: Code;
  /** What it means, one sentence. */
  readonly means: string;
  /** What to do about it, one sentence. */
  readonly wayOut: string;
  /** Why somebody would want to hear of it, and when not: for the generated page. */
  readonly why: string;
  /** Whether it warns where neither the workspace nor the platform file says. On only what is hardly ever wrong. */
  readonly usual: 'off' | 'warning';
  readonly check: (lintContext: LintContext) => Iterable<LintFinding>;
}

/** A rule with its code as a type of its own. */
export function lintRule<const Code extends string>(rule: LintRule<Code>): LintRule<Code> {
  return rule;
}
