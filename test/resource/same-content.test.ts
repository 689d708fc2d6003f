import { expect, test } from 'vitest';
import { memberId } from '../../src/resource/identifiers.ts';
import type { Entries, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import { hasSameContent } from '../../src/resource/same-content.ts';
import type { Origin } from '../../src/source/origin.ts';

const WRITTEN: Origin = { from: 'platform', platform: 'atrium', what: 'a file' };
const LIVE = { from: 'live', url: 'https://example.test' } as const;

const ANA = memberId('ana@acme.com', 'exact');

const entries = (origin: Origin, ...names: readonly string[]): Entries =>
  new Map(names.map((name) => [name, origin]));

function company(origin: Origin): readonly Resource[] {
  return [
    resourceWith('scope', { path: 'acme', settings: entries(origin, 'base=read') }, origin),
    resourceWith('role', { home: 'acme', name: 'reader', permissions: entries(origin, 'a:read') }, origin),
    resource(
      'member',
      { scope: 'acme', member: ANA, display: ANA, state: 'active', invitation: null },
      origin,
    ),
    resourceWith('group', { home: 'acme', name: 'qa', members: entries(origin, 'ana@acme.com') }, origin),
    resourceWith(
      'assignment',
      { scope: 'acme', principal: { type: 'group', group: 'acme/qa' }, roles: entries(origin, 'reader') },
      origin,
    ),
  ];
}

const changed = (at: number, attributes: object): readonly Resource[] =>
  company(LIVE).map((one, index) =>
    index === at ? ({ ...one, attributes: { ...one.attributes, ...attributes } } as Resource) : one,
  );

test('what was read elsewhere and says the same is the same', () => {
  expect(hasSameContent(company(WRITTEN), company(LIVE))).toBe(true);
});

test.each<readonly [string, readonly Resource[]]>([
  ['one is missing', company(LIVE).slice(1)],
  ['one is more', [...company(LIVE), resourceWith('group', { home: 'acme', name: 'zz' }, LIVE)]],
  ['another order', company(LIVE).toReversed()],
  ['a setting', changed(0, { settings: entries(LIVE, 'base=none') })],
  ['one permission more', changed(1, { permissions: entries(LIVE, 'a:read', 'a:write') })],
  ['a permission taken away', changed(1, { denies: entries(LIVE, 'a:read') })],
  ['a state', changed(2, { state: 'deactivated' })],
  ['a spelling', changed(2, { display: 'Ana@acme.com' })],
  ['an invitation', changed(2, { invitation: { sent: 1, sentAt: '2027-01-01T00:00:00Z', expiresAt: null } })],
  ['another person in a group', changed(3, { members: entries(LIVE, 'bo@acme.com') })],
  ['another role', changed(4, { roles: entries(LIVE, 'writer') })],
  ['a role below', changed(4, { below: entries(LIVE, 'reader') })],
  ['a role denied', changed(4, { denied: entries(LIVE, 'reader') })],
])('%s is a difference', (_, live) => {
  expect(hasSameContent(company(WRITTEN), live)).toBe(false);
  expect(hasSameContent(live, company(WRITTEN))).toBe(false);
});
