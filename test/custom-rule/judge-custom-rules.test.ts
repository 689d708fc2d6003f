import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedRule, RuleExaminer } from '../../src/custom-rule/answer-question.ts';
import { judgeCustomRules } from '../../src/custom-rule/judge-custom-rules.ts';
import { RuleThread } from '../../src/custom-rule/rule-thread.ts';
import type { ViewedOrganization } from '../../src/custom-rule/rule-view.ts';
import type { ViewElement } from '../../src/custom-rule/view-table.ts';
import type { RuleExpressions } from '../../src/custom-rule/worker-messages.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';

const example = join(import.meta.dirname, '../../examples/lumoauth');

function viewed(): ViewedOrganization {
  const workspace = loadWorkspace(example, '2026-11-30T00:00:00Z');
  if (!workspace.ok) throw new Error(JSON.stringify(workspace.diagnostics));
  const [desired] = workspace.value.organizations;
  if (desired === undefined) throw new Error('the example has an organization');
  const { organization, platform, instant, resources } = desired;
  return {
    organization,
    platform,
    instant,
    judged: resources,
    desired: resources,
    live: null,
    changes: null,
  };
}

const rule = (
  element: ViewElement,
  condition: string,
  more: Partial<RuleExpressions> = {},
): RuleExpressions => ({ element, mode: 'forbid', condition, message: null, ...more });

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
    const hog = '[0,1,2,3,4,5,6,7,8,9]';
    const runAway = `${Array(9)
      .fill(0)
      .map((_, at) => `${hog}.all(x${at}, `)
      .join('')}true${')'.repeat(9)}`;
    const outcomes = await judgeCustomRules(
      [
        rule('person', 'person.key.contains("@")', { message: '"person " + person.key' }),
        rule('organization', runAway),
        rule('person', 'true', { mode: 'require' }),
        rule('person', 'person.nothing == 1'),
        rule('person', 'live.name == person.key'),
        rule('person', 'dyn(person.key)'),
        rule('person', '1 / (person.groups.size() - person.groups.size()) == 1'),
        rule('grant', 'grant.permissions.size() == 0'),
        rule('organization', `${'['.repeat(3000)}${']'.repeat(3000)} == []`),
      ],
      viewed(),
    );
    expect(outcomes.map((one) => one.is)).toEqual([
      'judged',
      'failed',
      'judged',
      'invalid',
      'not-judged',
      'judged',
      'judged',
      'judged',
      'invalid',
    ]);
    const [all, , required, , , noBoolean, division, grants] = outcomes;
    expect(all).toMatchObject({ errorCount: 0 });
    expect(all?.is === 'judged' && all.brokenCount).toBeGreaterThan(0);
    expect(all?.is === 'judged' && all.broken[0]?.message).toMatch(/^person .+@/);
    expect(outcomes[1]).toEqual({ is: 'failed', why: 'It did not end within 1 second.' });
    expect(required).toMatchObject({ brokenCount: 0, errorCount: 0 });
    for (const one of [noBoolean, division]) {
      expect(one).toMatchObject({ brokenCount: 0 });
      expect(one?.is === 'judged' && one.errorCount).toBe(one?.is === 'judged' ? one.of : -1);
    }
    expect(grants?.is === 'judged' && grants.of).toBeGreaterThan(0);
  });

  it('fails where the thread does not start, and never passes', async () => {
    const thread = new RuleThread(join(import.meta.dirname, 'no-such-worker.cjs'));
    const [outcome] = await judgeCustomRules([rule('person', 'false')], viewed(), thread);
    expect(outcome?.is).toBe('failed');
  });

  it('judges nothing before there is a view', () => {
    const examiner = new RuleExaminer();
    expect(() => examiner.answer({ ask: 'judge', rule: rule('person', 'false') })).toThrow();
  });
});
