/** Each key of Rules and People documents: what makes it weaker, and that the other way round nothing is told. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rulesAsWritten } from '../../src/command/rules/judge-written.ts';
import { choicesOf, meaningOfMore, usualSeverity } from '../../src/rule/rule-meanings.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { type WrittenRules, weakerRules } from '../../src/weakening/weaker-rules.ts';
import { writtenPolicies } from '../../src/workspace/written-policies.ts';
import { policy } from '../policy/fixture.ts';

const MEANINGS = { usual: usualSeverity, more: meaningOfMore, choices: choicesOf };

function rules(body: string): WrittenRules {
  const head = body.startsWith('kind: People') ? '' : 'kind: Rules\norganizations: "*"\n';
  const documents = readYaml(`apiVersion: bylaw/v1\n${head}${body}`, 'rules.yaml');
  if (!documents.ok) throw new Error(body);
  const read = rulesAsWritten(writtenPolicies(policy, documents.value));
  if (!read.ok) throw new Error(`${body}: ${read.diagnostics.map(({ message }) => message).join()}`);
  return read.value;
}

const weaker = (before: string, now: string) =>
  weakerRules(rules(before), rules(now), MEANINGS).map(({ what }) => what);

const duties = (more: string) =>
  `rules:\n  two: { rule: separation-of-duties, either: [a:b, a:c], or: [d:e], ${more} }\n`;
const domains = (list: string) => `rules:\n  ours: { rule: email-domains, domains: [${list}] }\n`;
const direct = (more: string) => `rules:\n  no: { rule: no-direct-roles${more} }\n`;
const known = (more: string) =>
  `acknowledged:\n  a: { rule: two, person: p@x.io, reason: r, owner: o, ${more} }\n`;
const WHOLE = 'permissions: [a:b], from: 2027-01-01, until: 2027-12-31';
const drift = (more: string) =>
  `acknowledged-drift:\n  d: { fact: "member:acme:p@x.io", kind: added, reason: r, owner: o, ${more} }\n`;
const people = (keys: string) => `kind: People\npeople:\n  ana: { keys: { ${keys} } }\n`;

/** Path of the key → before and after. */
const ROWS: readonly (readonly [key: string, before: string, now: string, what: string])[] = [
  ['rules', duties('severity: error'), '', 'the rule "two" is removed'],
  ['rule.severity', duties('severity: error'), duties('severity: warning'), 'severity error becomes warning'],
  ['rule.severity off', duties('severity: warning'), duties('severity: off'), 'severity warning becomes off'],
  [
    'rule.severity unwritten',
    duties('within: scope'),
    duties('severity: warning'),
    'severity error becomes warning',
  ],
  ['rule.rule', duties('severity: error'), domains('x.io').replace('ours', 'two'), 'it is email-domains'],
  ['rule.either', duties('severity: error'), duties('severity: error').replace('a:b, ', ''), '`either`'],
  ['rule.or', duties('severity: error').replace('d:e', 'd:e, d:f'), duties('severity: error'), '`or`'],
  ['rule.within', duties('within: everywhere'), duties('within: organization'), '`within`'],
  ['rule.within unwritten', duties('within: organization'), duties('severity: error'), '`within`'],
  ['rule.domains', domains('x.io'), domains('x.io, y.io'), '`domains`'],
  ['rule.except', direct(', except: [a]'), direct(', except: [a, b]'), '`except`'],
  ['rule.except unwritten', direct(''), direct(', except: [b]'), '`except`'],
  ['acknowledged', '', known(WHOLE), 'the change brings the acknowledgement "a"'],
  [
    'acknowledgement.permissions',
    known(WHOLE),
    known(WHOLE.replace('[a:b]', '[a:b, a:c]')),
    'allows more: permissions',
  ],
  ['acknowledgement.until', known(WHOLE), known(WHOLE.replace('12-31', '12-30')), ''],
  ['acknowledgement.from', known(WHOLE.replace('01-01', '01-02')), known(WHOLE), 'allows more: from'],
  [
    'longest-acknowledgement',
    'longest-acknowledgement: 30\n',
    'longest-acknowledgement: 60\n',
    '30 days become 60',
  ],
  ['longest-acknowledgement gone', 'longest-acknowledgement: 30\n', '', '30 days become none'],
  ['acknowledged-drift', '', drift('until: 2027-12-31'), 'the change brings the acknowledged drift "d"'],
  [
    'people',
    people('acme: p@x.io, other: p'),
    people('acme: p@x.io, third: p'),
    'the keys of "ana" are one person no more',
  ],
];

it.each(ROWS.filter(([, , , what]) => what !== ''))('%s', (_, before, now, what) => {
  const told = weaker(before, now);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(what);
  expect(weaker(now, now)).toEqual([]);
});

it.each(ROWS.filter(([key]) => !key.startsWith('rule.rule') && !key.startsWith('people')))(
  '%s the other way round is not weaker',
  (_, before, now, what) => {
    const [from, to] = what === '' ? [before, now] : [now, before];
    expect(weaker(from, to)).toEqual([]);
  },
);

it.each([
  ['another person', known(WHOLE), known(WHOLE).replace('p@x.io', 'q@x.io'), 'allows more: subject'],
  ['another rule', known(WHOLE), known(WHOLE).replace('rule: two', 'rule: three'), 'allows more: subject'],
  ['another reason', known(WHOLE), known(WHOLE).replace('reason: r', 'reason: s'), 'allows more: reason'],
  ['another owner', known(WHOLE), known(WHOLE).replace('owner: o', 'owner: p'), 'allows more: owner'],
  ['a later end', known(WHOLE), known(WHOLE.replace('2027-12-31', '2028-01-01')), 'allows more: until'],
  ['a rule that was off', duties('severity: off'), '', null],
  ['a rule of the same name in another document', duties('severity: error'), duties('severity: error'), null],
  [
    'a side in another order',
    duties('severity: error'),
    duties('severity: error').replace('a:b, a:c', 'a:c, a:b'),
    null,
  ],
  ['a longer drift', drift('until: 2027-12-31'), drift('until: 2028-12-31'), 'allows more: until'],
  [
    'a key more of a person',
    people('acme: p@x.io, other: p'),
    people('acme: p@x.io, other: p, third: p'),
    null,
  ],
])('%s', (_, before, now, what) => {
  const told = weaker(before, now);
  if (what === null) expect(told).toEqual([]);
  else expect(told[0]).toContain(what);
});

it('has a row for each key of a Rules document', () => {
  const { properties, $defs } = JSON.parse(readFileSync('schemas/rules.schema.json', 'utf8'));
  const keys = [
    ...Object.keys(properties).filter((key) => !['apiVersion', 'kind', 'organizations'].includes(key)),
    'rule.rule',
    'rule.severity',
  ];
  expect($defs).toBeDefined();
  const rows = new Set(ROWS.map(([key]) => key));
  expect(keys.filter((key) => !rows.has(key))).toEqual([]);
});
