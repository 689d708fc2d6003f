import type { JudgedRule, RuleOutcome } from '../../custom-rule/custom-rules.ts';
import type { JudgedElement } from '../../custom-rule/judged-element.ts';
import type { WrittenRule } from '../../policy/rules-document.ts';
import { escapeText, quote } from '../../source/quote.ts';
import { breach, type RuleBreach } from '../finding.ts';
import { failureOf } from '../judge-built-in.ts';
import type { JudgedOrganization } from '../judged-organization.ts';
import { subjectsOf } from './broken-elements.ts';

/** What the outcome of a rule is for one organization; of one that was not judged nothing is said here. */
export function breachesOf(
  outcome: RuleOutcome,
  written: WrittenRule,
  organization: JudgedOrganization,
): readonly RuleBreach[] {
  switch (outcome.is) {
    case 'not-judged':
      return [];
    case 'invalid':
      return [failureOf(written, 'its expressions are wrong.')];
    case 'failed':
      return [failureOf(written, escapeText(outcome.why))];
    case 'judged':
      return [...errorsOf(outcome, written, organization), ...brokenOf(outcome, written, organization)];
  }
}

/** An expression that fails for one thing says nothing of it, so that the rule has failed, whatever it says of others. */
function errorsOf(
  { errors, errorCount, of }: JudgedRule,
  written: WrittenRule,
  organization: JudgedOrganization,
): readonly RuleBreach[] {
  const [first] = errors;
  if (first === undefined) return [];
  const words = wordsOf(first.element, organization);
  const more = errorCount === 1 ? '' : ` So it is with ${errorCount} of ${of}.`;
  return [failureOf(written, `for ${words}, it comes to an error: ${sentence(first.error)}${more}`)];
}

function wordsOf(element: JudgedElement, organization: JudgedOrganization): string {
  const [subject] = subjectsOf(element, organization);
  if (subject === undefined) return organization.name;
  return subject.words.replace(/^The /, 'the ').replace(/^What /, 'what ');
}

function* brokenOf(
  { broken }: JudgedRule,
  written: WrittenRule,
  organization: JudgedOrganization,
): Generator<RuleBreach, void> {
  for (const { element, message } of broken) {
    for (const { words, witnesses, ...subject } of subjectsOf(element, organization)) {
      const rule = quote(written.name);
      yield breach({
        ...subject,
        message:
          message === null || message.trim() === ''
            ? `${words} is not as the rule ${rule} wants it.`
            : `${words} is not as the rule ${rule} wants it: ${sentence(message)}`,
        organization: organization.name,
        witnesses,
      });
    }
  }
}

/** A user's own words as the end of a sentence, in one line. */
function sentence(text: string): string {
  const line = escapeText(text.trim().replace(/\s+/g, ' '));
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}
