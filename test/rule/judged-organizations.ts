/** Random organizations as rules judge them, and rules as somebody could write them, without a document. */
import type { Desired } from '../../src/compile/desired.ts';
import { AskedRule } from '../../src/rule/asked-rule.ts';
import type { BuiltInRule } from '../../src/rule/built-in-rule.ts';
import type { RuleBreach } from '../../src/rule/finding.ts';
import { JudgedOrganization } from '../../src/rule/judged-organization.ts';
import { PeopleIndex } from '../../src/rule/people-index.ts';
import type { Organization } from '../access/random.ts';

export const HERE = {
  from: 'file',
  file: 'rules.yaml',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
} as const;

const full = { scope: 'full', role: 'full', member: 'full', group: 'full', assignment: 'full' } as const;

export function judgedOrganization({ platform, resources }: Organization): JudgedOrganization {
  const desired: Desired = {
    organization: 'acme',
    platform,
    instant: '2026-06-15T12:00:00Z',
    resources,
    ruledOut: new Map(),
    authority: full,
    windows: [],
  };
  return new JudgedOrganization(desired, { document: null, resources, basis: 'written', instances: [] });
}

export function askedRule(name: string, keys: Readonly<Record<string, readonly string[]>>): AskedRule {
  const parameters = Object.entries(keys).map(([key, value]) => {
    const texts = value.map((text) => ({ value: text, origin: HERE }));
    return [key, { origin: HERE, value, texts, entries: [], placeWithin: () => HERE }] as const;
  });
  return new AskedRule({
    name: 'the rule',
    origin: HERE,
    rule: { value: name, origin: HERE },
    severity: null,
    parameters: new Map(parameters),
  });
}

export function judgedWith(
  rule: BuiltInRule,
  asked: AskedRule,
  organizations: readonly JudgedOrganization[],
): readonly RuleBreach[] {
  const people = new PeopleIndex([], organizations);
  return [...rule.judge({ rule: asked, organizations, everywhere: organizations, people })];
}
