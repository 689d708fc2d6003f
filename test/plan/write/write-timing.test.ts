import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../../src/access/build-access.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { plannedWrites } from '../../../src/plan/write/change-writes.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { takesAccess, writeSteps } from '../../../src/plan/write/write-phases.ts';
import { writeSubjectOf } from '../../../src/plan/write/write-subject.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import { desk } from '../../connector/platforms.ts';
import { warden } from '../../platform/warden.ts';
import { live, planOf, written } from '../fixtures.ts';
import { made } from '../model.ts';

type Side = typeof live;
type Says = Parameters<Side['group']>[1];

const BO = 'bo@acme.com';
const OFF = ['standing=disabled'];
const ON = ['standing=enabled'];

/** Bo, who can do something, and groups. */
const wardenSide = (make: Side, groups: Readonly<Record<string, Says>>) => [
  make.scope('acme', 'organization'),
  make.member('ada@acme.com'),
  make.given('acme', 'member:ada@acme.com', ['admin']),
  make.member(BO),
  make.given('acme', `member:${BO}`, ['operator']),
  ...Object.entries(groups).map(([name, says]) => make.group(`acme/${name}`, says)),
];

const shown = (write: Write): string => {
  const { address, entry } = writeSubjectOf(write);
  return `${write.write} ${address}${entry === null ? '' : ` ${entry.name}`}`;
};

function stepsOf(plan: Plan): readonly (readonly string[])[] {
  return writeSteps(plannedWrites(plan.changes)).map((step) => step.map(shown));
}

/** Whether somebody can do something, from before the first step to after the last one. */
function canAllAlong(plan: Plan, platform: PlatformDefinition, permission: string): readonly boolean[] {
  let state = plan.live.resources;
  const can = () => buildAccess(platform, state).can(BO, permission, 'acme');
  const all = [can()];
  for (const step of writeSteps(plannedWrites(plan.changes))) {
    for (const write of step) state = made(write, state, platform);
    all.push(can());
  }
  return all;
}

describe('whoever is moved from one group to another', () => {
  const deskSide = (make: Side, groups: Readonly<Record<string, readonly string[]>>, roles: object) => [
    make.scope('acme', 'organization'),
    make.member(BO),
    ...Object.entries(groups).map(([name, members]) => make.group(`acme/${name}`, { members })),
    ...Object.entries(roles).map(([name, role]) => make.given('acme', `group:acme/${name}`, [role])),
  ];

  it('comes into a new group once it has its roles, and keeps what both give all the time', () => {
    const plan = planOf(
      desk,
      deskSide(written, { a: [BO] }, { a: 'reader' }),
      deskSide(live, { b: [BO] }, { b: 'reader' }),
    );
    expect(stepsOf(plan)).toEqual([
      ['create-group group:acme/a'],
      ['put-assignment assignment:acme|group:acme/a'],
      [`add-group-member group:acme/a ${BO}`],
      ['delete-assignment assignment:acme|group:acme/b'],
      ['delete-group group:acme/b'],
    ]);
    expect(new Set(canAllAlong(plan, desk, 'items:read'))).toEqual(new Set([true]));
  });

  it('is out of a group before it is given another role instead', () => {
    const plan = planOf(
      desk,
      deskSide(written, { a: [BO], b: [] }, { a: 'reader', b: 'writer' }),
      deskSide(live, { a: [], b: [BO] }, { a: 'writer', b: 'reader' }),
    );
    expect(stepsOf(plan)).toEqual([
      ['put-assignment assignment:acme|group:acme/a'],
      [`add-group-member group:acme/a ${BO}`],
      ['put-assignment assignment:acme|group:acme/b'],
    ]);
    expect(new Set(canAllAlong(plan, desk, 'items:read'))).toEqual(new Set([true]));
  });
});

describe('a group that deactivates', () => {
  const planned = (before: Readonly<Record<string, Says>>, after: Readonly<Record<string, Says>>) =>
    planOf(warden, wardenSide(written, after), wardenSide(live, before));

  it.each<[string, Readonly<Record<string, Says>>, Readonly<Record<string, Says>>, readonly string[][]]>([
    [
      'is left before it is switched off',
      { g: { settings: ON, members: [BO] } },
      { g: { settings: OFF } },
      [[`remove-group-member group:acme/g ${BO}`], ['update-group group:acme/g']],
    ],
    [
      'is switched on before somebody comes in',
      { g: { settings: OFF } },
      { g: { settings: ON, members: [BO] } },
      [['update-group group:acme/g'], [`add-group-member group:acme/g ${BO}`]],
    ],
    [
      'lets go of a group before somebody comes into that',
      { g: { settings: OFF, groups: ['acme/in'] }, in: {} },
      { g: { settings: OFF }, in: { members: [BO] } },
      [['unnest-group group:acme/g acme/in'], [`add-group-member group:acme/in ${BO}`]],
    ],
    [
      'takes in a group once somebody is out of that',
      { g: { settings: OFF }, in: { members: [BO] } },
      { g: { settings: OFF, groups: ['acme/in'] }, in: {} },
      [[`remove-group-member group:acme/in ${BO}`], ['nest-group group:acme/g acme/in']],
    ],
  ])('%s', (_, before, after, steps) => {
    const plan = planned(before, after);
    expect(stepsOf(plan)).toEqual(steps);
    expect(new Set(canAllAlong(plan, warden, 'hosts:read'))).toEqual(new Set([true]));
  });

  it('that somebody comes into takes access: with the removals, and before all else where not all can be made', () => {
    const plan = planned(
      { g: { settings: OFF }, h: { settings: ON } },
      { g: { settings: OFF, members: [BO] }, h: { settings: ON, members: ['ada@acme.com'] } },
    );
    expect(stepsOf(plan)).toEqual([
      ['add-group-member group:acme/h ada@acme.com'],
      [`add-group-member group:acme/g ${BO}`],
    ]);
    expect(plannedWrites(plan.changes).filter(takesAccess).map(shown)).toEqual([
      `add-group-member group:acme/g ${BO}`,
    ]);
  });

  it.each<[string, Readonly<Record<string, Says>>, Readonly<Record<string, Says>>]>([
    [
      'from one into another',
      { g: { settings: OFF, members: [BO] }, h: { settings: OFF } },
      { g: { settings: OFF }, h: { settings: OFF, members: [BO] } },
    ],
    [
      'from one into a group that is nested in another now',
      { g: { settings: OFF, members: [BO] }, h: { settings: OFF }, in: { members: [BO] } },
      { g: { settings: OFF }, h: { settings: OFF, groups: ['acme/in'] }, in: { members: [BO] } },
    ],
    [
      'out of one, and in one that is switched off',
      { g: { settings: OFF, members: [BO] }, h: { settings: ON, members: [BO] } },
      { g: { settings: OFF }, h: { settings: OFF, members: [BO] } },
    ],
  ])('nobody is active on the way %s', (_, before, after) => {
    const along = canAllAlong(planned(before, after), warden, 'hosts:read');
    expect(along.length).toBeGreaterThan(1);
    expect(new Set(along)).toEqual(new Set([false]));
  });
});
