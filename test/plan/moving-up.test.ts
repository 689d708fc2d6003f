import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { simulateWrites } from '../../src/plan/write/simulate-writes.ts';
import { planJson } from '../../src/report/plan/plan-json.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import type { MembershipState, Resource, Snapshot } from '../../src/resource/resource.ts';
import { chalet } from '../connector/platforms.ts';
import { desiredOf, liveOf } from '../platform/shipped.ts';
import { LIVE, live, planOf, snapshotOf, written } from './fixtures.ts';

const VERA = 'vera@x.io';
const KIOSK = 'acme/sub-organizations/kiosk';

interface Written {
  readonly root?: string;
  readonly kiosk?: string;
  readonly shop?: string;
}

/** An organization of Appcircle in which Vera is given what is said, and where. */
function organization({ root, kiosk, shop }: Written): string {
  const member = (roles: string | undefined, indent: string): string =>
    roles === undefined ? '' : `${indent}${VERA}:${roles === '' ? '' : ` { roles: ${roles} }`}\n`;
  const people = (roles: string | undefined): string =>
    roles === undefined ? '' : `    members:\n${member(roles, '      ')}`;
  return `members:
  ana@x.io: { roles: [owner] }
${member(root, '  ')}sub-organizations:
  kiosk:
    title: Kiosk
${people(kiosk)}  shop:
    title: Shop
${people(shop)}`;
}

/** The state after an apply, by its own writes; whoever it invites has not accepted. */
function applied(plan: Plan): readonly Resource[] {
  const before = new Set(plan.live.resources.map(({ address }) => address));
  return simulateWrites(
    plan.live.resources,
    plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c))),
    LIVE,
    plan.desired.platform,
  ).map((r) => (r.type === 'member' && !before.has(r.address) ? withState(r, 'invited') : r));
}

function withState(r: Resource, state: MembershipState): Resource {
  return r.type === 'member' ? { ...r, attributes: { ...r.attributes, state } } : r;
}

function changed({ changes }: Plan): readonly string[] {
  return changes
    .flatMap((c) =>
      c.action === 'deferred' || !c.address.includes(KIOSK) ? [] : [`${c.action} ${c.address}`],
    )
    .map((line) => line.replaceAll(KIOSK, 'kiosk').replaceAll(VERA, 'vera'))
    .sort();
}

const ROLES = 'assignment:kiosk|member:vera';
const PLACE = 'member:kiosk/vera';

const MANAGER = '{ signing-identities: manager }';
const BOTH = '{ build: operator, signing-identities: manager }';
const ALL_GONE = [`delete ${ROLES}`, `delete ${PLACE}`];

