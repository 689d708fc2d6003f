import { describe, expect, it } from 'vitest';
import { effectiveChanges } from '../../src/command/apply/perform-plan.ts';
import { wholeSnapshot } from '../../src/connector/whole-snapshot.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { isHeldBack } from '../../src/plan/outstanding-changes.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { Supports, Write } from '../../src/plan/write/write.ts';
import type { Resource, UnknownList } from '../../src/resource/resource.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { success } from '../../src/source/outcome.ts';
import { atrium, lumoauth } from '../connector/platforms.ts';
import { shown } from '../source/shown.ts';
import { desiredOf, facts, LIVE, live, snapshotOf, written } from './fixtures.ts';

const ROOT = {
  live: live.scope('acme', 'organization', 'Acme'),
  written: written.scope('acme', 'organization', 'Acme'),
};
const ADMIN = {
  live: [live.member('ana@x.io'), live.given('acme', 'member:ana@x.io', ['admin'])],
  written: [written.member('ana@x.io'), written.given('acme', 'member:ana@x.io', ['admin'])],
};

const without =
  (...kinds: readonly Write['write'][]): Supports =>
  ({ write }) =>
    kinds.includes(write) ? { why: `There is no way to ${write}.`, wayOut: 'Do it there.' } : null;

function planOn(
  platform: typeof lumoauth,
  wanted: readonly Resource[],
  found: readonly Resource[],
  supports?: Supports,
  unknown: readonly UnknownList[] = [],
): Plan {
  const resources = [ROOT.written, ...ADMIN.written, ...wanted];
  const snapshot = { ...snapshotOf([ROOT.live, ...ADMIN.live, ...found]), unknown };
  return buildPlan(desiredOf(platform, resources), snapshot, supports);
}

const deferred = (plan: Plan): readonly string[] =>
  plan.changes.flatMap((c) => (c.action === 'deferred' ? [`${c.wanted}: waits for ${c.waitsFor}`] : []));
const done = (plan: Plan): readonly string[] =>
  effectiveChanges(plan)
    .flatMap(writesOf)
    .map(({ write }) => write)
    .sort();

