import { describe, expect, it } from 'vitest';
import type { RuledOut } from '../../src/compile/desired.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Resource, ResourceTypeName } from '../../src/resource/resource.ts';
import { addressOf } from '../../src/resource/resource-types.ts';
import { atrium, lumoauth } from '../connector/platforms.ts';
import { DECLARED, desiredOf, FULL, facts, LINE, LIVE, live, planOf, TOMB, written } from './fixtures.ts';

const ROOT = {
  written: written.scope('acme', 'organization', 'Acme'),
  live: live.scope('acme', 'organization', 'Acme'),
};
const ADA = { written: written.member('ada@acme.com'), live: live.member('ada@acme.com') };
const BASE = [ROOT.written, ADA.written];
const FOUND = [ROOT.live, ADA.live];

/** One thing of each type, as written and as live, and each attribute of it live with another value. */
const THINGS: Readonly<
  Record<
    ResourceTypeName,
    {
      readonly written: Resource;
      readonly live: Resource;
      readonly otherwise: readonly (readonly [what: string, live: Resource, facts: readonly string[]])[];
    }
  >
> = {
  scope: {
    written: written.scope('acme/units/emea', 'unit', 'EMEA'),
    live: live.scope('acme/units/emea', 'unit', 'EMEA'),
    otherwise: [
      ['title', live.scope('acme/units/emea', 'unit', 'Emea'), ['set scope:acme/units/emea title "EMEA"']],
    ],
  },
  role: {
    written: written.role('builder', { permissions: ['build:run'], includes: ['signer'] }),
    live: live.role('builder', { permissions: ['build:run'], includes: ['signer'] }),
    otherwise: [
      [
        'title',
        live.role('builder', { title: 'B', permissions: ['build:run'], includes: ['signer'] }),
        ['set role:acme/builder title "builder"'],
      ],
      [
        'description',
        live.role('builder', { description: 'x', permissions: ['build:run'], includes: ['signer'] }),
        ['set role:acme/builder description ""'],
      ],
      [
        'permissions',
        live.role('builder', { permissions: ['build:view'], includes: ['signer'] }),
        ['add role:acme/builder permissions build:run', 'remove role:acme/builder permissions build:view'],
      ],
      [
        'includes',
        live.role('builder', { permissions: ['build:run'], includes: ['owner', 'signer'] }),
        ['remove role:acme/builder includes owner'],
      ],
    ],
  },
  member: {
    written: written.member('Bob@acme.com'),
    live: live.member('bob@acme.com'),
    otherwise: [
      [
        'deactivated',
        live.member('bob@acme.com', 'deactivated'),
        ['set member:acme/bob@acme.com state "active"'],
      ],
      ['expired', live.member('bob@acme.com', 'expired'), ['set member:acme/bob@acme.com state "active"']],
      ['invited', live.member('bob@acme.com', 'invited'), []],
      ['spelt otherwise', live.member('BOB@ACME.com'), []],
    ],
  },
  group: {
    written: written.group('acme/qa', {
      members: ['ada@acme.com'],
      groups: ['acme/x'],
      permissions: ['build:run'],
    }),
    live: live.group('acme/qa', {
      members: ['ada@acme.com'],
      groups: ['acme/x'],
      permissions: ['build:run'],
    }),
    otherwise: [
      [
        'title',
        live.group('acme/qa', {
          title: 'Q',
          members: ['ada@acme.com'],
          groups: ['acme/x'],
          permissions: ['build:run'],
        }),
        ['set group:acme/qa title "qa"'],
      ],
      [
        'description',
        live.group('acme/qa', {
          description: 'd',
          members: ['ada@acme.com'],
          groups: ['acme/x'],
          permissions: ['build:run'],
        }),
        ['set group:acme/qa description ""'],
      ],
      [
        'members',
        live.group('acme/qa', { members: ['eve@acme.com'], groups: ['acme/x'], permissions: ['build:run'] }),
        ['add group:acme/qa members ada@acme.com', 'remove group:acme/qa members eve@acme.com'],
      ],
      [
        'groups',
        live.group('acme/qa', { members: ['ada@acme.com'], permissions: ['build:run'] }),
        ['add group:acme/qa groups acme/x'],
      ],
      [
        'permissions',
        live.group('acme/qa', { members: ['ada@acme.com'], groups: ['acme/x'] }),
        ['add group:acme/qa permissions build:run'],
      ],
    ],
  },
  assignment: {
    written: written.given('acme', 'member:ada@acme.com', ['steward']),
    live: live.given('acme', 'member:ada@acme.com', ['steward']),
    otherwise: [
      [
        'roles',
        live.given('acme', 'member:ada@acme.com', ['signer']),
        [
          'add assignment:acme|member:ada@acme.com roles steward',
          'remove assignment:acme|member:ada@acme.com roles signer',
        ],
      ],
      [
        'no roles',
        live.given('acme', 'member:ada@acme.com'),
        ['add assignment:acme|member:ada@acme.com roles steward'],
      ],
    ],
  },
};
const TYPES = Object.keys(THINGS) as readonly ResourceTypeName[];
const WHYS: Readonly<Record<RuledOut['why'], string>> = {
  absent: 'marked absent',
  expired: 'its `until` has passed',
  'not-yet': 'its `from` has not come yet',
  emptied: 'declared without roles',
};
const NATIVE: PlatformDefinition = { ...atrium, members: { ...atrium.members, invitedInGroups: true } };

