import type { RuleCheck } from '../../custom-rule/custom-rules.ts';
import type { ExpressionFault } from '../../custom-rule/expression-fault.ts';
import type { ViewPart } from '../../custom-rule/view-table.ts';
import type { WrittenParameter } from '../../policy/rules-document.ts';
import type { UnknownList } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { quote, someOf } from '../../source/quote.ts';
import type { WrittenCustomRule } from './written-custom-rule.ts';

/** What is wrong with the expressions of a rule, at the place in its lines. Code: `rule-expression`. */
export function expressionDiagnostics(
  { condition, message }: WrittenCustomRule,
  check: RuleCheck,
): readonly Diagnostic[] {
  if (check.is !== 'invalid') return [];
  const told = (parameter: WrittenParameter, faults: readonly ExpressionFault[]) =>
    faults.map((fault) =>
      diagnostic('rule-expression', fault.message, parameter.placeWithin(fault.offset, fault.length), {
        hint: fault.hint,
      }),
    );
  return [
    ...told(condition, check.checked.condition),
    ...(message === null ? [] : told(message, check.checked.message)),
  ];
}

/** That a rule waits for what the command does not have. Code: `rule-not-judged`. */
export function notJudged({ written }: WrittenCustomRule, lacks: readonly ViewPart[]): Diagnostic {
  const what = [...new Set(lacks.map((part) => LACKING[part]))].join(' and ');
  const message = `The rule ${quote(written.name)} is not judged here: it looks at ${what}.`;
  return diagnostic('rule-not-judged', message, written.origin);
}

/** That rules have seen no more than could be read. Code: `rule-judged-in-part`. */
export function judgedInPart({ written }: WrittenCustomRule, unread: readonly UnknownList[]): Diagnostic {
  const message = `Custom rules were judged without what could not be read: ${someOf(unread.map(({ name }) => name))}.`;
  return diagnostic('rule-judged-in-part', message, written.origin);
}

const LACKING: Readonly<Record<ViewPart, string>> = {
  judged: 'what is judged',
  desired: 'the documents',
  after: 'what is judged',
  live: 'what is on the platform now',
  before: 'what is on the platform now',
  changes: 'what a plan would change',
  gained: 'what a plan would change',
  lost: 'what a plan would change',
};
