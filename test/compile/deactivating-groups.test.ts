import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compiledOn, desiredOn, toldOf, WARDEN, warden, wardenOf } from '../platform/warden.ts';

const PEOPLE = 'members: { ada: { roles: [admin] }, bo: { roles: [operator] }, cy: { roles: [admin] } }\n';
const told = (body: string, instant?: string) =>
  toldOf(compiledOn(warden, PEOPLE + body, instant === undefined ? {} : { instant }).diagnostics).filter(
    (line) => !/grant-(ending|expired)/.test(line),
  );
const can = (body: string, instant: string) =>
  buildAccess(warden, desiredOn(warden, PEOPLE + body, { instant }).resources).can(
    'bo',
    'hosts:read',
    'acme',
  );

describe('windows on a group that deactivates, and on a place in it, give back', () => {
  it.each([
    [
      'of the group',
      'groups: { off: { settings: { standing: disabled }, members: [bo], until: 2026-06-20 } }\n',
    ],
    [
      'of the place',
      'groups: { off: { settings: { standing: disabled }, members: [{ member: bo, until: 2026-06-20 }] } }\n',
    ],
    [
      'of a group in it',
      'groups: { off: { settings: { standing: disabled }, groups: [in] }, in: { members: [bo], until: 2026-06-20 } }\n',
    ],
    [
      'of the place of a group in it',
      'groups: { off: { settings: { standing: disabled }, groups: [{ group: in, until: 2026-06-20 }] }, in: { members: [bo] } }\n',
    ],
  ])('%s', (_, body) => {
    expect(can(body, '2026-06-20T23:59:59Z')).toBe(false);
    expect(can(body, '2026-06-21T00:00:00Z')).toBe(true);
    const later = body.replace('until: 2026-06-20', 'from: 2026-06-20');
    expect(can(later, '2026-06-19T23:59:59Z')).toBe(true);
    expect(can(later, '2026-06-20T00:00:00Z')).toBe(false);
  });

  it('outside its window the group is set to what it is where nobody writes it, and the line is the end', () => {
    const body = 'groups: { off: { settings: { standing: disabled }, members: [bo], until: 2026-06-14 } }\n';
    const { resources, ruledOut, unstated } = desiredOn(warden, PEOPLE + body);
    const group = resources.find(({ type }) => type === 'group');
    if (group?.type !== 'group') throw new Error('no group');
    expect([...group.attributes.settings.keys()]).toEqual(['standing=enabled']);
    expect(ruledOut.get('group:acme/off#settings/standing')?.why).toBe('expired');
    expect(unstated?.has('group:acme/off#settings/standing')).toBe(false);
  });
});

describe('a holder of a role that somebody must hold', () => {
  const off = (members: string) =>
    `groups: { off: { settings: { standing: disabled }, members: [${members}] } }\n`;

  it.each<[string, string, readonly string[]]>([
    ['is not deactivated', off('bo'), []],
    [
      'is deactivated, and another is left',
      off('bo, ada'),
      [
        'warning 7:66 invariant-broken: last-admin: ada could do what admin can on acme, and group off deactivates everybody in it.',
        '  7:40 standing is disabled',
      ],
    ],
    [
      'is deactivated as the last',
      off('cy, ada'),
      [
        'warning 7:62 invariant-broken: last-admin: cy could do what admin can on acme, and group off deactivates everybody in it. Left are 0; there must be 1.',
        '  7:40 standing is disabled',
        'warning 7:66 invariant-broken: last-admin: ada could do what admin can on acme, and group off deactivates everybody in it. Left are 0; there must be 1.',
        '  7:40 standing is disabled',
      ],
    ],
  ])('%s', (_, body, expected) => {
    expect(told(body)).toEqual(expected);
  });

  it('is none by a minimum either: an error where there are too few', () => {
    const counting = wardenOf(
      WARDEN.replace('last-holder-stays', 'minimum-holders').replace(
        'at: organization }',
        'at: organization, count: 2 }',
      ),
    );
    const lines = (body: string) => toldOf(compiledOn(counting, PEOPLE + body).diagnostics);
    expect(lines(off('bo'))).toEqual([]);
    expect(lines(off('ada'))).toEqual([
      'error 3:7 invariant-broken: last-admin: acme would have 1 active holders of admin; Warden wants at least 2.',
      'warning 7:62 invariant-broken: last-admin: ada is admin on acme, and group off deactivates everybody in it. Left is 1; there must be 2.',
      '  7:40 standing is disabled',
    ]);
  });

  it('will be deactivated one day, by a window that begins', () => {
    const body =
      'groups: { off: { settings: { standing: disabled }, members: [ada, { member: cy, from: 2026-07-01 }] } }\n';
    expect(told(body)).toEqual([
      'warning 3:7 invariant-broken: last-admin: from 2026-07-01T00:00:00Z on, nobody on acme could do what admin can, and the apply of that day would refuse it.',
      '  7:77 begins here',
      'warning 7:62 invariant-broken: last-admin: ada could do what admin can on acme, and group off deactivates everybody in it.',
      '  7:40 standing is disabled',
    ]);
  });
});
