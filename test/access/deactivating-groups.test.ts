import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { deactivationsOf } from '../../src/access/explain/deactivations.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import { missingAccess } from '../../src/report/answer/missing-access.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import { desiredOn, warden } from '../platform/warden.ts';

const PEOPLE = `members:
  ada: { roles: [admin] }
  bo: { roles: [operator] }
  cy:
`;
const resources = (body: string) => desiredOn(warden, PEOPLE + body).resources;
const holds = (body: string, member: string, scope = 'acme') =>
  buildAccess(warden, resources(body)).permissions(member, scope).join(' ');

describe('who is in a group that deactivates is active nowhere', () => {
  it.each([
    ['in no group', '', 'hosts:read hosts:write'],
    [
      'in one that does not',
      'groups: { off: { settings: { standing: enabled }, members: [bo] } }\n',
      'hosts:read hosts:write',
    ],
    ['in one of which nobody says it', 'groups: { off: { members: [bo] } }\n', 'hosts:read hosts:write'],
    ['in one that does', 'groups: { off: { settings: { standing: disabled }, members: [bo] } }\n', ''],
    [
      'beside it',
      'groups: { off: { settings: { standing: disabled }, members: [cy] } }\n',
      'hosts:read hosts:write',
    ],
    [
      'in a group in it',
      'groups: { off: { settings: { standing: disabled }, groups: [in] }, in: { members: [bo] } }\n',
      '',
    ],
    [
      'around it',
      'groups: { off: { settings: { standing: disabled }, members: [] }, out: { groups: [off], members: [bo] } }\n',
      'hosts:read hosts:write',
    ],
    [
      'in one that gives a role as well',
      'groups: { off: { settings: { standing: disabled }, members: [bo], roles: [admin] } }\n',
      '',
    ],
  ])('%s', (_, body, expected) => {
    expect(holds(body, 'bo')).toBe(expected);
    expect(holds(`${body}hosts: { web: }\n`, 'bo', 'acme/hosts/web')).toBe(expected);
  });

  it('and what is given below counts for nothing either', () => {
    const given = 'hosts: { web: { members: { bo: { roles: [operator] } } } }\n';
    const off = 'groups: { off: { settings: { standing: disabled }, members: [bo] } }\n';
    expect(holds(given + off, 'bo', 'acme/hosts/web')).toBe('');
  });

  it('a comparison sees it as a change, both ways', () => {
    const given = 'hosts: { web: { members: { cy: { roles: [operator] } } } }\n';
    const group = (standing: string) =>
      `${given}groups: { g: { settings: { standing: ${standing} }, members: [cy] } }\n`;
    const [on, off] = [group('enabled'), group('disabled')].map((body) =>
      buildAccess(warden, resources(body)),
    );
    if (on === undefined || off === undefined) throw new Error('two sides');
    const all = ['hosts:read', 'hosts:write'].map((permission) => ({
      member: 'cy',
      scope: 'acme/hosts/web',
      permission,
    }));
    const there = ({ gained, lost }: ReturnType<typeof compareAccess>) => ({ gained, lost });
    expect(there(compareAccess(on, off))).toEqual({ gained: [], lost: all });
    expect(there(compareAccess(off, on))).toEqual({ gained: all, lost: [] });
  });
});

describe('why somebody can do nothing', () => {
  const body = `groups:
  off: { settings: { standing: disabled }, groups: [in] }
  in: { members: [bo] }
  gone: { settings: { standing: disabled }, groups: [off], members: [cy] }
`;

  it('names each group, the way into it and the line', () => {
    const shown = (member: string) =>
      deactivationsOf(warden, resources(body), member).map(({ group, chain, by }) =>
        [
          group,
          ...chain.map((step) => `${step.step} ${formatOrigin(step.origin)}`),
          `${by.setting} is ${by.value} ${formatOrigin(by.origin)}`,
        ].join(', '),
      );
    expect(shown('bo')).toEqual([
      'acme/off, member-of a.yaml:12:19, nested-in a.yaml:11:53, standing is disabled a.yaml:11:32',
      'acme/gone, member-of a.yaml:12:19, nested-in a.yaml:11:53, nested-in a.yaml:13:54, standing is disabled a.yaml:13:33',
    ]);
    expect(shown('ada')).toEqual([]);
  });

  it('is the answer to what is missing', () => {
    const found = resources(body);
    const source: AccessSource = {
      organization: 'acme',
      source: 'desired',
      platform: warden,
      resources: found,
      access: buildAccess(warden, found),
      spelling: BY_ID,
    };
    const missing = missingAccess({ member: 'bo', permission: 'hosts:read', scope: 'acme' }, source);
    expect(missing.reason).toBe('deactivated-by-group');
    expect(missing.text).toBe(
      'bo is in group off through group in, and everybody in it is active nowhere: its standing is disabled (a.yaml:11:32).',
    );
    expect(missing.holds).toEqual([]);
  });
});
