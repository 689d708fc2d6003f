import { describe, expect, it } from 'vitest';
import type { Desired } from '../../src/compile/desired.ts';
import { desiredOf } from '../platform/shipped.ts';
import { got } from '../policy/fixture.ts';
import { failures, lookedAt } from './expectations.ts';

const lumoauth = (tmp: string): Desired =>
  desiredOf(
    'lumoauth',
    `members:
  ana@acme.com: { roles: [admin] }
  bo@acme.com: { roles: [viewer] }
  tmp@agency.com: ${tmp}
`,
  );

const GONE = [
  '{ roles: [viewer], until: 2020-01-31 }',
  '{ roles: [viewer], from: 2090-01-31 }',
  '{ absent: true }',
];

describe.each(GONE)('whoever is %s', (tmp) => {
  it.each(['"*"', '"*@*"', '"tmp@*"', '"*@agency.com"', '["*@agency.com", bo@acme.com]'])(
    'is not meant by the pattern %s, whose expectation would forbid the removal',
    (members) => {
      const found = lookedAt(
        `  a: { members: ${members}, can: "documents:read", on: acme }`,
        lumoauth(tmp),
        null,
      );
      expect(failures(got(found))).toEqual([]);
    },
  );

  it('is meant by his own key', () => {
    const found = lookedAt(
      '  a: { members: tmp@agency.com, can: "documents:read", on: acme }',
      lumoauth(tmp),
      null,
    );
    expect(failures(got(found))).toEqual([
      'a: lacks can documents:read | tmp@agency.com | documents:read | acme',
    ]);
  });
});

it('others whom the pattern means are looked at all the same', () => {
  const found = lookedAt(
    '  a: { members: "*", can: "roles:assign", on: acme }',
    lumoauth(GONE[0] ?? ''),
    null,
  );
  expect(failures(got(found))).toEqual(['a: lacks can roles:assign | bo@acme.com | roles:assign | acme']);
});