describe.each(TYPES)('a %s', (type) => {
  const thing = THINGS[type];
  const { address } = thing.written;

  describe.each([
    ['full', FULL],
    ['declared', DECLARED],
  ] as const)('under authority %s', (name, authority) => {
    it('is created when written and not live, at the line that writes it', () => {
      const plan = planOf(NATIVE, [...BASE, thing.written], FOUND, { authority });
      expect(plan.changes).toMatchObject([
        {
          action: 'create',
          address,
          after: { attributes: thing.written.attributes },
          because: { origin: LINE },
        },
      ]);
    });

    it.each(thing.otherwise.map(([what, found, expected]) => ({ what, found, expected })))(
      'live otherwise in $what',
      ({ found, expected }) => {
        const plan = planOf(NATIVE, [...BASE, thing.written], [...FOUND, found], { authority });
        expect(facts(plan.changes)).toEqual([...expected].sort());
        expect(plan.unmanaged).toEqual([]);
      },
    );

    it('is no change when live as written', () => {
      const plan = planOf(NATIVE, [...BASE, thing.written], [...FOUND, thing.live], { authority });
      expect(plan.changes).toEqual([]);
      expect(plan.unmanaged).toEqual([]);
    });

    it('live and not written is removed where the documents own it, else reported', () => {
      const plan = planOf(NATIVE, BASE, [...FOUND, thing.live], { authority });
      expect(facts(plan.changes)).toEqual(name === 'full' ? [`delete ${address}`] : []);
      expect(plan.unmanaged.map((r) => r.address)).toEqual(name === 'full' ? [] : [address]);
    });

    it.each(Object.entries(WHYS) as [RuledOut['why'], string][])(
      'ruled out as %s is removed',
      (why, text) => {
        const plan = planOf(NATIVE, BASE, [...FOUND, thing.live], {
          authority,
          ruledOut: { [address]: why },
        });
        expect(plan.changes).toMatchObject([{ action: 'delete', address, because: { origin: TOMB } }]);
        expect(plan.changes[0]?.because.text).toContain(text);
        expect(planOf(NATIVE, BASE, FOUND, { authority, ruledOut: { [address]: why } }).changes).toEqual([]);
      },
    );
  });

  it('is owned by the authority of its own type alone', () => {
    const others = { ...FULL, [type]: 'declared' as const };
    expect(planOf(NATIVE, BASE, [...FOUND, thing.live], { authority: others }).changes).toEqual([]);
    const own = { ...DECLARED, [type]: 'full' as const };
    expect(facts(planOf(NATIVE, BASE, [...FOUND, thing.live], { authority: own }).changes)).toEqual([
      `delete ${address}`,
    ]);
  });
});

