/** Rules over what is live: what no document has, what documents leave to the platform, and what could not be read. */
import { describe, expect, it } from 'vitest';
import { groupAddress } from '../../src/resource/address.ts';
import type { Resource, UnknownList } from '../../src/resource/resource.ts';
import { entriesFrom, resourceWith } from '../../src/resource/resource-types.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { type JudgedInput, judgedDocuments } from './judged-documents.ts';

const LIVE = { from: 'live', url: 'https://platform.example/' } as const;
const ADMIN = 'members:\n  ana@acme.example: { roles: [admin] }\n';

function said(input: Omit<JudgedInput, 'side'>, live: (written: readonly Resource[]) => readonly Resource[]) {
  const read = (unknown: readonly UnknownList[] = []) =>
    judgedDocuments({
      ...input,
      side: ({ resources }) => ({ resources: live(resources), basis: 'live', unknown }),
    }).findings.map(({ message }) => message);
  const written = judgedDocuments(input).findings.map(({ message }) => message);
  return { written, read };
}

describe('ends of privileged roles', () => {
  const rules = 'rules:\n  ends: { rule: required-expiry, roles: [admin, editor] }\n';
  const organization =
    'members:\n  ana@acme.example: { roles: [{ role: admin, until: 2026-12-31 }] }\n  bo@acme.example: {}\n';

  it('are those of the documents, and what no document has, has none', () => {
    const principal = { type: 'member', member: 'bo@acme.example' } as const;
    const given = resourceWith(
      'assignment',
      { scope: 'acme', principal, roles: entriesFrom(['editor'], LIVE) },
      LIVE,
    );
    const { written, read } = said({ organization, rules }, (resources) => [...resources, given]);
    expect(written).toEqual([]);
    expect(read()).toEqual(['bo@acme.example holds editor on acme without an end, against "ends".']);
  });

  it('are of the time at which they are judged', () => {
    const held = (instant: string) =>
      judgedDocuments({
        organization: `${organization}  cy@acme.example: { roles: [admin] }\n`,
        rules,
        instant,
      });
    for (const instant of ['2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z'])
      expect(held(instant).findings.map(({ person }) => person)).toEqual(['cy@acme.example']);
  });

  it('in a ring of groups are found once for each person', () => {
    const ring =
      'members:\n  ana@acme.example: {}\n  bo@acme.example: {}\ngroups:\n  one: { members: [ana@acme.example], groups: [{ group: two, until: 2026-12-31 }], roles: [admin] }\n  two: { members: [bo@acme.example] }\n';
    const { findings } = judgedDocuments({ organization: ring, rules });
    expect(findings.map(({ person }) => person)).toEqual(['ana@acme.example']);
  });
});

describe('what is not known', () => {
  const address = groupAddress('acme/readers');
  const unknown: UnknownList = {
    name: 'people of group readers',
    type: 'group',
    of: { address },
    because: diagnostic('file-unreadable', 'no', null),
  };

  it('is not empty', () => {
    const organization = `${ADMIN}groups:\n  readers: {}\n`;
    const rules = 'rules:\n  empty: { rule: empty-groups }\n';
    const { written, read } = said({ organization, rules, authority: 'declared' }, (all) => all);
    expect(written).toEqual([]);
    expect(read()).toEqual(['Nobody is in the group acme/readers, and "empty" wants somebody in each.']);
    expect(read([unknown])).toEqual([]);
  });

  it('is not without an owner', () => {
    const organization = `${ADMIN}groups:\n  readers: { members: [ana@acme.example] }\n`;
    const rules = 'rules:\n  owned: { rule: group-owners }\n';
    const { written, read } = said({ organization, rules, authority: 'declared' }, (all) => all);
    expect(written).toEqual([]);
    expect(read()).toEqual([
      'Nobody answers for the group acme/readers, and "owned" wants an owner of each.',
    ]);
    expect(read([unknown])).toEqual([]);
  });

  it('is not unused', () => {
    const organization = `${ADMIN}groups:\n  readers: { roles: [reader] }\nroles:\n  reader: { permissions: [users:read] }\n`;
    const rules = 'rules:\n  used: { rule: unused-roles }\n';
    const { written, read } = said({ organization, rules, authority: 'declared' }, (all) => all);
    expect(written).toEqual([]);
    expect(read()).toEqual(['Nobody holds the role reader of acme, and "used" wants each to be held.']);
    expect(read([unknown])).toEqual([]);
  });
});

it('a role that a document gives from a later day on is of use', () => {
  const organization = (from: string) =>
    `${ADMIN}  bo@acme.example: { roles: [{ role: reader, from: ${from} }] }\nroles:\n  reader: { permissions: [users:read] }\n`;
  const rules = 'rules:\n  used: { rule: unused-roles }\n';
  expect(judgedDocuments({ organization: organization('2027-01-01'), rules }).findings).toEqual([]);
});

it('a group on the platform that is in no file has no owner of its file', () => {
  const organization = `${ADMIN}groups:\n  readers: { members: [ana@acme.example] }\n`;
  const rules = 'rules:\n  files: { rule: owned-files, owners: { "access/*.yaml": ana@acme.example } }\n';
  const stray = resourceWith('group', { home: 'acme', name: 'stray' }, LIVE);
  const { written, read } = said({ organization, rules }, (all) => [...all, stray]);
  expect(written).toEqual([]);
  expect(read()).toEqual(['The group acme/stray is in no file, and "files" wants an owner of each file.']);
});
