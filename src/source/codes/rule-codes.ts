import type { CodeRow } from './code-row.ts';

/** Rules documents: what they find, and what is acknowledged of it. */
export const RULE_CODES = {
  'rule-broken': {
    severity: 'error',
    means: 'Access is, or would be, what a rule of a Rules document forbids.',
    wayOut: 'Correct the documents, or acknowledge the finding with a reason, an owner and an end.',
  },
  'rule-failed': {
    severity: 'error',
    means: 'A rule could not be judged, so nothing is known of what it forbids: that is never a pass.',
    wayOut: 'Correct the rule, or switch it off with `severity: off`.',
  },
  'rule-acknowledged': {
    severity: 'info',
    means: 'A rule is broken, and a Rules document says that this is known and stands until a day.',
    wayOut: 'Nothing until that day.',
  },
  'rule-expression': {
    severity: 'error',
    means:
      'An expression of a custom rule cannot be read, asks for what the view does not have, or comes to what is not wanted.',
    wayOut: 'Correct the expression; docs/custom-rules.md lists all that it can ask.',
  },
  'rule-not-judged': {
    severity: 'info',
    means:
      'A custom rule looks at what this command does not have: what is live, or what a plan would change.',
    wayOut: 'A plan or an apply judges it.',
  },
  'rule-judged-in-part': {
    severity: 'warning',
    means:
      'Custom rules were judged by what could be read of the platform, and some lists of it could not be.',
    wayOut: 'Give the token what it lacks; what is in those lists no rule has seen.',
  },
  'unknown-rule': {
    severity: 'error',
    means: 'An acknowledgement names a rule that no Rules document has.',
    wayOut: 'Correct the name; each rule is called by its sentence.',
  },
  'acknowledgement-too-long': {
    severity: 'error',
    means: 'An acknowledgement of a Rules document lasts longer than acknowledgements may.',
    wayOut: 'Write an earlier `until`.',
  },
  'acknowledgement-over': {
    severity: 'warning',
    means: 'An acknowledgement of a Rules document has ended, and holds for nothing any more.',
    wayOut: 'Remove it.',
  },
  'acknowledgement-unused': {
    severity: 'warning',
    means: 'An acknowledgement of a Rules document is of nothing that a rule finds, or that has drifted.',
    wayOut: 'Remove it; if it was meant for a finding, write all that the finding names.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