describe('scopes of the platform’s own', () => {
  const archive = {
    written: written.scope('acme/archives/old', 'archive'),
    live: live.scope('acme/archives/old', 'archive'),
  };

  it('are never created: one that is missing waits for somebody to make it', () => {
    const plan = planOf(NATIVE, [...BASE, archive.written], FOUND);
    expect(plan.changes).toMatchObject([
      { action: 'deferred', address: 'scope:acme/archives/old', unsettled: 'impossible' },
    ]);
    expect(plan.diagnostics).toMatchObject([{ code: 'unknown-scope', severity: 'warning', origin: LINE }]);
  });

  it('the organization itself is another matter: without it there is no plan', () => {
    const plan = planOf(NATIVE, BASE, [ADA.live]);
    expect(plan.diagnostics).toMatchObject([{ code: 'unknown-scope', severity: 'error', origin: LINE }]);
  });

  it('are never deleted, renamed or called unmanaged, whatever is said of them', () => {
    for (const authority of [FULL, DECLARED]) {
      const renamed = live.scope('acme/archives/old', 'archive', 'Old things');
      for (const desired of [BASE, [...BASE, archive.written]]) {
        const plan = planOf(NATIVE, desired, [...FOUND, renamed], {
          authority,
          ruledOut: { 'scope:acme/archives/old': 'absent' },
        });
        expect([plan.changes, plan.unmanaged, plan.diagnostics]).toEqual([[], [], []]);
      }
    }
  });

  it('of a kind nobody knows is left alone too', () => {
    const plan = planOf(NATIVE, BASE, [...FOUND, live.scope('acme/moons/luna', 'moon')]);
    expect(plan.changes).toEqual([]);
  });
});

describe('entries whose window does not hold', () => {
  it.each([
    ['expired', 'its `until` has passed'],
    ['not-yet', 'its `from` has not come yet'],
    ['absent', 'marked absent'],
  ] as const)('%s: the removal names the line', (why, text) => {
    const plan = planOf(
      NATIVE,
      [...BASE, written.group('acme/qa'), written.given('acme', 'member:ada@acme.com')],
      [
        ...FOUND,
        live.group('acme/qa', { members: ['ada@acme.com'], groups: ['acme/x'] }),
        live.given('acme', 'member:ada@acme.com', ['steward', 'signer']),
      ],
      {
        ruledOut: {
          'group:acme/qa#members/ada@acme.com': why,
          'group:acme/qa#groups/acme/x': why,
          'assignment:acme|member:ada@acme.com#roles/steward': why,
        },
      },
    );
    const removed = plan.changes.flatMap((change) =>
      change.action !== 'update'
        ? []
        : change.fields.flatMap((field) => (field.kind === 'entries' ? field.removed : [])),
    );
    const told = Object.fromEntries(removed.map(({ entry, because }) => [entry, because]));
    for (const entry of ['ada@acme.com', 'acme/x', 'steward'])
      expect(told[entry]).toEqual({ text, origin: TOMB });
    expect(told.signer).toMatchObject({ origin: LINE });
    expect(told.signer?.text).toContain('the list is the whole truth');
  });
});

describe('people on their way in', () => {
  const qa = written.group('acme/qa', { members: ['ada@acme.com', 'eve@acme.com'] });
  const eve = written.member('eve@acme.com');

  it.each([
    ['not there', [], ['create member:acme/eve@acme.com {"state":"active"}']],
    ['invited', [live.member('eve@acme.com', 'invited')], []],
    ['expired', [live.member('eve@acme.com', 'expired')], ['set member:acme/eve@acme.com state "active"']],
  ] as const)('%s: a place in a group waits', (_name, found, expected) => {
    const plan = planOf(
      atrium,
      [...BASE, eve, qa],
      [...FOUND, ...found, live.group('acme/qa', { members: ['ada@acme.com'] })],
    );
    expect(facts(plan.changes)).toEqual(expected);
    expect(plan.changes.filter((c) => c.action === 'deferred')).toMatchObject([
      { address: 'group:acme/qa', wanted: 'eve@acme.com in group qa', because: { origin: LINE } },
    ]);
    expect(plan.after.permissions('eve@acme.com', 'acme')).toEqual([]);
  });

  it.each(['active', 'deactivated'] as const)('%s: it does not', (state) => {
    const plan = planOf(
      atrium,
      [...BASE, written.member('eve@acme.com', state), qa],
      [...FOUND, live.member('eve@acme.com', state), live.group('acme/qa', { members: ['ada@acme.com'] })],
    );
    expect(facts(plan.changes)).toEqual(['add group:acme/qa members eve@acme.com']);
  });

  it('one who is in the group already stays there', () => {
    const plan = planOf(
      atrium,
      [...BASE, eve, qa],
      [
        ...FOUND,
        live.member('eve@acme.com', 'invited'),
        live.group('acme/qa', { members: ['ada@acme.com', 'eve@acme.com'] }),
      ],
    );
    expect(plan.changes).toEqual([]);
  });

  it('where the platform takes them, nothing waits', () => {
    const plan = planOf(NATIVE, [...BASE, eve, qa], [...FOUND, live.group('acme/qa')]);
    expect(plan.changes.some((c) => c.action === 'deferred')).toBe(false);
    expect(facts(plan.changes)).toContain('add group:acme/qa members eve@acme.com');
  });

  it('where they are provisioned, nothing waits and access begins at once', () => {
    const plan = planOf(
      lumoauth,
      [...BASE, eve, qa, written.given('acme', 'group:acme/qa', ['viewer'])],
      [...FOUND, live.group('acme/qa')],
    );
    expect(plan.changes.some((c) => c.action === 'deferred')).toBe(false);
    expect(plan.after.permissions('eve@acme.com', 'acme')).toContain('documents:read');
  });
});

