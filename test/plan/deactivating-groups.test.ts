import { describe, expect, it } from 'vitest';
import type { Forbidden } from '../../src/compile/desired.ts';
import { forbiddenByEnds, lookAtDocuments } from '../../src/expectation/look.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import { failures, written } from '../expectation/expectations.ts';
import { desiredOn, documentOn, toldOf, WARDEN, warden, wardenOf } from '../platform/warden.ts';
import { got } from '../policy/fixture.ts';
import { facts } from './fixtures.ts';

const PEOPLE = 'members: { ada: { roles: [admin] }, bo: { roles: [operator] }, cy: { roles: [guest] } }\n';
const BEFORE = '2027-01-31T23:59:59Z';
const AFTER = '2027-02-01T00:00:00Z';

function planOf(
  was: string,
  is: string,
  {
    platform = warden,
    before = BEFORE,
    after = BEFORE,
    forbidden = [],
  }: { platform?: typeof warden; before?: string; after?: string; forbidden?: readonly Forbidden[] } = {},
): Plan {
  const { resources } = desiredOn(platform, PEOPLE + was, { instant: before });
  const desired = { ...desiredOn(platform, PEOPLE + is, { instant: after }), forbidden };
  return buildPlan(desired, { organization: 'acme', resources, revision: '1', readAt: after });
}

const lost = ({ delta }: Plan) => delta.lost.map(({ member, permission }) => `${member} ${permission}`);
const gained = ({ delta }: Plan) => delta.gained.map(({ member, permission }) => `${member} ${permission}`);
const warned = ({ diagnostics }: Plan) => toldOf(diagnostics.filter(({ severity }) => severity !== 'info'));
const off = (members: string, more = '') =>
  `groups: { off: { settings: { standing: disabled }, members: [${members}]${more} } }\n`;
const on = (members: string) =>
  `groups: { off: { settings: { standing: enabled }, members: [${members}] } }\n`;

describe('a plan says who is deactivated, and by which line', () => {
  const what =
    'Group off, whose standing is disabled, takes access away: bo loses hosts:read, hosts:write on acme.';

  it.each([
    ['a new group', '', off('bo'), 40],
    ['a new place in it', off(''), off('bo'), 40],
    ['a group that is set so', on('bo'), off('bo'), 40],
  ])('%s', (_, was, is, column) => {
    const plan = planOf(was, is);
    expect(lost(plan)).toEqual(['bo hosts:read', 'bo hosts:write']);
    expect(warned(plan)).toEqual([`warning 7:${column} weakened: ${what}`]);
  });

  it('a group in it', () => {
    const plan = planOf(
      'groups: { off: { settings: { standing: disabled }, members: [] }, in: { members: [bo] } }\n',
      'groups: { off: { settings: { standing: disabled }, members: [], groups: [in] }, in: { members: [bo] } }\n',
    );
    expect(warned(plan)).toEqual([`warning 7:40 weakened: ${what}`]);
  });

  it('who comes out of it gains', () => {
    expect(gained(planOf(off('bo'), off('')))).toEqual(['bo hosts:read', 'bo hosts:write']);
    expect(gained(planOf(off('bo'), on('bo')))).toEqual(['bo hosts:read', 'bo hosts:write']);
    expect(gained(planOf(off('bo'), ''))).toEqual(['bo hosts:read', 'bo hosts:write']);
  });

  it('the last who can do what an administrator can is not deactivated', () => {
    expect(warned(planOf('', off('ada'))).filter((line) => line.startsWith('error'))).toEqual([
      'error 3:7 invariant-broken: last-admin: nobody on acme could do any more what admin can. Warden would let it happen, and nobody could give it back.',
    ]);
    const counting = wardenOf(
      WARDEN.replace('last-holder-stays', 'minimum-holders').replace(
        'at: organization }',
        'at: organization, count: 1 }',
      ),
    );
    const { resources } = desiredOn(counting, PEOPLE + on('ada'));
    const plan = buildPlan(desiredOn(counting, PEOPLE + off('ada'), { authority: 'declared' }), {
      organization: 'acme',
      resources,
      revision: '1',
      readAt: BEFORE,
    });
    expect(warned(plan).filter((line) => line.startsWith('error'))).toEqual([
      'error 3:7 invariant-broken: last-admin: acme would be left with 0 active holders of admin; Warden wants at least 1.',
    ]);
  });
});

describe('an end that gives back', () => {
  const group = off('bo', ', until: 2027-01-31');
  const place = off('{ member: bo, until: 2027-01-31 }');

  it.each([
    ['of the group', group, ['set group:acme/off settings.standing "enabled"']],
    ['of the place', place, ['remove group:acme/off members bo']],
  ])('%s is planned by itself, with its line', (_, body, expected) => {
    const plan = planOf(body, body, { after: AFTER });
    expect(facts(plan.changes)).toEqual(expected);
    expect(gained(plan)).toEqual(['bo hosts:read', 'bo hosts:write']);
    const [change] = plan.changes;
    const field = change?.action === 'update' ? change.fields[0] : undefined;
    const because = field?.kind === 'text' ? field.because : field?.removed[0]?.because;
    expect(because?.text).toBe('its `until` has passed');
    expect(because === undefined ? '' : formatOrigin(because.origin)).toMatch(/^a\.yaml:7:/);
  });

  it.each([
    ['of the group', group, 'standing of group off set to enabled'],
    ['of the place', place, 'bo taken out of group off'],
  ])('%s is held back where an expectation rules out what it gives', (_, body, wanted) => {
    const expected = {
      expectations: written('  still: { members: [bo], cannot: "hosts:write", on: acme }'),
      desired: desiredOn(warden, PEOPLE + body, { instant: AFTER }),
      document: got(documentOn(warden, PEOPLE + body)),
    };
    expect(failures(got(lookAtDocuments(expected)).findings)).toEqual([
      'still: holds cannot hosts:write | bo | hosts:write | acme',
    ]);
    const forbidden = forbiddenByEnds(expected);
    expect(forbidden.map(({ expectation, members }) => [expectation, ...members])).toEqual([['still', 'bo']]);
    const plan = planOf(body, body, { after: AFTER, forbidden });
    expect(facts(plan.changes).filter((line) => !line.startsWith('defer'))).toEqual([]);
    expect(gained(plan)).toEqual([]);
    expect(plan.changes.flatMap((c) => (c.action === 'deferred' ? [c.wanted] : []))).toEqual([wanted]);
  });
});
