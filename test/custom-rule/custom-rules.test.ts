import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedRule, RuleExaminer } from '../../src/custom-rule/answer-question.ts';
import { CustomRules, type RuleOutcome } from '../../src/custom-rule/custom-rules.ts';
import { RuleThread } from '../../src/custom-rule/rule-thread.ts';
import type { ViewElement } from '../../src/custom-rule/view-table.ts';
import type { CustomRule } from '../../src/custom-rule/worker-messages.ts';
import { RUN_AWAY, rule, viewed } from './viewed-example.ts';

/** Where a fault is, as the text that it points at, with what it says. */
function faultsOf(element: ViewElement, condition: string): readonly string[] {
  return checkedRule(rule(element, condition)).condition.map(
    ({ message, hint, offset, length }) =>
      `[${condition.slice(offset, offset + length)}] ${message}${hint === null ? '' : ` ${hint}`}`,
  );
}

describe('the check of expressions', () => {
  it.each<[ViewElement, string, string]>([
    ['person', 'persom.key == "a"', '[persom] There is no "persom" here. Did you mean `person`?'],
    ['person', 'person.keys == "a"', '[keys] A person has no field "keys". Did you mean `key`?'],
    [
      'person',
      'has(person.nick)',
      '[has] A person has no field "nick". It has: key, state, scopes, groups, roles.',
    ],
    [
      'person',
      'true &&\n  person . stat == "x"',
      '[stat] A person has no field "stat". Did you mean `state`?',
    ],
    [
      'person',
      'person.key.startWith("a")',
      '[startWith] There is no function "startWith". Did you mean `startsWith`?',
    ],
    ['person', 'person.key.endsWith()', '[endsWith] The function endsWith takes 1 argument, not 0.'],
    [
      'person',
      'person.key.endsWith(1)',
      '[endsWith] The function endsWith does not go with a text, with a whole number.',
    ],
    [
      'grant',
      'grant.scopes.path == "a"',
      '[path] A list (each a scope) has no fields, so there is no "path". Ask its items: exists(x, …), all(x, …), filter(x, …) or map(x, …).',
    ],
    [
      'grant',
      'grant.scopes.exists(s, s.pth == "a")',
      '[pth] A scope has no field "pth". Did you mean `path`?',
    ],
    ['person', 'person.key', '[person] The expression comes to a text, and must come to a yes or no.'],
    ['person', 'person.key == 1', '[==] These are never equal: a text and a whole number.'],
    [
      'person',
      'Person{key: "a"} == person',
      '[Person] There are no messages such as "Person" in rules. Write a map: {"key": value}.',
    ],
    ['person', '', '[] The expression is empty.'],
  ])('of %s: %s', (element, condition, told) => {
    const [first] = faultsOf(element, condition);
    // An operator of several signs is pointed at by its first.
    expect(first?.replace('[=]', '[==]')).toBe(told);
  });

  it.each<[ViewElement, string]>([
    ['person', '!person.key.endsWith("@acme.example") && "x" in person.groups'],
    ['grant', 'grant.scopes.exists(s, s.path.startsWith("acme")) && grant.permissions.size() > 3'],
    [
      'organization',
      'organization.people.filter(p, p.state == "active").map(p, p.key.lowerAscii()).size() >= 2',
    ],
    ['scope', 'scope.settings["a"] == "b" || scope.kind.matches("^pro.*")'],
    [
      'change',
      'change.fields.exists(f, f.added.exists(e, e == "owner")) && now > timestamp("2026-01-01T00:00:00Z")',
    ],
    ['gained-grant', 'access.gained.size() < 10 ? true : grant.permissions[0] == "a:b"'],
    ['person', 'dyn(person).anything == 3 && type(1) == int'],
  ])('takes what is right, of %s: %s', (element, condition) => {
    expect(faultsOf(element, condition)).toEqual([]);
  });

  it('says which parts of the view a rule asks for', () => {
    expect(checkedRule(rule('person', 'live.people.size() > 0 && access.gained == []')).parts).toEqual([
      'judged',
      'live',
      'gained',
    ]);
  });
});

describe('judging', () => {
  it('gives every rule its outcome, whatever the others do', async () => {
    const outcomes = await judged([
      rule('person', 'person.key.contains("@")', { message: '"person " + person.key' }),
      rule('organization', RUN_AWAY, { deadline: 200 }),
      rule('person', 'true', { mode: 'require' }),
      rule('person', 'person.nothing == 1'),
      rule('person', 'live.name == person.key'),
      rule('grant', 'grant.permissions.size() == 0'),
    ]);
    expect(outcomes.map((one) => one.is)).toEqual([
      'judged',
      'failed',
      'judged',
      'invalid',
      'not-judged',
      'judged',
    ]);
    const [all, runAway, required, , lacking, grants] = outcomes;
    expect(all).toMatchObject({ errorCount: 0 });
    expect(all?.is === 'judged' && all.broken.length === all.of && all.of > 0).toBe(true);
    expect(all?.is === 'judged' && all.broken[0]?.message).toMatch(/^person .+@/);
    expect(runAway).toEqual({ is: 'failed', why: 'It did not end within 200 milliseconds.' });
    expect(required).toMatchObject({ broken: [], errorCount: 0 });
    expect(lacking).toEqual({ is: 'not-judged', lacks: ['live'] });
    expect(grants?.is === 'judged' && grants.of).toBeGreaterThan(0);
  });

  it('is asked several times at once, and a rule that failed fails at once for all that come after', async () => {
    const rules = [rule('organization', RUN_AWAY, { deadline: 200 }), rule('person', 'false')];
    const custom = new CustomRules(rules);
    const all = await Promise.all([1, 2, 3].map(() => custom.judge(viewed())));
    await custom.end();
    expect(all.map((outcomes) => outcomes.map((one) => one.is))).toEqual(Array(3).fill(['failed', 'judged']));
  });

  it('leaves none out, however many there are', async () => {
    const many = viewed();
    const [scope] = many.judged.filter((one) => one.type === 'scope');
    if (scope === undefined) throw new Error('the example has a scope');
    const scopes = Array.from({ length: 1500 }, (_, at) => {
      const path = `lumoauth/x/s${at}`;
      return { ...scope, address: `scope:${path}` as const, attributes: { ...scope.attributes, path } };
    });
    const [outcome] = await judged([rule('scope', 'true', { message: 'scope.path' })], {
      ...many,
      judged: [...many.judged, ...scopes],
    });
    expect(outcome?.is === 'judged' && outcome.broken.length).toBeGreaterThan(1500);
  });

  it('fails where the thread does not start, and never passes', async () => {
    const thread = new RuleThread(join(import.meta.dirname, 'no-such-worker.cjs'));
    const [outcome] = await new CustomRules([rule('person', 'false')], thread).judge(viewed());
    expect(outcome?.is).toBe('failed');
  });

  it('judges nothing before there is a view', () => {
    const examiner = new RuleExaminer();
    expect(() => examiner.answer({ ask: 'judge', rule: rule('person', 'false') })).toThrow();
  });
});

async function judged(rules: readonly CustomRule[], of = viewed()): Promise<readonly RuleOutcome[]> {
  const custom = new CustomRules(rules);
  const outcomes = await custom.judge(of);
  await custom.end();
  return outcomes;
}