describe('canonical form', () => {
  it('does not see letter case of keys, composition of accents, or the order of entries', () => {
    const desired = [
      ROOT.written,
      written.member('Ada@Acme.COM'),
      written.member('e\u0301va@acme.com'),
      written.group('acme/qa', { title: 'E\u0301quipe', members: ['ada@acme.com', '\u00e9va@acme.com'] }),
      written.given('acme', 'member:ada@acme.com', ['signer', 'owner']),
    ];
    const found = [
      ROOT.live,
      live.member('ada@acme.com'),
      live.member('\u00c9va@acme.com'),
      live.group('acme/qa', { title: '\u00c9quipe', members: ['\u00e9va@acme.com', 'ada@acme.com'] }),
      live.given('acme', 'member:ada@acme.com', ['owner', 'signer']),
    ];
    expect(planOf(NATIVE, desired, found).changes).toEqual([]);
    expect(planOf(NATIVE, [...desired].reverse(), [...found].reverse()).changes).toEqual([]);
  });

  it('does see a different letter in a title', () => {
    const plan = planOf(
      NATIVE,
      [...BASE, written.group('acme/qa', { title: 'QA' })],
      [...FOUND, live.group('acme/qa')],
    );
    expect(facts(plan.changes)).toEqual(['set group:acme/qa title "QA"']);
  });
});

describe('what goes along', () => {
  const unit = live.scope('acme/units/emea', 'unit');
  const inside = [
    live.scope('acme/units/emea/workspaces/shop', 'workspace'),
    live.group('acme/units/emea/devs', { members: ['ada@acme.com'] }),
    live.given('acme/units/emea', 'member:ada@acme.com', ['signer']),
    live.given('acme/units/emea/workspaces/shop', 'group:acme/qa', ['editor']),
    // On the organization, and gone with the group that is gone with the unit.
    live.given('acme', 'group:acme/units/emea/devs', ['signer']),
  ];
  const beside = [
    live.scope('acme/units/emea-2', 'unit'),
    live.group('acme/qa'),
    live.given('acme', 'group:acme/qa', ['signer']),
    live.given('acme/units/emea-2', 'member:ada@acme.com', ['signer']),
  ];

  it('with a scope marked absent: all that is in it, whoever owns it, and nothing beside it', () => {
    const plan = planOf(NATIVE, BASE, [...FOUND, unit, ...inside, ...beside], {
      authority: DECLARED,
      ruledOut: { 'scope:acme/units/emea': 'absent' },
    });
    expect(facts(plan.changes)).toEqual([unit, ...inside].map((r) => `delete ${r.address}`).sort());
    expect(plan.unmanaged.map((r) => r.address)).toEqual(beside.map((r) => r.address).sort());
    for (const change of plan.changes) expect(change.because.origin).toEqual(TOMB);
    expect(plan.after.permissions('ada@acme.com', 'acme/units/emea')).toEqual([]);
  });

  it('with a scope that only its own type’s authority removes', () => {
    const plan = planOf(
      NATIVE,
      [...BASE, written.scope('acme/units/emea-2', 'unit')],
      [...FOUND, unit, ...inside, ...beside],
      {
        authority: { ...DECLARED, scope: 'full' },
      },
    );
    expect(facts(plan.changes)).toEqual([unit, ...inside].map((r) => `delete ${r.address}`).sort());
  });

  it.each([
    ['a person', 'member:acme/ada@acme.com', live.member('ada@acme.com'), 'member:ada@acme.com'],
    ['a group', 'group:acme/qa', live.group('acme/qa'), 'group:acme/qa'],
  ] as const)('with %s: what was given to it, wherever', (_name, address, gone, who) => {
    const given = [live.given('acme', who, ['signer']), live.given('acme/units/emea', who, ['signer'])];
    const other = live.given('acme', 'member:bob@acme.com', ['owner']);
    const plan = planOf(
      NATIVE,
      [ROOT.written],
      [ROOT.live, unit, gone, ...given, other, live.member('bob@acme.com')],
      { authority: DECLARED, ruledOut: { [address]: 'absent' } },
    );
    expect(facts(plan.changes)).toEqual([gone, ...given].map((r) => `delete ${r.address}`).sort());
    expect(plan.unmanaged.map((r) => r.address)).toContain(other.address);
  });
});