describe('what a connector cannot write', () => {
  it('waits, is told at its line, and holds back nothing beside it', () => {
    const plan = planOn(
      lumoauth,
      [written.member('bo@x.io'), written.group('acme/qa', { members: ['ana@x.io'] })],
      [live.member('cy@x.io'), live.given('acme', 'member:cy@x.io', ['auditor'])],
      without('create-group'),
    );
    expect(done(plan)).toEqual(['add-member', 'delete-assignment', 'remove-member']);
    expect(deferred(plan)).toEqual(['group qa: waits for a way to do it: There is no way to create-group']);
    expect(plan.diagnostics.filter(({ code }) => code === 'not-supported').map(shown)).toEqual([
      'acme.yaml:1:1 not-supported: group qa is left as it is. There is no way to create-group. | Do it there.',
    ]);
    expect(isHeldBack(plan)).toBe(true);
  });

  it('takes along what stands on it, and only what is added', () => {
    const plan = planOn(
      lumoauth,
      [
        written.member('bo@x.io'),
        written.group('acme/qa', { members: ['ana@x.io', 'bo@x.io'] }),
        written.group('acme/ops', { members: ['bo@x.io'] }),
        written.given('acme', 'member:bo@x.io', ['viewer']),
      ],
      [live.member('cy@x.io'), live.group('acme/qa', { members: ['cy@x.io'] })],
      without('add-member'),
    );
    expect(done(plan)).toEqual(['add-group-member', 'create-group', 'remove-group-member', 'remove-member']);
    expect(deferred(plan)).toEqual([
      'roles of bo@x.io on acme: waits for bo@x.io, which is held back itself',
      'bo@x.io in group ops: waits for bo@x.io, which is held back itself',
      'bo@x.io in group qa: waits for bo@x.io, which is held back itself',
      'member bo@x.io: waits for a way to do it: There is no way to add-member',
    ]);
  });

  describe('of what goes with something that is removed', () => {
    const gone = [
      live.member('cy@x.io'),
      live.given('acme', 'member:cy@x.io', ['auditor']),
      live.group('acme/old'),
      live.given('acme', 'group:acme/old', ['viewer']),
      live.group('acme/qa', { members: ['cy@x.io', 'ana@x.io'] }),
    ];
    const qa = written.group('acme/qa', { members: ['ana@x.io'] });
    const rolesOf = (plan: Plan) =>
      plan.target.flatMap(({ type, address }) => (type === 'assignment' ? [address] : []));

    it('nothing waits and nothing is told: roles and places end with the person and with the group', () => {
      const plan = planOn(lumoauth, [qa], gone, without('delete-assignment', 'remove-group-member'));
      expect(deferred(plan)).toEqual([]);
      expect(plan.diagnostics.filter(({ code }) => code === 'not-supported')).toEqual([]);
      expect(done(plan)).toEqual(['delete-group', 'remove-member']);
      expect(rolesOf(plan)).toEqual(['assignment:acme|member:ana@x.io']);
      expect(isHeldBack(plan)).toBe(false);
    });

    it('waits where the person or the group is held back itself', () => {
      const plan = planOn(
        lumoauth,
        [qa],
        gone,
        without('delete-assignment', 'remove-group-member', 'remove-member', 'delete-group'),
      );
      expect(deferred(plan).map((one) => one.replace(/: waits.*/, ''))).toEqual([
        'roles of group old on acme',
        'roles of cy@x.io on acme',
        'group old',
        'cy@x.io in group qa',
        'member cy@x.io',
      ]);
      expect(done(plan)).toEqual([]);
      expect(isHeldBack(plan)).toBe(true);
    });

    it('each by itself: the roles of who stays wait beside those of who goes', () => {
      const plan = planOn(
        lumoauth,
        [written.member('bo@x.io'), qa],
        [...gone, live.member('bo@x.io'), live.given('acme', 'member:bo@x.io', ['editor'])],
        without('delete-assignment'),
      );
      expect(deferred(plan).map((one) => one.replace(/: waits.*/, ''))).toEqual(['roles of bo@x.io on acme']);
      expect(rolesOf(plan)).toEqual(['assignment:acme|member:ana@x.io', 'assignment:acme|member:bo@x.io']);
    });

    it('with a scope, and not where the person is a member around it still', () => {
      const emea = [
        live.scope('acme/units/emea', 'unit', 'EMEA'),
        live.member('cy@x.io'),
        live.given('acme/units/emea', 'member:cy@x.io', ['build-viewer']),
      ];
      const cy = written.member('cy@x.io');
      const whole = planOn(atrium, [cy], emea, without('delete-assignment'));
      expect([deferred(whole), done(whole)]).toEqual([[], ['delete-scope']]);
      const kept = planOn(
        atrium,
        [cy, written.scope('acme/units/emea', 'unit', 'EMEA')],
        emea,
        without('delete-assignment'),
      );
      expect(deferred(kept).length).toBe(1);
    });
  });

  it.each<[Write['write'], readonly string[]]>([
    ['add-group-member', ['create-role', 'put-assignment', 'remove-group-member', 'update-group']],
    ['remove-group-member', ['add-group-member', 'create-role', 'put-assignment', 'update-group']],
    ['update-group', ['add-group-member', 'create-role', 'put-assignment', 'remove-group-member']],
    ['put-assignment', ['add-group-member', 'create-role', 'remove-group-member', 'update-group']],
    ['create-role', ['add-group-member', 'put-assignment', 'remove-group-member', 'update-group']],
  ])('%s alone', (kind, expected) => {
    const plan = planOn(
      lumoauth,
      [
        written.role('writer'),
        written.member('bo@x.io'),
        written.member('cy@x.io'),
        written.group('acme/qa', { title: 'Quality', members: ['bo@x.io'] }),
        written.given('acme', 'member:bo@x.io', ['viewer', 'writer']),
      ],
      [live.member('bo@x.io'), live.member('cy@x.io'), live.group('acme/qa', { members: ['cy@x.io'] })],
      without(kind),
    );
    expect(done(plan)).toEqual(expected);
    expect(deferred(plan).length).toBeGreaterThan(0);
    // What it does not do, it does not count.
    const qa = plan.target.find(({ address }) => address === 'group:acme/qa');
    const people = qa?.type === 'group' ? [...qa.attributes.members.keys()].sort() : [];
    const held = { 'add-group-member': [], 'remove-group-member': ['bo@x.io', 'cy@x.io'] } as const;
    expect(people).toEqual(
      kind === 'add-group-member' || kind === 'remove-group-member' ? held[kind] : ['bo@x.io'],
    );
  });

  it('a role that is not made is left out of what is given', () => {
    const plan = planOn(
      lumoauth,
      [
        written.role('writer'),
        written.member('bo@x.io'),
        written.given('acme', 'member:bo@x.io', ['viewer', 'writer']),
      ],
      [live.member('bo@x.io')],
      without('create-role'),
    );
    expect(facts(plan.changes).join()).toContain('viewer');
    const [put] = effectiveChanges(plan).flatMap(writesOf);
    expect(put).toMatchObject({ write: 'put-assignment' });
    expect(put?.write === 'put-assignment' && [...put.assignment.roles.keys()]).toEqual(['viewer']);
  });

  it.each<[string, Write['write'], readonly Resource[]]>([
    ['a removal', 'delete-group', [live.member('bo@x.io'), live.group('acme/qa', { members: ['bo@x.io'] })]],
    ['a removal of somebody', 'remove-member', [live.member('bo@x.io')]],
  ])('%s stays, and all that is on it', (_, kind, found) => {
    const plan = planOn(lumoauth, [], found, without(kind));
    expect(done(plan)).not.toContain(kind);
    expect(plan.diagnostics.map(({ code }) => code)).toContain('not-supported');
    expect(plan.target.map(({ address }) => address)).toContain(found.at(-1)?.address);
  });

  it('a child group that is not made takes nobody out of its parent', () => {
    // Nested in the documents, flat on the platform: who is in the child was in the parent by name.
    const plan = planOn(
      lumoauth,
      [
        written.member('bo@x.io'),
        written.group('acme/dev', { groups: ['acme/web'] }),
        written.group('acme/web', { members: ['bo@x.io'] }),
        written.given('acme', 'group:acme/dev', ['editor']),
      ],
      [
        live.member('bo@x.io'),
        live.group('acme/dev', { members: ['bo@x.io'] }),
        live.given('acme', 'group:acme/dev', ['editor']),
      ],
      without('create-group'),
    );
    expect(done(plan)).toEqual([]);
    expect(plan.delta.lost).toEqual([]);
    expect(plan.delta.gained).toEqual([]);
  });

  it('nesting, where groups are in groups', () => {
    const plan = buildPlan(
      desiredOf(atrium, [
        ROOT.written,
        written.member('ana@x.io'),
        written.given('acme', 'member:ana@x.io', ['owner']),
        written.group('acme/dev', { groups: ['acme/web'] }),
        written.group('acme/web'),
      ]),
      snapshotOf([
        ROOT.live,
        live.member('ana@x.io'),
        live.given('acme', 'member:ana@x.io', ['owner']),
        live.group('acme/old'),
      ]),
      without('nest-group'),
    );
    expect(done(plan)).toEqual(['create-group', 'create-group', 'delete-group']);
    expect(deferred(plan)).toEqual([
      'group acme/web in group dev: waits for a way to do it: There is no way to nest-group',
    ]);
  });
});

