/** CEL's own conformance cases, in the environment that rules have, and what the check of rules says of them. */
import { expect, it } from 'vitest';
import { celProgram, parseCel } from '../../src/custom-rule/cel-evaluator.ts';
import { checkExpression } from '../../src/custom-rule/check-expression.ts';
import { type ConformanceCase, conformanceCases, REFUSED } from './conformance-cases.ts';
import { expectedText, inputOf, valueText } from './conformance-value.ts';

type SimpleTest = ConformanceCase['test'];

const all = conformanceCases();
const refusal = (one: ConformanceCase) => Object.keys(REFUSED).find((name) => REFUSED[name]?.of(one));
const taken = all.filter((one) => refusal(one) === undefined);

it('passes every case that is not refused for a reason', () => {
  const faults = taken.flatMap(({ path, test }) => {
    const fault = faultOf(test);
    return fault === null ? [] : [`${path}: ${test.expr}: ${fault}`];
  });
  console.log(
    `CEL conformance: ${taken.length - faults.length} of ${all.length} cases pass.\n${Object.entries(REFUSED)
      .map(
        ([name, { why }]) =>
          `  ${all.filter((one) => refusal(one) === name).length} refused, ${name}: ${why}`,
      )
      .join('\n')}`,
  );
  expect(faults).toEqual([]);
  // No reason swallows more than it did.
  expect(taken.length).toBe(1292);
});

it.each(Object.keys(REFUSED))('refuses for a reason that there is: %s', (name) => {
  const ofIt = all.filter((one) => refusal(one) === name);
  expect(ofIt.some(({ test }) => test.checkOnly || faultOf(test) !== null)).toBe(true);
});

it('lets through the check what CEL says is well typed and comes to a value', () => {
  const wrong = taken.flatMap(({ path, test }) => {
    if (test.disableCheck || test.disableMacros || Object.keys(test.bindings).length > 0 || isOfError(test))
      return [];
    const text = `dyn(${test.expr}\n) == 0`;
    const parsed = parseCel(text);
    if ('error' in parsed) return [`${path}: ${parsed.error}`];
    const { faults } = checkExpression(text, parsed.source, 'person', 'bool');
    return faults.map(({ message }) => `${path}: ${test.expr}: ${message}`);
  });
  expect(wrong).toEqual([]);
});

function isOfError({ resultMatcher }: SimpleTest): boolean {
  return resultMatcher.case === 'evalError' || resultMatcher.case === 'anyEvalErrors';
}

/** Null: what came out is what is expected. */
function faultOf(test: SimpleTest): string | null {
  const parsed = parseCel(test.expr);
  if ('error' in parsed) return isOfError(test) ? null : `cannot be read: ${parsed.error}`;
  const answer = celProgram(parsed.source)(variablesOf(test));
  if (isOfError(test)) return 'error' in answer ? null : `is no error, but ${valueText(answer.value)}`;
  if ('error' in answer) return `error: ${answer.error}`;
  const [found, wanted] = [valueText(answer.value), wantedText(test)];
  return found === wanted ? null : `is ${found}, not ${wanted}`;
}

function variablesOf({ bindings }: SimpleTest): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(bindings).map(([name, { kind }]) => {
      if (kind.case !== 'value') throw new Error('A variable of a case is an error.');
      return [name, inputOf(kind.value)];
    }),
  );
}

function wantedText({ resultMatcher }: SimpleTest): string {
  switch (resultMatcher.case) {
    case 'value':
      return expectedText(resultMatcher.value);
    case 'typedResult':
      return resultMatcher.value.result === undefined ? 'nothing' : expectedText(resultMatcher.value.result);
    case undefined:
      return expectedText({ $typeName: 'cel.expr.Value', kind: { case: 'boolValue', value: true } });
    default:
      throw new Error(`A case expects ${resultMatcher.case}.`);
  }
}
