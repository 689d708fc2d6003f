import { type CelAnswer, celProgram, parseCel } from './cel-evaluator.ts';
import { checkExpression } from './check-expression.ts';
import { type ExpressionFault, placeFrom } from './expression-fault.ts';
import { LoadedView } from './loaded-view.ts';
import { VIEW_ELEMENTS, type ViewElement, type ViewPart } from './view-table.ts';
import type {
  BrokenElement,
  CheckedRule,
  ElementError,
  RuleAnswer,
  RuleExpressions,
  RuleQuestion,
  RuleVerdict,
} from './worker-messages.ts';

/** Of so many elements messages are made; more of them nobody reads. */
const MOST_MESSAGES = 1000;
const MOST_ERRORS = 3;
/** Of a message, and of what a rule says of an error. */
const LONGEST_MESSAGE = 1000;

/** Who answers what the thread of rules is asked. It remembers the view, and nothing else. */
export class RuleExaminer {
  #view: LoadedView | null = null;

  answer(question: RuleQuestion): RuleAnswer {
    switch (question.ask) {
      case 'check':
        return { answer: 'checked', checked: checkedRule(question.rule) };
      case 'load':
        this.#view = question.view === null ? null : new LoadedView(question.view);
        return { answer: 'loaded' };
      case 'judge': {
        if (this.#view === null) throw new Error('A rule is judged before there is anything to judge.');
        return { answer: 'judged', verdict: verdictOf(question.rule, this.#view) };
      }
    }
  }
}

export function checkedRule({ element, condition, message }: RuleExpressions): CheckedRule {
  const one = checkedText(condition, element, 'bool');
  const other = message === null ? null : checkedText(message, element, 'string');
  return {
    condition: one.faults,
    message: other === null ? [] : other.faults,
    parts: [...new Set([...one.parts, ...(other === null ? [] : other.parts)])],
  };
}

function checkedText(
  text: string,
  element: ViewElement,
  wanted: 'bool' | 'string',
): { readonly faults: readonly ExpressionFault[]; readonly parts: readonly ViewPart[] } {
  const parsed = parseCel(text);
  if ('error' in parsed) return { faults: [syntaxFault(text, parsed)], parts: [] };
  try {
    return checkExpression(text, parsed.source, element, wanted);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { faults: [syntaxFault(text, { error: 'it is nested too deeply', offset: 0 })], parts: [] };
  }
}

function syntaxFault(
  text: string,
  { error, offset }: { readonly error: string; readonly offset: number },
): ExpressionFault {
  if (text.trim() === '') return { message: 'The expression is empty.', hint: null, offset: 0, length: 0 };
  return { message: `The expression cannot be read: ${error}.`, hint: null, ...placeFrom(text, offset) };
}

function verdictOf({ element, mode, condition, message }: RuleExpressions, view: LoadedView): RuleVerdict {
  const judge = programOf(condition);
  const tell = message === null ? null : programOf(message);
  const variables: Record<string, unknown> = Object.create(view.variables);
  const { variable } = VIEW_ELEMENTS[element];
  const broken: BrokenElement[] = [];
  const errors: ElementError[] = [];
  let [at, errorCount] = [0, 0];
  const wrong = (error: string) => {
    errorCount += 1;
    if (errors.length < MOST_ERRORS) errors.push({ at, error: cut(error) });
  };
  for (const one of view.elements(element)) {
    variables[variable] = one;
    const answer = judge(variables);
    if ('error' in answer) wrong(answer.error);
    else if (typeof answer.value !== 'boolean') wrong('the expression comes to no yes or no');
    else if (answer.value === (mode === 'forbid')) {
      const told = tell === null || broken.length >= MOST_MESSAGES ? null : textOf(tell(variables));
      if (told !== null && 'error' in told) wrong(`its message: ${told.error}`);
      broken.push({ at, message: told !== null && 'text' in told ? told.text : null });
    }
    at += 1;
  }
  return { of: at, broken, errors, errorCount };
}

function textOf(answer: CelAnswer): { readonly text: string } | { readonly error: string } {
  if ('error' in answer) return answer;
  return typeof answer.value === 'string'
    ? { text: cut(answer.value) }
    : { error: 'the expression comes to no text' };
}

function programOf(text: string): ReturnType<typeof celProgram> {
  const parsed = parseCel(text);
  if ('error' in parsed) throw new Error(parsed.error);
  return celProgram(parsed.source);
}

function cut(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE - 1)}…` : text;
}