describe('a role written at a scope', () => {
  const local = { home: 'acme/units/emea', permissions: ['build:run'] };
  const unit = {
    written: written.scope('acme/units/emea', 'unit'),
    live: live.scope('acme/units/emea', 'unit'),
  };

  it('is the live role of that name, which tells no scope', () => {
    const plan = planOf(
      NATIVE,
      [...BASE, unit.written, written.role('local', local)],
      [...FOUND, unit.live, live.role('local', { permissions: ['build:run'] })],
    );
    expect(plan.changes).toEqual([]);
  });

  it('is created once, at the organization', () => {
    const plan = planOf(NATIVE, [...BASE, unit.written, written.role('local', local)], [...FOUND, unit.live]);
    expect(plan.changes.map((c) => c.address)).toEqual(['role:acme/local']);
  });

  it('marked absent there is removed, and moved elsewhere is not', () => {
    const options = { authority: DECLARED, ruledOut: { 'role:acme/units/emea/local': 'absent' } } as const;
    const found = [...FOUND, unit.live, live.role('local', { permissions: ['build:run'] })];
    expect(facts(planOf(NATIVE, [...BASE, unit.written], found, options).changes)).toEqual([
      'delete role:acme/local',
    ]);
    const moved = [...BASE, unit.written, written.role('local', { permissions: ['build:run'] })];
    expect(planOf(NATIVE, moved, found, options).changes).toEqual([]);
  });
});

it('addresses tell things apart that only look alike', () => {
  const addresses = [
    ...TYPES.map((type) => THINGS[type].written.address),
    written.given('acme', 'group:acme/qa').address,
    written.given('acme', 'member:acme/qa').address,
    addressOf('scope', {
      path: 'acme/groups/qa',
      kind: 'unit',
      title: '',
      settings: new Map(),
      parent: 'acme',
    }),
  ];
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(desiredOf(atrium, []).authority).toEqual(FULL);
  expect(LIVE.from).toBe('live');
});

describe('a role that cannot go yet', () => {
  const acme = (where: typeof live | typeof written) => where.scope('acme', 'organization', 'Acme');
  const found = [
    acme(live),
    live.role('helper'),
    live.group('acme/aside'),
    live.given('acme', 'group:acme/aside', ['helper']),
  ];

  it('waits for what nobody owns to let go of it', () => {
    const plan = planOf(lumoauth, [acme(written)], found, { authority: { ...DECLARED, role: 'full' } });
    expect(facts(plan.changes)).toEqual([]);
    expect(plan.changes).toMatchObject([
      {
        action: 'deferred',
        address: 'role:acme/helper',
        wanted: 'role helper removed',
        waitsFor: 'roles of group aside on acme, which the documents do not own, letting go of it',
      },
    ]);
  });

  it('goes with what holds it where the documents own both', () => {
    const plan = planOf(lumoauth, [acme(written)], found, { authority: FULL });
    expect(facts(plan.changes)).toContain('delete role:acme/helper');
  });
});

describe('somebody to be deactivated who is no member yet', () => {
  const desired = [
    written.scope('acme', 'organization', 'Acme'),
    written.member('ada@acme.com', 'deactivated'),
  ];
  const found = live.scope('acme', 'organization', 'Acme');

  it('is told and held back where people have to accept, whether invited or not', () => {
    for (const state of [null, 'invited', 'expired'] as const) {
      const plan = planOf(
        atrium,
        desired,
        state === null ? [found] : [found, live.member('ada@acme.com', state)],
      );
      expect(plan.diagnostics.map(({ code, origin }) => [code, origin])).toEqual([['not-supported', LINE]]);
    }
  });

  it('is created and deactivated where people are provisioned', () => {
    expect(planOf(lumoauth, desired, [found]).diagnostics).toEqual([]);
  });
});
