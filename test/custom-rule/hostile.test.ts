/** Expressions that mean harm, or come to nothing: every one is a rule that failed or is wrong, and none is a pass. */
import { afterAll, expect, it } from 'vitest';
import { CustomRules, type RuleOutcome } from '../../src/custom-rule/custom-rules.ts';
import type { CustomRule } from '../../src/custom-rule/worker-messages.ts';
import { RUN_AWAY, rule, viewed } from './viewed-example.ts';

const of = (condition: string, more: Partial<CustomRule> = {}) => rule('organization', condition, more);
const doubled = (text: string, times: number) =>
  Array.from({ length: times }).reduce<string>((sum) => `[${sum}].map(s, s + s)[0]`, text);
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)} == []`;
const long = (sign: string, count: number) => Array.from({ length: count }, () => '1').join(sign);

/** What never ends, or would fill the memory. The deadline is short, so that the test is not long. */
const RUNS_AWAY: Readonly<Record<string, string>> = {
  'nested loops': RUN_AWAY,
  'loops that keep all they made': `${doubled('[1]', 40)}.map(x, [x, x]).size() == 0`,
  'a text that doubles': `${doubled('"abcdefgh"', 40)}.size() == 0`,
  'a text that doubles, and is looked through': `${doubled('"abcdefgh"', 26)}.contains("x")`,
  'bytes that double': `${doubled('b"abcdefgh"', 40)}.size() == 0`,
  'a text replaced by longer ones': `${'"aaaaaaaaaaaaaaaa"'}${'.replace("a", "aaaaaaaaaaaaaaaa")'.repeat(9)}.size() == 0`,
  'lists that double': `${doubled('[1]', 40)}.all(x, x == 1)`,
  'a text joined with itself': `${Array.from({ length: 30 }).reduce<string>((text) => `[${text}].map(s, [s, s, s, s, s, s, s, s].join(s))[0]`, '"x"')} == ""`,
};

/** What is over at once, and is an error when it runs. */
const FAILS: Readonly<Record<string, string>> = {
  'division by zero': '1 / (organization.people.size() - organization.people.size()) == 1',
  'division of what overflows': '-9223372036854775808 / -1 == organization.people.size()',
  'an overflow': '9223372036854775807 + organization.people.size() > 0',
  'what comes to no yes or no': 'dyn(organization.name)',
  'null, where a yes or no is wanted': 'dyn(null)',
  'a function that there is not for it': 'dyn(organization.name) + 1 == 2',
  'an entry that there is not': 'organization.people[100000].key == ""',
  'a key that there is not': 'dyn(organization).nothing == ""',
  'a number that is none': 'int(organization.name) == 1',
  'an instant that is none': 'timestamp(organization.name) < now',
  'a pattern that is none': 'organization.name.matches("(")',
  'a pattern that RE2 does not have': 'organization.name.matches("(?=x)")',
  'a format for another kind': '"%d".format([organization.name]) == ""',
  'what is beyond a text': 'organization.name.substring(1000) == ""',
};

/** What the check refuses. */
const REFUSED: Readonly<Record<string, string>> = {
  'deep brackets': nested(3000),
  'brackets deeper than any stack': nested(4900),
  'one bracket more than there may be': `${'('.repeat(251)}true${')'.repeat(251)}`,
  'lists and calls in turn': `${'[dyn('.repeat(126)}true${')]'.repeat(126)} == []`,
  'deep calls': `${'dyn('.repeat(2400)}true${')'.repeat(2400)}`,
  'a type of Protocol Buffers': 'google.protobuf.Struct{} == organization',
  'a name of the thread': 'process.env == ""',
  'the way to the constructor of everything': 'organization.constructor == ""',
  'the prototype of everything': 'organization.__proto__ == organization',
};

/** What looks bad, and is nothing: it comes to a yes or no. */
const HARMLESS: Readonly<Record<string, string>> = {
  'as many brackets as there may be': `${'('.repeat(250)}true${')'.repeat(250)}`,
  'brackets of texts, which open nothing': `"${'('.repeat(300)}" + r'${'[\\d'.repeat(300)}' + """${'{"'.repeat(300)} """ != ""`,
  'many signs': `${'!'.repeat(9000)}true`,
  'a list that doubles, and is only counted': `${doubled('[1]', 40)}.size() == 0`,
  'a pattern that backtracks elsewhere': `"${'a'.repeat(40)}!".matches("^(a+)+$")`,
  'another of them': `"${'a'.repeat(2000)}".matches("(.*a){12}b")`,
  'a long sum': `${long('+', 2000)} == 1`,
  'many choices': `${Array.from({ length: 500 }, () => 'organization.name == ""').join(' || ')}`,
};

const rules = [
  ...Object.values(RUNS_AWAY).map((text) => of(text, { deadline: 500 })),
  ...Object.values(FAILS).map((text) => of(text)),
  ...Object.values(REFUSED).map((text) => of(text)),
  ...Object.values(HARMLESS).map((text) => of(text)),
];
const custom = new CustomRules(rules);
const outcomes = custom.judge(viewed());
afterAll(() => custom.end());

async function outcomeOf(text: string): Promise<RuleOutcome> {
  const outcome = (await outcomes)[rules.findIndex(({ condition }) => condition === text)];
  if (outcome === undefined) throw new Error('Every rule has an outcome.');
  return outcome;
}

it.each(Object.entries(RUNS_AWAY))('ends, and has failed: %s', async (_, text) => {
  const outcome = await outcomeOf(text);
  const isError = outcome.is === 'judged' && outcome.errorCount === outcome.of && outcome.broken.length === 0;
  expect(outcome.is === 'failed' || isError, JSON.stringify(outcome)).toBe(true);
});

it.each(Object.entries(FAILS))('is an error: %s', async (_, text) => {
  expect(await outcomeOf(text)).toMatchObject({ is: 'judged', of: 1, broken: [], errorCount: 1 });
});

it.each(Object.entries(REFUSED))('is refused: %s', async (_, text) => {
  expect((await outcomeOf(text)).is).toBe('invalid');
});

it.each(Object.entries(HARMLESS))('is judged: %s', async (_, text) => {
  expect(await outcomeOf(text)).toMatchObject({ is: 'judged', errorCount: 0 });
});
