import { describe, expect, it } from 'vitest';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { atrium, desk } from '../connector/platforms.ts';
import { codes, NOON, said } from './said.ts';

const PEOPLE = 'members: { ada@acme.com: { roles: [admin] }, ben@acme.com: , cy@acme.com: }\n';
const acme = (body: string, platform = 'desk') =>
  `name: acme\nplatform: ${platform}\nauthority: full\n${PEOPLE}${body}`;
const onHomes: PlatformDefinition = {
  ...desk,
  groups: { ...desk.groups, homes: ['organization', 'folder'], perMember: 'one-per-home' },
};

describe('a person is in one group', () => {
  it('two are refused with both places', () => {
    const body = 'groups:\n  a: { members: [ben@acme.com] }\n  b: { members: [cy@acme.com, Ben@acme.com] }\n';
    expect(said(desk, acme(body))).toEqual([
      'error a.yaml:7:31 group-cardinality: Ben@acme.com is in group a and in group b; on Desk a person is in one group at a time.',
      '  a.yaml:6:18 the place in group a',
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'three are told once',
      'groups: { a: { members: [ben@acme.com] }, b: { members: [ben@acme.com] }, c: { members: [ben@acme.com] } }',
      ['error a.yaml:5:58 group-cardinality'],
    ],
    [
      'each person for himself',
      'groups:\n  a: { members: [ben@acme.com, cy@acme.com] }\n  b: { members: [cy@acme.com] }\n  c: { members: [ben@acme.com] }',
      ['error a.yaml:7:18 group-cardinality', 'error a.yaml:8:18 group-cardinality'],
    ],
    ['one', 'groups: { a: { members: [ben@acme.com] }, b: { members: [cy@acme.com] } }', []],
    [
      'the inner group is no second place',
      'groups: { a: { members: [ben@acme.com], groups: [b] }, b: { members: [cy@acme.com] } }',
      [],
    ],
    [
      'a place of their own in the outer one is',
      'groups:\n  a: { members: [cy@acme.com], groups: [b] }\n  b: { members: [cy@acme.com] }',
      ['error a.yaml:7:18 group-cardinality'],
    ],
    [
      'a group that is ruled out holds nobody',
      'groups: { a: { members: [ben@acme.com] }, b: { absent: true } }',
      [],
    ],
  ])('%s', (_, body, expected) => {
    expect(codes(desk, acme(body))).toEqual(expected);
  });

  it('where any number is allowed, nothing is said', () => {
    const body = 'groups: { a: { members: [ben@acme.com] }, b: { members: [ben@acme.com] } }';
    expect(codes(atrium, acme(body, 'atrium').replace('[admin]', '[owner]'))).toEqual([]);
  });

  it('one of each home', () => {
    const body = (inner: string) =>
      acme(
        `groups: { a: { members: [ben@acme.com] } }\nfolders:\n  x:\n    groups: { b: { members: [ben@acme.com] }${inner} }\n`,
      );
    expect(codes(onHomes, body(''))).toEqual([]);
    expect(said(onHomes, body(', c: { members: [ben@acme.com] }'))).toEqual([
      'error a.yaml:8:62 group-cardinality: ben@acme.com is in group b of acme/folders/x and in group c of acme/folders/x; on Desk a person is in one group of the same home at a time.',
      '  a.yaml:8:30 the place in group b of acme/folders/x',
    ]);
    expect(codes(desk, body(''))).toContain('error a.yaml:8:15 not-supported');
  });
});

describe('windows', () => {
  const place = (window: string) => `{ member: ben@acme.com${window === '' ? '' : `, ${window}`} }`;
  const two = (first: string, second: string) =>
    acme(`groups:\n  a: { members: [${place(first)}] }\n  b: { members: [${place(second)}] }\n`);
  const clash = 'error a.yaml:7:28 group-cardinality';
  const cardinality = (text: string, instant?: string) =>
    codes(desk, text, instant).filter((code) => code.includes('cardinality'));

  it.each<[string, string, string, readonly string[]]>([
    ['one after the other', 'until: 2026-06-30', 'from: 2026-07-01', []],
    ['to the second', 'until: 2026-06-30T18:00:00Z', 'from: 2026-06-30T18:00:00Z', []],
    ['by a second too long', 'until: 2026-06-30T18:00:01Z', 'from: 2026-06-30T18:00:00Z', [clash]],
    ['on the day both are written for', 'until: 2026-07-01', 'from: 2026-07-01', [clash]],
    [
      'later, for one day',
      'from: 2027-01-01, until: 2027-03-01',
      'from: 2027-03-01, until: 2027-03-31',
      [clash],
    ],
    ['one inside the other, to come', 'from: 2027-01-01', 'from: 2027-02-01, until: 2027-02-02', [clash]],
    ['one is over', 'until: 2026-06-01', '', []],
    [
      'both are over, and were there together',
      'until: 2026-06-01',
      'from: 2026-05-01, until: 2026-06-02',
      [],
    ],
    ['one without a window', '', 'from: 2027-01-01', [clash]],
  ])('%s', (_, first, second, expected) => {
    expect(cardinality(two(first, second))).toEqual(expected);
    const [back] = cardinality(two(second, first));
    expect(back === undefined).toBe(expected.length === 0);
  });

  it('every instant says the same of what is to come, until it is over', () => {
    const text = two('from: 2027-01-01, until: 2027-03-01', 'from: 2027-02-15');
    expect(cardinality(text, '2026-01-01T00:00:00Z')).toEqual([clash]);
    expect(cardinality(text, '2027-02-20T00:00:00Z')).toEqual([clash]);
    expect(cardinality(text, '2027-03-02T00:00:00Z')).toEqual([]);
  });

  it('says from when on', () => {
    expect(said(desk, two('', 'from: 2027-01-01'))[0]).toBe(
      'error a.yaml:7:28 group-cardinality: ben@acme.com is in group a and in group b, from 2027-01-01T00:00:00Z on; on Desk a person is in one group at a time.',
    );
  });

  it('the end of a membership ends the place', () => {
    const text = two('', 'from: 2026-09-01').replace(
      'ben@acme.com: ,',
      'ben@acme.com: { until: 2026-08-31 },',
    );
    expect(cardinality(text)).toEqual([]);
  });

  it('a group whose own window ends keeps its people, and they their places', () => {
    const text = acme(
      'groups:\n  a: { members: [ben@acme.com], until: 2026-06-30 }\n  b: { members: [{ member: ben@acme.com, from: 2026-07-01 }] }\n',
    );
    expect(cardinality(text)).toEqual([clash]);
  });
});

describe('a person or group holds one role on a scope', () => {
  it('two are refused with both places', () => {
    const body =
      'groups: { a: { members: [], roles: [reader, writer] } }\nfolders:\n  x: { members: { ben@acme.com: { roles: [writer, reader] } } }\n';
    expect(said(desk, acme(body))).toEqual([
      'error a.yaml:5:45 role-cardinality: group a holds reader and writer on acme; on Desk nobody holds two roles on one scope.',
      '  a.yaml:5:37 reader is written here',
      '  Keep one of them, or give them windows that do not overlap.',
      'error a.yaml:7:51 role-cardinality: ben@acme.com holds writer and reader on acme/folders/x; on Desk nobody holds two roles on one scope.',
      '  a.yaml:7:43 writer is written here',
      '  Keep one of them, or give them windows that do not overlap.',
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'one on each scope',
      'groups: { a: { members: [], roles: [reader] } }\nfolders:\n  x: { groups: { a: { roles: [writer] } } }',
      [],
    ],
    [
      'one after the other',
      'groups: { a: { members: [], roles: [{ role: reader, until: 2026-06-30 }, { role: writer, from: 2026-07-01 }] } }',
      [],
    ],
    [
      'together later',
      'groups: { a: { members: [], roles: [{ role: reader, until: 2026-07-01 }, { role: writer, from: 2026-07-01 }] } }',
      ['error a.yaml:5:82 role-cardinality'],
    ],
    [
      'the entry ends before',
      'groups: { a: { members: [], until: 2026-06-30, roles: [reader, { role: writer, from: 2026-07-01 }] } }',
      [],
    ],
  ])('%s', (_, body, expected) => {
    expect(codes(desk, acme(body), NOON).filter((code) => code.includes('cardinality'))).toEqual(expected);
  });
});
