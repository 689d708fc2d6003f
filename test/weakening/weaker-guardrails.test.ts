/** Each key of a Guardrails document: what makes it weaker, and that the other way round nothing is told. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { GuardrailsDocument } from '../../src/policy/guardrails-document.ts';
import { LIMIT_NAMES } from '../../src/policy/guardrails-document.ts';
import { known } from '../../src/source/known.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { weakerGuardrails } from '../../src/weakening/weaker-guardrails.ts';
import { policy } from '../policy/fixture.ts';

const HEAD = 'apiVersion: bylaw/v1\nkind: Guardrails\norganizations: "*"\n';

function rails(body: string): readonly GuardrailsDocument[] {
  const documents = readYaml(`${HEAD}${body}`, 'rails.yaml');
  if (!documents.ok) throw new Error(body);
  const read = policy.readGuardrails(documents.value);
  if (!read.ok) throw new Error(`${body}: ${read.diagnostics.map(({ message }) => message).join()}`);
  return read.value;
}

const weaker = (before: readonly GuardrailsDocument[], now: readonly GuardrailsDocument[]) =>
  weakerGuardrails(before, now).map(({ what }) => what);

const exception = (text: string) => `exceptions:\n  leave: { reason: r, owner: o, ${text} }\n`;
const WHOLE = 'limits: { members: 5 }, until: 2027-12-31';

/** Path of the key → before and after. */
const ROWS: readonly (readonly [key: string, before: string, now: string, what: string])[] = [
  ...LIMIT_NAMES.map(
    (name) =>
      [
        `limits.${name}`,
        `limits: { ${name}: { count: 5 } }\n`,
        `limits: { ${name}: { count: 6 } }\n`,
        `the limit of ${name} is raised: count 5 becomes 6`,
      ] as const,
  ),
  [
    'limit.count',
    'limits: { members: { count: 5 } }\n',
    'limits: { members: { count: 9 } }\n',
    'count 5 becomes 9',
  ],
  [
    'limit.percent',
    'limits: { members: { percent: 5 } }\n',
    'limits: { members: { percent: 9 } }\n',
    'percent 5 becomes 9',
  ],
  [
    'limit.few',
    'limits: { members: { percent: 5, few: 3 } }\n',
    'limits: { members: { percent: 5, few: 30 } }\n',
    'few 3 becomes 30',
  ],
  [
    'limit off',
    'limits: { members: { count: 5 } }\n',
    'limits: { members: off }\n',
    'the limit of members is taken off',
  ],
  ['limits', 'limits: { members: { percent: 5 } }\n', '', 'percent 5 becomes 49'],
  [
    'protected.members',
    'protected: { members: [a@x.io, b@x.io] }\n',
    'protected: { members: [a@x.io] }\n',
    'the member "b@x.io" is protected no more',
  ],
  [
    'protected.groups',
    'protected: { groups: [a, b] }\n',
    'protected: { groups: [a] }\n',
    'the group "b" is protected no more',
  ],
  ['protected.bylaw', 'protected: { bylaw: a@x.io }\n', '', 'Bylaw itself, "a@x.io" is protected no more'],
  ['protected', 'protected: { members: [a@x.io] }\n', '', 'the member "a@x.io" is protected no more'],
  [
    'holders',
    'holders: { x: { role: admin, on: acme, minimum: 2 } }\n',
    '',
    'the rule of holders "x" is removed',
  ],
  [
    'holders.role',
    'holders: { x: { role: admin, on: acme, minimum: 2 } }\n',
    'holders: { x: { role: viewer, on: acme, minimum: 2 } }\n',
    'the rule of holders "x" is relaxed',
  ],
  [
    'holders.on',
    'holders: { x: { role: admin, on: [acme, acme/x], minimum: 2 } }\n',
    'holders: { x: { role: admin, on: acme, minimum: 2 } }\n',
    'is relaxed',
  ],
  [
    'holders.minimum',
    'holders: { x: { role: admin, on: acme, minimum: 2 } }\n',
    'holders: { x: { role: admin, on: acme, minimum: 1 } }\n',
    'is relaxed',
  ],
  [
    'holders.maximum',
    'holders: { x: { role: admin, on: acme, maximum: 2 } }\n',
    'holders: { x: { role: admin, on: acme, maximum: 3 } }\n',
    'is relaxed',
  ],
  [
    'longest-exception',
    'longest-exception: 30\n',
    'longest-exception: 60\n',
    'exceptions may last longer: 30 days become 60',
  ],
  ['exceptions', '', exception(WHOLE), 'the change brings the exception "leave"'],
  ['exception.limits', exception(WHOLE), exception(WHOLE.replace('5', '6')), 'allows more: limits'],
  [
    'exception.of',
    exception('limits: { each-group: 5 }, of: a, until: 2027-12-31'),
    exception('limits: { each-group: 5 }, until: 2027-12-31'),
    'allows more: of',
  ],
  [
    'exception.protected',
    exception('protected: [a@x.io], until: 2027-12-31'),
    exception('protected: [a@x.io, b@x.io], until: 2027-12-31'),
    'allows more: protected',
  ],
  [
    'exception.holders',
    exception(`${WHOLE}, holders: [x]`),
    exception(`${WHOLE}, holders: [x, y]`),
    'allows more: holders',
  ],
  [
    'exception.administration',
    exception(WHOLE),
    exception(`${WHOLE}, administration: true`),
    'allows more: administration',
  ],
  [
    'exception.connection',
    exception(WHOLE),
    exception(`${WHOLE}, connection: { url: "https://x.io" }`),
    'allows more: connection',
  ],
  [
    'exception.from',
    exception(`${WHOLE}, from: 2027-02-01`),
    exception(`${WHOLE}, from: 2027-01-01`),
    'allows more: from',
  ],
  ['exception.until', exception(WHOLE), exception(WHOLE.replace('2027', '2028')), 'allows more: until'],
  [
    'exception.reason',
    exception(WHOLE),
    exception(WHOLE).replace('reason: r', 'reason: s'),
    'allows more: reason',
  ],
  [
    'exception.owner',
    exception(WHOLE),
    exception(WHOLE).replace('owner: o', 'owner: p'),
    'allows more: owner',
  ],
];

