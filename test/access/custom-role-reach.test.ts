/** Custom roles that hold where they are given, and not below: a word of the platform file for all of them. */
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { blockedWays } from '../../src/missing/blocked-ways.ts';
import { obstaclePhrase } from '../../src/report/answer/obstacle-phrase.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { keystone } from '../connector/platforms.ts';
import { desiredOn, WARDEN } from '../platform/warden.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';

const DOMAIN = 'acme/domains/works';
const HALL = `${DOMAIN}/projects/hall`;
const document = (given: string) => `roles:
  clerk: { declared: false, permissions: ["resources:as!clerk"], includes: [reader] }
  chief: { declared: false, permissions: ["resources:as!chief"], includes: [clerk, member] }
members:
  ana:
domains:
  works:
    members: { ana: { ${given} } }
    projects: { hall: }
`;
const CLERK = ['resources:read', 'resources:as!clerk'];
const CHIEF = [...CLERK, 'resources:change', 'resources:as!chief'];

describe.each([
  ['roles: [clerk]', CLERK, []],
  ['below: [clerk]', [], CLERK],
  ['roles: [chief], below: [clerk]', CHIEF, CLERK],
  ['roles: [reader], below: [chief]', ['resources:read'], CHIEF],
])('on Keystone, %s', (given, here, below) => {
  const { resources } = desiredOn(keystone, document(given));

  it('holds there, or below, and what it includes holds alike', () => {
    const access = buildAccess(keystone, resources);
    expect([...access.permissions('ana', DOMAIN)].sort()).toEqual([...here].sort());
    expect([...access.permissions('ana', HALL)].sort()).toEqual([...below].sort());
  });
});

it('access why says that the role does not reach', () => {
  const { resources } = desiredOn(keystone, document('roles: [clerk]'));
  const side = { platform: keystone, resources, ruledOut: new Map(), without: null };
  const ways = blockedWays({ member: 'ana', permission: 'resources:as!clerk', scope: HALL }, side);
  expect(ways.map(({ obstacles }) => obstacles.map((one) => obstaclePhrase(one, 'ana', BY_ID)))).toEqual([
    [`clerk holds on ${DOMAIN} and not below it`],
  ]);
});

it.each([
  ['self', 'p.yaml', []],
  ['everywhere', 'p.yaml', []],
  ['here', 'p.yaml', [/reach/]],
])('a platform file says %s', (reach, file, expected) => {
  const text = WARDEN.replace(
    'custom-roles: { at: [organization] }',
    `custom-roles: { at: [organization], reach: ${reach} }`,
  );
  const told = policy.readPlatform(onlyDocument(text, file)).diagnostics.map(({ message }) => message);
  expect(told.length).toBe(expected.length);
  for (const [at, pattern] of expected.entries()) expect(told[at]).toMatch(pattern);
});
