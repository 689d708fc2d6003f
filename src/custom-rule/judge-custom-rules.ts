import { known } from '../source/known.ts';
import { elementsOf, type JudgedElement } from './judged-element.ts';
import { type NoAnswer, RuleThread } from './rule-thread.ts';
import { lackingParts, ruleView, type ViewedOrganization } from './rule-view.ts';
import type { ViewData } from './view-data.ts';
import type { ViewPart } from './view-table.ts';
import type { CheckedRule, RuleAnswer, RuleExpressions, RuleQuestion } from './worker-messages.ts';

/** What one rule may take in all, in milliseconds. */
const RULE_DEADLINE = 1000;
/** A thread that does not start, or does not take in the view, hangs. */
const LOADING_DEADLINE = 120_000;

/** What became of one rule. Only the last says that it was judged, and only with nothing in it that all is well. */
export type RuleOutcome =
  /** Nothing of it ran. */
  | { readonly is: 'invalid'; readonly checked: CheckedRule }
  /** It looks at what this command does not have. */
  | { readonly is: 'not-judged'; readonly lacks: readonly ViewPart[] }
  | { readonly is: 'failed'; readonly why: string }
  | JudgedRule;

interface JudgedRule {
  readonly is: 'judged';
  readonly of: number;
  readonly broken: readonly { readonly element: JudgedElement; readonly message: string | null }[];
  /** More than are listed, where there are very many. */
  readonly brokenCount: number;
  readonly errors: readonly { readonly element: JudgedElement; readonly error: string }[];
  readonly errorCount: number;
}

/**
 * Checks and judges rules in a thread of their own, one after the other. A rule that does not end, uses up the memory or
 * throws ends the thread and has failed; the next has a new one. So every rule gets an outcome, and none passes unjudged.
 */
export async function judgeCustomRules(
  rules: readonly RuleExpressions[],
  viewed: ViewedOrganization,
  thread: RuleThread = new RuleThread(),
): Promise<readonly RuleOutcome[]> {
  const bench = new RuleBench(thread, viewed.instant);
  try {
    const checks: (RuleOutcome | CheckedRule)[] = [];
    for (const rule of rules) checks.push(await checkOne(rule, viewed, bench));
    const wanted = new Set(checks.flatMap((one) => ('is' in one ? [] : one.parts)));
    const { view, tooMany } = ruleView(viewed, wanted);
    bench.put(view);
    const outcomes: RuleOutcome[] = [];
    for (const [at, check] of checks.entries()) {
      if ('is' in check) {
        outcomes.push(check);
        continue;
      }
      const large = check.parts.flatMap((part) => tooMany.get(part) ?? []);
      const rule = known(rules[at], 'the rule of a check');
      outcomes.push(
        large.length > 0
          ? { is: 'failed', why: `There is too much to look at: ${large.join('; ')}.` }
          : await judgeOne(rule, view, bench),
      );
    }
    return outcomes;
  } finally {
    await thread.end();
  }
}

async function checkOne(
  rule: RuleExpressions,
  viewed: ViewedOrganization,
  bench: RuleBench,
): Promise<RuleOutcome | CheckedRule> {
  const answer = await bench.ask({ ask: 'check', rule });
  if (answer.answer !== 'checked') return { is: 'failed', why: reasonOf(answer) };
  const { condition, message, parts } = answer.checked;
  if (condition.length + message.length > 0) return { is: 'invalid', checked: answer.checked };
  const lacks = lackingParts(viewed, parts);
  return lacks.length > 0 ? { is: 'not-judged', lacks } : answer.checked;
}

async function judgeOne(rule: RuleExpressions, view: ViewData, bench: RuleBench): Promise<RuleOutcome> {
  const answer = await bench.ask({ ask: 'judge', rule });
  if (answer.answer !== 'judged') return { is: 'failed', why: reasonOf(answer) };
  const { verdict } = answer;
  const elements = elementsOf(rule.element, view);
  const elementAt = (at: number) => known(elements[at], 'an element that was judged');
  return {
    ...verdict,
    is: 'judged',
    broken: verdict.broken.map(({ at, message }) => ({ element: elementAt(at), message })),
    errors: verdict.errors.map(({ at, error }) => ({ element: elementAt(at), error })),
  };
}

/** The thread with the view on it: a new one gets it too before it is asked anything. */
class RuleBench {
  readonly #thread: RuleThread;
  #view: ViewData;
  #isLoaded = false;

  constructor(thread: RuleThread, now: string) {
    this.#thread = thread;
    this.#view = { now, parts: {} };
  }

  put(view: ViewData): void {
    this.#view = view;
    this.#isLoaded = false;
  }

  /** To start and to load takes a while, which is not the rule's fault; the rest is its own time. */
  async ask(question: RuleQuestion): Promise<RuleAnswer | NoAnswer> {
    if (!this.#isLoaded) {
      const loaded = await this.#thread.ask({ ask: 'load', view: this.#view }, LOADING_DEADLINE);
      if (loaded.answer === 'none') return loaded;
      this.#isLoaded = true;
    }
    const answer = await this.#thread.ask(question, RULE_DEADLINE);
    if (answer.answer === 'none') this.#isLoaded = false;
    return answer;
  }
}

function reasonOf(answer: RuleAnswer | NoAnswer): string {
  if (answer.answer !== 'none') return `The thread of rules answered ${answer.answer} to another question.`;
  switch (answer.why) {
    case 'deadline':
      return `It did not end within ${RULE_DEADLINE / 1000} second.`;
    case 'memory':
      return 'It used up the memory that rules have.';
    case 'crashed':
      return `The thread of rules ended: ${answer.said}.`;
  }
}
