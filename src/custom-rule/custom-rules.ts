import { known } from '../source/known.ts';
import { elementsOf, type JudgedElement } from './judged-element.ts';
import { type NoAnswer, RuleThread } from './rule-thread.ts';
import { lackingParts, ruleView, type ViewedOrganization } from './rule-view.ts';
import type { ViewData } from './view-data.ts';
import type { ViewPart } from './view-table.ts';
import type { CheckedRule, CustomRule, RuleAnswer, RuleQuestion } from './worker-messages.ts';

/** A thread that does not start, or does not take in the view, hangs. */
const LOADING_DEADLINE = 120_000;

/** What is known of a rule before it runs. */
export type RuleCheck =
  | { readonly is: 'sound'; readonly parts: readonly ViewPart[] }
  /** Nothing of it runs. */
  | { readonly is: 'invalid'; readonly checked: CheckedRule }
  | FailedRule;

export interface FailedRule {
  readonly is: 'failed';
  readonly why: string;
}

/** What became of one rule. Only the last says that it was judged, and only with nothing in it that all is well. */
export type RuleOutcome =
  | Extract<RuleCheck, { readonly is: 'invalid' }>
  /** It looks at what this command does not have. */
  | { readonly is: 'not-judged'; readonly lacks: readonly ViewPart[] }
  | FailedRule
  | JudgedRule;

export interface JudgedRule {
  readonly is: 'judged';
  /** How many elements there were. */
  readonly of: number;
  readonly broken: readonly { readonly element: JudgedElement; readonly message: string | null }[];
  /** The first of them. */
  readonly errors: readonly { readonly element: JudgedElement; readonly error: string }[];
  readonly errorCount: number;
}

/**
 * Checks and judges rules in a thread of their own, one after the other. A rule that does not end, uses up the memory or
 * throws ends the thread and has failed, once for all that it would be judged for; the next has a new thread. So every rule
 * gets an outcome, and none passes unjudged.
 */
export class CustomRules {
  readonly #rules: readonly CustomRule[];
  readonly #bench: RuleBench;
  readonly #failed = new Map<CustomRule, FailedRule>();
  #checks: Promise<readonly RuleCheck[]> | null = null;
  /** The thread answers one question after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(rules: readonly CustomRule[], thread: RuleThread = new RuleThread()) {
    this.#rules = rules;
    this.#bench = new RuleBench(thread);
  }

  /** In the order of the rules. */
  checks(): Promise<readonly RuleCheck[]> {
    this.#checks ??= this.#inTurn(async () => {
      const checks: RuleCheck[] = [];
      for (const rule of this.#rules) checks.push(await this.#check(rule));
      return checks;
    });
    return this.#checks;
  }

  /** Those of the rules that are wanted, of one organization. */
  async judge(
    viewed: ViewedOrganization,
    wanted: readonly CustomRule[] = this.#rules,
  ): Promise<readonly RuleOutcome[]> {
    const checks = await this.checks();
    const before = wanted.map((rule) => {
      const check = known(checks[this.#rules.indexOf(rule)], 'the check of a rule');
      return { rule, check: this.#failed.get(rule) ?? check };
    });
    const parts = before.flatMap(({ check }) =>
      check.is === 'sound' && lackingParts(viewed, check.parts).length === 0 ? check.parts : [],
    );
    if (parts.length === 0) return before.map(({ check }) => outcomeWithout(check, viewed));
    const { view, tooMany } = ruleView(viewed, new Set(parts));
    return this.#inTurn(async () => {
      this.#bench.put(view);
      const outcomes: RuleOutcome[] = [];
      for (const { rule, check } of before) {
        const isReady = check.is === 'sound' && lackingParts(viewed, check.parts).length === 0;
        outcomes.push(
          isReady ? await this.#judgeOne(rule, check.parts, view, tooMany) : outcomeWithout(check, viewed),
        );
      }
      return outcomes;
    });
  }

  /** The thread ends by itself with the process; this is for whoever goes on. */
  end(): Promise<void> {
    return this.#inTurn(() => this.#bench.end());
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act, act);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #check(rule: CustomRule): Promise<RuleCheck> {
    const answer = await this.#bench.ask({ ask: 'check', rule }, rule.deadline);
    if (answer.answer !== 'checked') return { is: 'failed', why: reasonOf(answer, rule) };
    const { checked } = answer;
    const isSound = checked.condition.length + checked.message.length === 0;
    return isSound ? { is: 'sound', parts: checked.parts } : { is: 'invalid', checked };
  }

  async #judgeOne(
    rule: CustomRule,
    parts: readonly ViewPart[],
    view: ViewData,
    tooMany: ReadonlyMap<ViewPart, string>,
  ): Promise<RuleOutcome> {
    const large = parts.flatMap((part) => tooMany.get(part) ?? []);
    if (large.length > 0) return { is: 'failed', why: `There is too much to look at: ${large.join('; ')}.` };
    const answer = await this.#bench.ask({ ask: 'judge', rule }, rule.deadline);
    if (answer.answer !== 'judged') {
      const failed: FailedRule = { is: 'failed', why: reasonOf(answer, rule) };
      this.#failed.set(rule, failed);
      return failed;
    }
    const { of, broken, errors, errorCount } = answer.verdict;
    const elements = elementsOf(rule.element, view);
    const elementAt = (at: number) => known(elements[at], 'an element that was judged');
    return {
      is: 'judged',
      of,
      broken: broken.map(({ at, message }) => ({ element: elementAt(at), message })),
      errors: errors.map(({ at, error }) => ({ element: elementAt(at), error })),
      errorCount,
    };
  }
}

/** Of a rule that does not run. */
function outcomeWithout(check: RuleCheck, viewed: ViewedOrganization): RuleOutcome {
  return check.is === 'sound' ? { is: 'not-judged', lacks: lackingParts(viewed, check.parts) } : check;
}

/** The thread with the view on it: a new one gets it too before it is asked anything. */
class RuleBench {
  readonly #thread: RuleThread;
  #view: ViewData | null = null;
  #isReady = false;

  constructor(thread: RuleThread) {
    this.#thread = thread;
  }

  put(view: ViewData): void {
    this.#view = view;
    this.#isReady = false;
  }

  /** To start and to load takes a while, which is not the rule's fault; the rest is its own time. */
  async ask(question: RuleQuestion, deadline: number): Promise<RuleAnswer | NoAnswer> {
    if (!this.#isReady) {
      const loaded = await this.#thread.ask({ ask: 'load', view: this.#view }, LOADING_DEADLINE);
      if (loaded.answer === 'none') return loaded;
      this.#isReady = true;
    }
    const answer = await this.#thread.ask(question, deadline);
    if (answer.answer === 'none') this.#isReady = false;
    return answer;
  }

  end(): Promise<void> {
    this.#isReady = false;
    return this.#thread.end();
  }
}

function reasonOf(answer: RuleAnswer | NoAnswer, { deadline }: CustomRule): string {
  if (answer.answer !== 'none') return `The thread of rules answered ${answer.answer} to another question.`;
  switch (answer.why) {
    case 'deadline':
      return `It did not end within ${deadline} milliseconds.`;
    case 'memory':
      return 'It used up the memory that rules have.';
    case 'crashed':
      return `The thread of rules ended: ${answer.said}.`;
  }
}
