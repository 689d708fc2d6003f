import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import { lumoauth } from '../connector/platforms.ts';
import { organizationOf } from './documents.ts';
import { snapshotOf } from './fixtures.ts';

const TODAY = '2027-03-01T00:00:00Z';

const written = (body: string, authority: string) =>
  organizationOf(
    `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: ${authority}\n${body}`,
  );

function compiled(body: string, authority: string) {
  const made = compile(written(body, authority), lumoauth, TODAY);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  return made;
}

/** What is said of the administration by a plan that comes from one text to another. */
function planned(before: string, after: string, authority = 'full'): readonly string[] {
  const found = snapshotOf(inPlatformForm(compiled(before, 'full').value.resources, lumoauth));
  return buildPlan(compiled(after, authority).value, found).diagnostics.flatMap(
    ({ code, severity, message }) => (code === 'invariant-broken' ? [`${severity} ${message}`] : []),
  );
}

const REFUSED =
  'error last-admin: nobody on acme could do any more what admin can. LumoAuth would let it happen, and nobody could give it back.';

const DIRECT = 'members: { ana@acme.example: { roles: [admin] }, bo@acme.example: { roles: [viewer] } }';
const GROUP = `members: { ana@acme.example: , bo@acme.example: { roles: [viewer] } }
groups: { admins: { members: [ana@acme.example], roles: [admin] } }`;
const CUSTOM = `roles: { boss: { permissions: ["*"] } }
members: { ana@acme.example: { roles: [boss] }, bo@acme.example: { roles: [viewer] } }`;

describe('everybody’s administration is not taken', () => {
  it.each([
    ['demoted', DIRECT, DIRECT.replace('admin', 'editor'), 'full'],
    ['demoted, as far as written', DIRECT, DIRECT.replace('admin', 'editor'), 'declared'],
    ['without a role', DIRECT, DIRECT.replace('admin', ''), 'full'],
    ['removed', DIRECT, 'members: { bo@acme.example: { roles: [viewer] } }', 'full'],
    [
      'deactivated',
      DIRECT,
      DIRECT.replace('{ roles: [admin]', '{ state: deactivated, roles: [admin]'),
      'full',
    ],
    ['from tomorrow', DIRECT, DIRECT.replace('[admin]', '[{ role: admin, from: 2027-03-02 }]'), 'full'],
    [
      'a successor is deactivated',
      DIRECT,
      'members: { bo@acme.example: { state: deactivated, roles: [admin] } }',
      'full',
    ],
    ['the admins’ group is emptied', GROUP, GROUP.replace('[ana@acme.example]', '[]'), 'full'],
    ['the admins’ group has no role', GROUP, GROUP.replace('[admin]', '[]'), 'full'],
    ['the admins’ group is removed', GROUP, GROUP.replace(/groups:.*/, ''), 'full'],
    [
      'the one in the group is deactivated',
      GROUP,
      GROUP.replace('{ ana@acme.example: ,', '{ ana@acme.example: { state: deactivated },'),
      'full',
    ],
    ['a custom role of everything is made smaller', CUSTOM, CUSTOM.replace('"*"', '"users:read"'), 'full'],
    ['… as far as written', CUSTOM, CUSTOM.replace('"*"', '"users:read"'), 'declared'],
  ])('%s', (_, before, after, authority) => {
    expect(planned(before, after, authority)).toEqual([REFUSED]);
  });

  // What ends is nobody's edit: it is held back by itself, and everything else goes on.
  it.each(['full', 'declared'])('over since yesterday, under %s', (authority) => {
    const over = DIRECT.replace('[admin]', '[{ role: admin, until: 2027-02-27 }]');
    expect(planned(DIRECT, over, authority)).toEqual([
      'warning last-admin: an end would leave nobody on acme who can do what admin can. What ana@acme.example holds it by is held back, and nothing else.',
    ]);
  });

  it.each([
    ['a successor who is there', DIRECT, 'members: { bo@acme.example: { roles: [admin] } }'],
    [
      'a successor who is new: people are active at once',
      DIRECT,
      'members: { cy@acme.example: { roles: [admin] } }',
    ],
    ['through a group instead', DIRECT, GROUP],
    ['by a custom role instead', DIRECT, CUSTOM],
    ['another role beside it', DIRECT, DIRECT.replace('[admin]', '[admin, auditor]')],
    ['a role that includes it', DIRECT, CUSTOM.replace('permissions: ["*"]', 'includes: [admin]')],
    ['nobody could before', DIRECT.replace('admin', 'editor'), DIRECT.replace('admin', 'viewer')],
  ])('but a plan goes on with %s', (_, before, after) => {
    expect(planned(before, after)).toEqual([]);
  });

  it.each([
    ['of the role', DIRECT.replace('[admin]', '[{ role: admin, until: 2027-03-02 }]'), 1],
    ['of the member', DIRECT.replace('{ roles: [admin]', '{ until: 2027-03-02, roles: [admin]'), 1],
    [
      'of the place in a group',
      GROUP.replace('[ana@acme.example]', '[{ member: ana@acme.example, until: 2027-03-02 }]'),
      1,
    ],
    ['of a custom role of everything', CUSTOM.replace('[boss]', '[{ role: boss, until: 2027-03-02 }]'), 1],
    [
      'of one of two',
      'members: { ana@acme.example: { roles: [{ role: admin, until: 2027-03-02 }] }, bo@acme.example: { roles: [admin] } }',
      0,
    ],
    ['of a role that is not it', DIRECT.replace('[viewer]', '[{ role: viewer, until: 2027-03-02 }]'), 0],
  ])('an end %s tomorrow is told today', (_, body, times) => {
    const told = compiled(body, 'full').diagnostics.flatMap(({ code, severity, message }) =>
      code === 'invariant-broken' ? [`${code} ${severity} ${message}`] : [],
    );
    expect(told).toEqual(
      Array(times).fill(
        'invariant-broken warning last-admin: from 2027-03-03T00:00:00Z on, nobody on acme could do what admin can, and the apply of that day would refuse it.',
      ),
    );
  });
});
