/** What something else owns is not reviewed here; what is given beside a record is, role by role. */
import { expect, it } from 'vitest';
import type { Owners } from '../../src/platform/owners.ts';
import { reviewedGrants } from '../../src/review/reviewed-grants.ts';
import { desk } from '../connector/platforms.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';

const text = `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: desk
review: { every: 90 days, from: 2026-01-01, owners: [ada@acme.com] }
members:
  ada@acme.com: { MP roles: [admin] }
  ben@acme.com: { MB }
groups:
  eng: { MG members: [ben@acme.com], roles: [writer] }
folders:
  f: { members: { ada@acme.com: { MA roles: [reader] } } }
`;

function reviewed(owners: Owners): readonly string[] {
  const mark = (is: boolean) => (is ? 'declared: false,' : '');
  const [m, g, a] = [owners.member, owners.group, owners.assignment].map((owner) => owner !== undefined);
  const document = text
    .replace('MP', mark(m === true || a === true))
    .replace('MB', m === true ? 'declared: false' : '')
    .replace('MG', mark(g === true || a === true))
    .replace('MA', mark(a === true));
  const platform = { ...desk, owners };
  const read = policy.readOrganizations([onlyDocument(document, 'a.yaml')], new Map([['desk', platform]]));
  if (!read.ok || read.value[0] === undefined) throw new Error(JSON.stringify(read.diagnostics));
  return reviewedGrants(read.value[0], platform).map(({ grant, roles }) => `${grant}: ${roles.join(',')}`);
}

it.each<[string, Owners, readonly string[]]>([
  [
    'nobody else',
    {},
    [
      'ada@acme.com in acme: admin',
      'ben@acme.com in acme: ',
      'group eng on acme: writer',
      'ben@acme.com in group eng: ',
      'ada@acme.com on acme/folders/f: reader',
    ],
  ],
  [
    'people and groups',
    { member: 'a directory', group: 'a directory' },
    [
      'admin for ada@acme.com on acme: admin',
      'writer for group eng on acme: writer',
      'ada@acme.com on acme/folders/f: reader',
    ],
  ],
  [
    'what is given',
    { assignment: 'a file' },
    [
      'ada@acme.com in acme: ',
      'ben@acme.com in acme: ',
      'group eng on acme: ',
      'ben@acme.com in group eng: ',
    ],
  ],
  ['all of it', { member: 'a directory', group: 'a directory', assignment: 'a file' }, []],
])('%s is owned by something else', (_, owners, expected) => {
  expect(reviewed(owners)).toEqual(expected);
});