describe('a revocation does not wait for the one who loses by it', () => {
  it.each<[string, Written, Written, readonly string[], readonly string[]]>([
    [
      'a role that no place gives any more is taken at once',
      { kiosk: MANAGER },
      { root: '{ build: viewer }' },
      ALL_GONE,
      [],
    ],
    [
      'one that the root gives too is kept',
      { kiosk: MANAGER },
      { root: MANAGER },
      [],
      ['signing-identities:manage'],
    ],
    [
      'so is one whose permissions a greater role gives',
      { kiosk: '{ build: viewer }' },
      { root: '{ build: manager }' },
      [],
      ['build:view'],
    ],
    ['one of an owner, too', { kiosk: MANAGER }, { root: '[owner]' }, [], ['signing-identities:manage']],
    [
      'of two roles the one that is still given',
      { kiosk: BOTH },
      { root: '{ build: operator }' },
      [`update ${ROLES}`],
      ['build:run'],
    ],
    [
      'of a greater role than the root gives, what the root gives',
      { kiosk: BOTH },
      { root: '{ build: viewer }' },
      [`update ${ROLES}`],
      ['build:view'],
    ],
    [
      'the owner of a sub-organization does not stay one, and keeps what the root gives',
      { kiosk: '[owner]' },
      { root: '{ build: viewer }' },
      [`update ${ROLES}`],
      ['build:view'],
    ],
    [
      'a part of each of two roles',
      { kiosk: '{ build: manager, signing-identities: manager }' },
      { root: '{ build: operator, signing-identities: viewer }' },
      [`update ${ROLES}`],
      ['build:run', 'signing-identities:view'],
    ],
    [
      'one whole, a part of another, nothing of a third',
      { kiosk: '{ build: manager, signing-identities: manager, billing: manager }' },
      { root: '{ build: manager, signing-identities: viewer }' },
      [`update ${ROLES}`],
      ['build:run', 'signing-identities:view'],
    ],
    [
      'a part of one, and not another that the default would give too',
      { kiosk: '{ build: manager, billing: viewer, signing-identities: viewer }' },
      { root: '{ build: operator }' },
      [`update ${ROLES}`],
      ['build:run'],
    ],
    [
      'a role that gives more than was held does not come early',
      { kiosk: '{ build: viewer, signing-identities: manager }' },
      { root: '{ build: none, signing-identities: none }' },
      ALL_GONE,
      [],
    ],
    [
      'who holds the default below keeps of it what the root gives',
      { kiosk: '' },
      { root: '{ build: viewer }' },
      [`create ${ROLES}`],
      ['build:view'],
    ],
    [
      'what the sub-organization itself overrides is not stood in for',
      { kiosk: '{ build: manager, signing-identities: manager }' },
      { root: '{ build: operator, signing-identities: viewer }', kiosk: '{ build: viewer }' },
      [`update ${ROLES}`],
      ['build:view', 'signing-identities:view'],
    ],
    [
      'what another sub-organization gives is not given here',
      { kiosk: MANAGER },
      { root: '{ build: viewer }', shop: MANAGER },
      ALL_GONE,
      [],
    ],
    [
      'what a sub-organization overrides is not given there',
      { kiosk: MANAGER },
      { root: MANAGER, kiosk: '{ signing-identities: viewer }' },
      [`update ${ROLES}`],
      ['signing-identities:view'],
    ],
    [
      'each of several sub-organizations by itself',
      { kiosk: BOTH, shop: '{ build: operator }' },
      { root: '{ build: operator }' },
      [`update ${ROLES}`],
      ['build:run'],
    ],
  ])('%s', (_, before, after, changes, kept) => {
    const live = liveOf('appcircle', organization(before));
    const desired = desiredOf('appcircle', organization(after));
    const plan = buildPlan(desired, live);
    expect(changed(plan)).toEqual(changes);

    // The effect told is the difference of the access read before and after.
    const { platform } = desired;
    const resources = applied(plan);
    const then = buildAccess(platform, resources);
    expect(compareAccess(plan.before, then)).toEqual(plan.delta);
    // Nothing comes before it is accepted.
    expect(plan.delta.gained).toEqual([]);
    const promised = buildAccess(platform, desired.resources);
    const held = (): readonly string[] =>
      then.scopes.flatMap((s) => then.permissions(VERA, s).map((p) => `${s} ${p}`));
    for (const scope of then.scopes) {
      for (const one of then.permissions(VERA, scope)) expect(promised.can(VERA, one, scope)).toBe(true);
    }
    for (const one of kept) expect(held()).toContain(`${KIOSK} ${one}`);
    if (kept.length === 0) expect(then.permissions(VERA, KIOSK)).toEqual([]);

    // A second plan does nothing; what waits, waits, and drift says so.
    const again = buildPlan(desired, snapshotOf(resources));
    const waits = again.changes.filter(({ action }) => action === 'deferred');
    expect(again.changes).toEqual(waits);
    expect(waits.every((c) => c.action === 'deferred' && c.unsettled === 'takes')).toBe(true);
    expect(driftOf(again).filter(({ kind }) => kind !== 'waiting')).toEqual([]);

    // Once accepted, everything is as written, without a day outside.
    const accepted = resources.map((r) => (r.type === 'member' ? withState(r, 'active') : r));
    const last = buildPlan(desired, snapshotOf(accepted));
    const settled = buildAccess(platform, applied(last));
    expect(compareAccess(promised, settled)).toEqual({ gained: [], lost: [] });
    for (const scope of then.scopes)
      for (const one of then.permissions(VERA, scope)) expect(settled.can(VERA, one, scope)).toBe(true);
    expect(plan.onceAccepted?.lost ?? []).toEqual([]);
  });

  const roles = fc.oneof(
    fc.constant('[owner]'),
    fc
      .record(
        {
          build: fc.constantFrom('none', 'viewer', 'operator', 'manager'),
          'signing-identities': fc.constantFrom('none', 'viewer', 'operator', 'manager'),
          billing: fc.constantFrom('none', 'viewer', 'manager'),
        },
        { requiredKeys: [] },
      )
      .filter((one) => Object.keys(one).length > 0)
      .map(
        (one) =>
          `{ ${Object.entries(one)
            .map(([module, role]) => `${module}: ${role}`)
            .join(', ')} }`,
      ),
  );
  const places = { kiosk: roles, shop: roles, root: roles };

  it('whatever was held and is given: nothing early, nothing too long, and a second apply does nothing', () => {
    fc.assert(
      fc.property(
        fc.record(places, { requiredKeys: ['kiosk'] }).map(({ root: _, ...below }) => below),
        fc.record(places, { requiredKeys: ['root'] }),
        (before, after) => {
          const desired = desiredOf('appcircle', organization(after));
          const plan = buildPlan(desired, liveOf('appcircle', organization(before)));
          const resources = applied(plan);
          const then = buildAccess(desired.platform, resources);
          const promised = buildAccess(desired.platform, desired.resources);
          expect(compareAccess(plan.before, then)).toEqual(plan.delta);
          for (const scope of then.scopes) {
            for (const one of then.permissions(VERA, scope)) {
              expect(promised.can(VERA, one, scope), `${scope} ${one}`).toBe(true);
            }
            // Where nothing is said below, all that is held and promised there stays.
            if (scope === KIOSK && after.kiosk === undefined) {
              const both = plan.before.permissions(VERA, scope).filter((p) => promised.can(VERA, p, scope));
              for (const one of both) expect(then.can(VERA, one, scope), `${scope} ${one}`).toBe(true);
            }
          }
          const again = buildPlan(desired, snapshotOf(resources));
          expect(again.changes.filter(({ action }) => action !== 'deferred')).toEqual([]);
          const accepted = resources.map((r) => (r.type === 'member' ? withState(r, 'active') : r));
          const settled = buildAccess(desired.platform, applied(buildPlan(desired, snapshotOf(accepted))));
          expect(compareAccess(promised, settled)).toEqual({ gained: [], lost: [] });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('nobody else is kept from losing, and nobody else loses', () => {
    const others = (written: Written): string =>
      organization(written).replace(
        'sub-organizations:\n',
        '  bo@x.io: { roles: { build: manager } }\nsub-organizations:\n',
      );
    const plan = buildPlan(
      desiredOf('appcircle', others({ root: '{ build: viewer }' })),
      liveOf('appcircle', others({ kiosk: MANAGER })),
    );
    expect(new Set(plan.delta.lost.map(({ member }) => member))).toEqual(new Set([VERA]));
  });
});

describe('what is kept until somebody else accepts is told as lost then', () => {
  const OLD = 'members:\n  old@x.io: { roles: [owner] }\n';
  const NEW = 'members:\n  new@x.io: { roles: [owner] }\n';
  const plan = buildPlan(desiredOf('appcircle', NEW), liveOf('appcircle', OLD));

  it('in every form', () => {
    expect(plan.delta.lost).toEqual([]);
    expect(new Set(plan.onceAccepted?.lost.map(({ member }) => member))).toEqual(new Set(['old@x.io']));
    const text = planText([plan], plain);
    expect(text).toContain('1 person gains once accepted, 1 person loses once accepted');
    expect(text).toContain('lose once accepted * (everything) on acme: old@x.io');
    expect(planMarkdown([plan])).toContain('| `old@x.io` | loses, once accepted, |');
    const [json] = planJson([plan]).organizations;
    expect(json?.summary.losingOnceAccepted).toBe(1);
  });

  it('as the first apply after the acceptance then takes it', () => {
    const pending: Snapshot = snapshotOf(applied(plan));
    const again = buildPlan(desiredOf('appcircle', NEW), pending);
    expect(again.onceAccepted?.lost).toEqual(plan.onceAccepted?.lost);
    const accepted = pending.resources.map((r) => (r.type === 'member' ? withState(r, 'active') : r));
    const last = buildPlan(desiredOf('appcircle', NEW), snapshotOf(accepted));
    expect(last.delta.lost).toEqual(plan.onceAccepted?.lost);
    expect(
      modelOf(applied(last))
        .all('member')
        .map(({ attributes }) => attributes.member),
    ).toEqual(['new@x.io']);
  });
});

describe('places in groups below, of whoever moves up', () => {
  const EMEA = 'acme/units/emea';
  const CREW = `${EMEA}/crew`;
  const IN_EMEA = `member:${EMEA}/${VERA}`;
  const scopes = (side: typeof live): readonly Resource[] => [
    side.scope('acme', 'organization'),
    side.scope(EMEA, 'unit'),
    side.member('ana@x.io'),
    side.given('acme', 'member:ana@x.io', ['owner']),
  ];
  const crew = (side: typeof live, ...members: readonly string[]): readonly Resource[] => [
    side.group(CREW, { members, permissions: ['members:read'] }),
    side.given(EMEA, `group:${CREW}`, ['build-operator']),
  ];
  const below = [
    ...scopes(live),
    live.member(VERA, 'active', { scope: EMEA }),
    live.given(EMEA, `member:${VERA}`, ['signer']),
    ...crew(live, VERA),
  ];
  const up = (...roles: readonly string[]): readonly Resource[] => [
    ...scopes(written),
    written.member(VERA),
    ...(roles.length === 0 ? [] : [written.given('acme', `member:${VERA}`, roles)]),
  ];
  const taken = { action: 'update', address: `group:${CREW}` };
  const waits = ({ changes }: Plan): readonly string[] =>
    changes.flatMap((c) => (c.action === 'deferred' && c.unsettled === 'takes' ? [c.wanted] : []));

  it.each<[string, readonly Resource[], readonly object[], readonly string[]]>([
    [
      'a place in a group that is still written is kept',
      [...up('signer'), ...crew(written, VERA)],
      [],
      ['build:run', 'members:read', 'signing:use'],
    ],
    [
      'one that gives what nothing else gives is taken at once',
      [...up('signer'), ...crew(written)],
      [taken],
      ['signing:use'],
    ],
    [
      'one whose rights are given above is kept',
      [...up('owner'), ...crew(written)],
      [],
      ['build:run', 'members:read', 'signing:use'],
    ],
    [
      'a role goes and the place stays',
      [...up(), ...crew(written, VERA)],
      [{ action: 'delete', address: `assignment:${EMEA}|member:${VERA}` }],
      ['build:run', 'members:read'],
    ],
    [
      'a place goes, and of what it gave the part that is given above stands in',
      [...up('build-viewer', 'signer'), ...crew(written)],
      [{ action: 'update', address: `assignment:${EMEA}|member:${VERA}` }, taken],
      ['build:view', 'signing:use'],
    ],
    [
      '… and where it is given above through a group',
      [
        ...up(),
        ...crew(written),
        written.group('acme/viewers', { members: [VERA] }),
        written.given('acme', 'group:acme/viewers', ['build-viewer']),
      ],
      [{ action: 'update', address: `assignment:${EMEA}|member:${VERA}` }, taken],
      ['build:view'],
    ],
    [
      'the group goes, the role stays',
      up('signer'),
      [
        { action: 'delete', address: `assignment:${EMEA}|group:${CREW}` },
        { action: 'delete', address: `group:${CREW}` },
      ],
      ['signing:use'],
    ],
  ])('%s', (_, wanted, changes, kept) => {
    const plan = planOf(chalet, wanted, below);
    const made = plan.changes.filter(
      ({ action, address }) => action !== 'deferred' && address.includes(EMEA),
    );
    expect(made).toMatchObject(changes);
    expect(made).toHaveLength(changes.length);
    const waiting = plan.changes.filter(({ action }) => action === 'deferred').map(({ address }) => address);
    expect(waiting).toContain(IN_EMEA);
    const resources = applied(plan);
    const then = buildAccess(chalet, resources);
    expect(compareAccess(plan.before, then)).toEqual(plan.delta);
    expect(then.permissions(VERA, EMEA)).toEqual(expect.arrayContaining([...kept]));
    const promised = buildAccess(chalet, wanted);
    for (const one of then.permissions(VERA, EMEA)) expect(promised.can(VERA, one, EMEA)).toBe(true);
    const again = planOf(chalet, wanted, resources);
    expect(again.changes.filter(({ action }) => action !== 'deferred')).toEqual([]);
    expect(waits(again).filter((line) => line.startsWith('roles'))).toEqual(
      waits(plan).filter((line) => line.startsWith('roles')),
    );
  });

  it('a role that stands in where they had none of their own goes with the assignment, each time in the same words', () => {
    const found = below.filter(({ address }) => address !== `assignment:${EMEA}|member:${VERA}`);
    const wanted = [...up('build-viewer'), ...crew(written)];
    const plan = planOf(chalet, wanted, found);
    expect(plan.changes.map(({ action, address }) => `${action} ${address}`)).toContain(
      `create assignment:${EMEA}|member:${VERA}`,
    );
    expect(waits(plan)).toEqual([`roles of ${VERA} on ${EMEA} removed`, `member ${VERA} of ${EMEA} removed`]);
    expect(waits(planOf(chalet, wanted, applied(plan)))).toEqual(waits(plan));
  });

  it('a place that nobody owns, and a role that nobody owns, are no reason to take the rest', () => {
    const plan = planOf(chalet, up('signer'), below, {
      authority: { scope: 'full', role: 'full', member: 'full', group: 'declared', assignment: 'full' },
    });
    expect(plan.delta.lost.map(({ permission }) => permission)).not.toContain('signing:use');
    const then = buildAccess(chalet, applied(plan));
    expect(compareAccess(plan.before, then)).toEqual(plan.delta);
  });
});
