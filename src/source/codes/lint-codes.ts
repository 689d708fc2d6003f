import type { CodeRow } from './code-row.ts';

/** Lint rules. */
export const LINT_RULE_CODES = {
  'blank-at-end': {
    severity: 'error',
    means: 'A title or description begins or ends with a space, a line break or an invisible character.',
    wayOut: 'Remove it, or write `|-` for `|`.',
  },
  'broad-pattern': {
    severity: 'error',
    means: 'A custom role holds every permission, including those that the platform adds later.',
    wayOut: 'List the permissions, or patterns of single resources.',
  },
  'deactivated-with-access': {
    severity: 'error',
    means: 'A deactivated member keeps roles or groups, and gets them back when activated.',
    wayOut: 'Remove what should not come back with the account.',
  },
  'direct-role': {
    severity: 'error',
    means: 'A role is given to one person where groups carry roles.',
    wayOut: 'Give it to a group, or say why with `reason`.',
  },
  'empty-group': {
    severity: 'error',
    means: 'A group has no members.',
    wayOut: 'Add people to it, or remove it.',
  },
  'exception-without-end': {
    severity: 'error',
    means: 'A grant with a reason has neither an end nor a review date.',
    wayOut: 'Add `until` or `review-by`.',
  },
  'group-without-access': {
    severity: 'error',
    means: 'A group gives its members nothing.',
    wayOut: 'Give the group its access, or remove it.',
  },
  'member-without-access': {
    severity: 'error',
    means: 'A member is given no access at all.',
    wayOut: 'Put the person into a group, or remove the membership.',
  },
  'redundant-role': {
    severity: 'error',
    means: 'A person holds a role on a scope that a group, or another role of theirs, already gives there.',
    wayOut: 'Remove it from the person.',
  },
  'single-owner': {
    severity: 'error',
    means: 'A role has only as many holders as the platform requires.',
    wayOut: 'Give it to one more person, so that one can be away.',
  },
  'unused-role': {
    severity: 'error',
    means: 'A custom role is given to nobody.',
    wayOut: 'Give it to a group, or remove it.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
