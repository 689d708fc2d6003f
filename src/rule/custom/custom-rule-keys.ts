import { VIEW_ELEMENTS, VIEW_VERSIONS } from '../../custom-rule/view-table.ts';
import type { BuiltInRule } from '../built-in-rule.ts';

/** What one rule may take for one organization where nothing is said of that, and at most, in milliseconds. */
export const USUAL_DEADLINE = 1000;
export const LONGEST_DEADLINE = 10_000;

/** The keys that say what must not be or must be; a rule has one of them. */
export const CONDITIONS = ['forbid', 'require'] as const;

/** The rule that somebody writes as an expression; its keys are in the schema beside those of rules that come with Bylaw. */
export const CUSTOM_RULE = {
  name: 'custom',
  why: 'Write `forbid` with what must not be true, or `require` with what must be true.',
  needs: CONDITIONS,
  parameters: {
    view: {
      kind: 'choice',
      title: 'View',
      description: 'The version of the view that the expressions are written for.',
      isRequired: true,
      choices: VIEW_VERSIONS,
    },
    for: {
      kind: 'choice',
      title: 'For',
      description: 'What it is judged for, one after the other.',
      isRequired: true,
      choices: Object.keys(VIEW_ELEMENTS),
    },
    forbid: {
      kind: 'expression',
      title: 'Forbid',
      description: 'An expression in CEL that must not be true.',
    },
    require: {
      kind: 'expression',
      title: 'Require',
      description: 'An expression in CEL that must be true.',
    },
    message: {
      kind: 'expression',
      title: 'Message',
      description: 'An expression in CEL that comes to the text of a finding.',
    },
    deadline: {
      kind: 'milliseconds',
      title: 'Deadline',
      description: `How long it may take for one organization, in milliseconds: ${USUAL_DEADLINE} where nothing is said. What takes longer has failed.`,
    },
  },
} as const satisfies Pick<BuiltInRule, 'name' | 'why' | 'parameters' | 'needs'>;
