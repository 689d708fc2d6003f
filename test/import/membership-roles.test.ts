import { describe, expect, test } from 'vitest';
import { must } from '../connector/connections.ts';
import { atrium } from '../connector/platforms.ts';
import { changesOf, filesAfter, imported, live, snapshot } from './scene.ts';

/** What people are in a group, in documents that are brought to what is live. */

const PEOPLE = ['ada', 'ben', 'cy', 'di'].map((who) => `${who}@acme.com`);
const found = (leads: readonly string[]) =>
  snapshot([
    live.scope('acme', 'organization'),
    ...PEOPLE.map((who) => live.member(who)),
    live.given('acme', 'member:ada@acme.com', ['owner']),
    live.group('acme/qa', { members: PEOPLE, membershipRoles: leads.map((who) => `${who}@acme.com=lead`) }),
  ]);

const file = (members: string, authority = 'full') => `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: atrium
authority: ${authority}
members:
  ada@acme.com: { roles: [owner] }
  ben@acme.com:
  cy@acme.com:
  di@acme.com:
groups:
  qa:
    members:
${members}`;

const importedInto = (text: string, leads: readonly string[]) => {
  const files = filesAfter({ 'a.yaml': text }, must(imported(atrium, found(leads), { 'a.yaml': text })));
  expect(changesOf(atrium, files, found(leads))).toEqual([]);
  return files['a.yaml']?.split('    members:\n')[1];
};

describe('a group that is imported', () => {
  test('tells leads, and nothing of an owner', () => {
    const files = filesAfter({}, must(imported(atrium, found(['ada', 'ben']))));
    const text = Object.values(files).join('\n');
    expect(text).toContain('member: ben@acme.com');
    expect(text.match(/role: lead/g)).toHaveLength(1);
    expect(changesOf(atrium, files, found(['ada', 'ben']))).toEqual([]);
  });

  test('imported again: who is a lead now says so, who is one no more does not, and a window stays', () => {
    const before = `      - ada@acme.com
      - { member: ben@acme.com, role: lead } # for now
      - cy@acme.com # tester
      - { member: di@acme.com, until: 2099-01-01 }
`;
    expect(importedInto(file(before), ['ada', 'cy', 'di'])).toBe(`      - ada@acme.com
      - { member: ben@acme.com } # for now
      - { member: cy@acme.com, role: lead } # tester
      - { member: di@acme.com, role: lead, until: 2099-01-01 }
`);
    expect(importedInto(file(before), ['ben'])).toBe(before);
  });

  test('where groups are declared, a role that nobody writes is not written', () => {
    const before = `      - ada@acme.com
      - { member: ben@acme.com, role: member }
      - cy@acme.com
      - di@acme.com
`;
    expect(importedInto(file(before, 'declared'), ['ben', 'cy'])).toBe(
      before.replace('role: member', 'role: lead'),
    );
  });
});