it.each(ROWS)('%s', (key, before, now, what) => {
  expect(weaker(rails(before), rails(now)).join('\n')).toContain(what);
  expect(weaker(rails(before), rails(before))).toEqual([]);
  // Another reason or owner is another review, whichever way.
  if (!/reason|owner|role/.test(key)) expect(weaker(rails(now), rails(before))).toEqual([]);
});

it('a document that is gone is weaker by all that it said', () => {
  const all = rails('limits: { members: { count: 5 } }\nprotected: { members: [a@x.io] }\n');
  expect(weaker(all, [])).toEqual([
    'the limit of members is raised: count 5 becomes none',
    'the member "a@x.io" is protected no more',
  ]);
  // A written limit stands in place of Bylaw's own: without a share, few people may all go.
  expect(weaker([], all)).toEqual(['the limit of members is raised: percent 49 becomes none']);
});

it('a pattern that takes the place of a name protects as before', () => {
  expect(
    weaker(rails('protected: { members: [a@x.io] }\n'), rails('protected: { members: ["*@x.io"] }\n')),
  ).toEqual([]);
});

it('every key of the schema has a row', () => {
  const schema = JSON.parse(readFileSync('schemas/guardrails.schema.json', 'utf8'));
  const { properties, $defs } = schema;
  const keys = [
    ...Object.keys(properties).filter((key) => !['apiVersion', 'kind', 'organizations'].includes(key)),
    ...Object.keys(properties.limits.properties).map((key) => `limits.${key}`),
    ...Object.keys(properties.protected.properties).map((key) => `protected.${key}`),
    ...Object.keys($defs.holders.properties).map((key) => `holders.${key}`),
    ...Object.keys($defs.exception.properties).map((key) => `exception.${key}`),
    ...Object.keys(known($defs.limit.properties ?? $defs.limit.oneOf?.[1]?.properties ?? {}, 'a limit')).map(
      (key) => `limit.${key}`,
    ),
  ];
  const rows = new Set(ROWS.map(([key]) => key));
  expect(keys.filter((key) => !rows.has(key))).toEqual([]);
});