describe('a list that could not be read', () => {
  const forbidden = diagnostic(
    'token-forbidden',
    'The token may not GET /teams; it needs members=read',
    LIVE,
  );
  const list = (type: UnknownList['type'], of: UnknownList['of'] = 'organization'): UnknownList => ({
    name: `${type}s of acme`,
    type,
    of,
    because: forbidden,
  });

  it('is told, removes nothing and makes nothing; the rest is done', () => {
    const plan = planOn(
      lumoauth,
      [
        written.member('bo@x.io'),
        written.group('acme/qa', { members: ['bo@x.io'] }),
        written.given('acme', 'group:acme/qa', ['editor']),
      ],
      [live.member('cy@x.io')],
      undefined,
      [list('group')],
    );
    expect(done(plan)).toEqual(['add-member', 'remove-member']);
    expect(deferred(plan)).toEqual([
      'roles of group qa on acme: waits for group acme/qa, which is held back itself',
      'groups of acme: waits for a list that can be read',
    ]);
    expect(plan.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning list-unknown',
    ]);
    expect(plan.diagnostics[0]?.message).toContain('it needs members=read');
    expect(isHeldBack(plan)).toBe(true);
  });

  it.each<UnknownList['type']>(['role', 'member', 'group', 'assignment'])(
    'of half of which something came: nothing of it goes (%s)',
    (type) => {
      const found = [
        live.role('writer'),
        live.member('cy@x.io'),
        live.group('acme/qa', { members: ['cy@x.io'] }),
        live.given('acme', 'group:acme/qa', ['writer']),
      ];
      const plan = planOn(lumoauth, [], found, undefined, [list(type)]);
      const gone = plan.changes.flatMap((c) => (c.action === 'delete' ? [c.before.type] : []));
      expect(gone).not.toContain(type);
      expect(gone.length).toBeGreaterThan(0);
    },
  );

  it('of people: who is in a group already stays in it', () => {
    const plan = planOn(
      lumoauth,
      [written.member('bo@x.io'), written.group('acme/qa', { members: ['bo@x.io'] })],
      [live.group('acme/qa', { members: ['bo@x.io', 'cy@x.io'] })],
      undefined,
      [list('member')],
    );
    expect(effectiveChanges(plan).flatMap(writesOf)).toEqual([
      { write: 'remove-group-member', group: 'acme/qa', member: 'cy@x.io' },
    ]);
  });

  it('of one thing, or of one scope, is no list of another', () => {
    const found = [live.group('acme/qa', { title: 'Old' }), live.group('acme/ops', { title: 'Old' })];
    const wanted = [written.group('acme/qa'), written.group('acme/ops')];
    const one = planOn(lumoauth, wanted, found, undefined, [list('group', { address: 'group:acme/qa' })]);
    expect(effectiveChanges(one).map(({ address }) => address)).toEqual(['group:acme/ops']);
    const elsewhere = planOn(lumoauth, wanted, found, undefined, [
      list('group', { scope: 'acme/units/emea' }),
    ]);
    expect(effectiveChanges(elsewhere)).toHaveLength(2);
  });

  it('is no answer to who can do what', () => {
    const read = success({ ...snapshotOf([]), unknown: [list('group')] });
    expect(wholeSnapshot(read).diagnostics.map(shown)).toEqual([
      expect.stringContaining(
        'list-unknown: groups of acme: the list could not be read. The token may not GET /teams',
      ),
    ]);
    expect(wholeSnapshot(read).ok).toBe(false);
    expect(wholeSnapshot(success(snapshotOf([]))).ok).toBe(true);
  });
});
