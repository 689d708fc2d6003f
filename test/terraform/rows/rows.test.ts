import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldChanges } from '../../../src/plan/field-changes.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { replacedWrites, writesOf } from '../../../src/plan/write/change-writes.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { writeKey } from '../../../src/plan/write/write-subject.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import { modelOf } from '../../../src/resource/organization-model.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { resource, resourceWith } from '../../../src/resource/resource-types.ts';
import { BY_ID, spellingOf } from '../../../src/resource/spelling.ts';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { rowCodec } from '../../../src/terraform/provider/protocol/row-codec.ts';
import { resourcesOfRow } from '../../../src/terraform/provider/rows/decode-rows.ts';
import {
  departuresRow,
  membersRow,
  namedRow,
  type RowInstance,
  rosterRow,
} from '../../../src/terraform/provider/rows/encode-rows.ts';
import { escapeKey, unescapeKey } from '../../../src/terraform/provider/rows/map-key.ts';
import { rowKey } from '../../../src/terraform/provider/rows/organization-rows.ts';
import {
  ROW_ATTRIBUTES,
  ROW_TYPES,
  type RowTypeName,
} from '../../../src/terraform/provider/rows/row-tables.ts';
import { changesOfRow, writesOfRow } from '../../../src/terraform/provider/rows/row-writes.ts';
import { rowsOfRun } from '../../../src/terraform/run/run-rows.ts';
import { atrium, chalet } from '../../connector/platforms.ts';
import { facts, LIVE, live, planOf, written } from '../../plan/fixtures.ts';
import { anyPair } from '../../plan/random-pair.ts';

const RUNS = { seed: 31, numRuns: 300 };

/** Keys that trip programs: of prototypes, of templates, of paths, of other alphabets. */
const NASTY = [
  'constructor',
  '__proto__',
  '!__proto__',
  '!!__proto__',
  'toString',
  'hasOwnProperty',
  'a.b',
  'ab',
  '\u00e9va@acme.com',
  '日本',
  '${x}',
  '%{if}',
  'a,b',
  'a|b#c/d:e',
  '0',
  'true',
];
const nastyKeys = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map((s) => s.normalize('NFC')),
  ),
  { maxLength: 6 },
);
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const entries = nastyKeys.map((keys) => new Map(keys.map((key) => [key, LIVE])));

const anyGroup = fc
  .record({ title: text, description: text, members: entries, groups: entries, permissions: entries })
  .map((a) => resourceWith('group', { home: 'acme', name: 'qa', ...a }, LIVE));
const anyRole = fc
  .record({ title: text, description: text, permissions: entries, includes: entries })
  .map((a) => resourceWith('role', { home: 'acme', name: 'r', ...a }, LIVE));
const anyScope = text.map((title) =>
  resourceWith('scope', { path: 'acme/units/x', kind: 'unit', title, parent: 'acme' }, LIVE),
);
const anyMembers = fc
  .uniqueArray(
    fc.record({
      member: fc.constantFrom(...NASTY),
      state: fc.constantFrom('active', 'deactivated', 'expired'),
    }),
    {
      selector: ({ member }) => member,
    },
  )
  .map((list) =>
    list.map(({ member, state }) =>
      resource('member', { scope: 'acme', member, display: member, state, invitation: null }, LIVE),
    ),
  );
const roleNames = fc.uniqueArray(fc.constantFrom('admin', 'a.b', 'constructor', '__proto__', 'x-y_z'), {
  maxLength: 4,
});
const anyRoster = fc
  .uniqueArray(fc.record({ member: fc.constantFrom(...NASTY), group: fc.boolean(), roles: roleNames }), {
    selector: ({ member, group }) => `${group} ${member}`,
  })
  .map((list) =>
    list.map(({ member, group, roles }) =>
      resourceWith(
        'assignment',
        {
          scope: 'acme',
          principal: group ? { type: 'group', group: member } : { type: 'member', member },
          roles: new Map(roles.map((name) => [name, LIVE])),
        },
        LIVE,
      ),
    ),
  );

/** Rows of every type with the resources they stand for. */
const anyRow: fc.Arbitrary<{ readonly instance: RowInstance; readonly of: readonly Resource[] }> = fc.oneof(
  anyGroup.map((r) => ({ instance: namedRow(r), of: [r] })),
  anyRole.map((r) => ({ instance: namedRow(r), of: [r] })),
  anyScope.map((r) => ({ instance: namedRow(r), of: [r] })),
  anyMembers.map((list) => ({ instance: membersRow('acme', list), of: list })),
  anyRoster.map((list) => ({ instance: rosterRow('acme', list), of: list })),
);

function plain(resources: readonly Resource[]): unknown {
  return resources
    .map((r) => [
      r.address,
      Object.fromEntries(
        Object.entries(r.attributes).map(([k, v]) => [k, v instanceof Map ? [...v.keys()].sort() : v]),
      ),
    ])
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
}

/** As terraform keeps it: through its wire and through its JSON. */
function throughTerraform(type: RowTypeName, row: Row): Row {
  const codec = rowCodec(type, ROW_ATTRIBUTES[type]);
  const back = codec.decode(codec.encode(row));
  const state = codec.fromState(JSON.parse(JSON.stringify(row)));
  expect(JSON.stringify(state)).toBe(JSON.stringify(back));
  if (back === null) throw new Error('a row became null');
  return back;
}

function shown(writes: readonly Write[]): readonly string[] {
  return writes
    .map((write) =>
      JSON.stringify(write, (_, value) => {
        if (value instanceof Map) return [...value.keys()].sort();
        // The lists in writes are sets.
        return Array.isArray(value) ? [...value].sort() : value;
      }),
    )
    .sort();
}

describe('rows', () => {
  it('stand for exactly the resources they were made of, also after terraform had them', () => {
    fc.assert(
      fc.property(anyRow, ({ instance, of }) => {
        const row = throughTerraform(instance.type, instance.row);
        const spelling = spellingOf({ resources: of });
        expect(plain(resourcesOfRow(instance.type, instance.row, spelling))).toEqual(plain(of));
        expect(plain(resourcesOfRow(instance.type, row, spelling))).toEqual(plain(of));
        expect(changesOfRow({ type: instance.type, before: row, after: instance.row }, spelling)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('have every attribute of their type and no other', () => {
    fc.assert(
      fc.property(anyRow, ({ instance }) => {
        // The name on the platform is told only while it is another one.
        const due = Object.keys(ROW_ATTRIBUTES[instance.type]).filter(
          (name) => name !== 'called' || Object.hasOwn(instance.row, name),
        );
        expect(Object.keys(instance.row).sort()).toEqual(due.sort());
      }),
      RUNS,
    );
    const row = departuresRow('acme', {
      people: new Map([
        ['__proto__', ''],
        ['bob', 'deactivated'],
      ]),
      roles: new Map([
        ['acme/projects/x|member:__proto__', '-'],
        ['acme/projects/x|member:bob', 'editor|admin,owner'],
        ['acme/projects/y|member:bob', '|owner'],
      ]),
    });
    expect(Object.keys(row.row).sort()).toEqual(Object.keys(ROW_ATTRIBUTES.bylaw_departures).sort());
    expect(
      facts(
        changesOfRow(
          { type: 'bylaw_departures', before: null, after: throughTerraform(row.type, row.row) },
          (m) => m,
        ),
      ),
    ).toEqual([
      'delete assignment:acme/projects/x|member:__proto__',
      'delete member:acme/__proto__',
      'remove assignment:acme/projects/x|member:bob roles admin',
      'remove assignment:acme/projects/x|member:bob roles owner',
      'remove assignment:acme/projects/y|member:bob roles owner',
      'set member:acme/bob state "deactivated"',
    ]);
  });

  it('do not depend on the order of entries', () => {
    fc.assert(
      fc.property(anyGroup, anyRoster, (group, roster) => {
        const turned = {
          ...group,
          attributes: { ...group.attributes, members: new Map([...group.attributes.members].reverse()) },
        };
        expect(JSON.stringify(namedRow(turned))).toBe(JSON.stringify(namedRow(group)));
        expect(JSON.stringify(rosterRow('acme', [...roster].reverse()))).toBe(
          JSON.stringify(rosterRow('acme', roster)),
        );
      }),
      RUNS,
    );
  });

  it('a pending invitation and an active member are one value, every other state is its own', () => {
    const row = (state: 'active' | 'invited' | 'deactivated' | 'expired') =>
      JSON.stringify(
        membersRow('acme', [
          resource('member', { scope: 'acme', member: 'a', display: 'a', state, invitation: null }, LIVE),
        ]).row,
      );
    expect(row('invited')).toBe(row('active'));
    expect(new Set([row('active'), row('deactivated'), row('expired')]).size).toBe(3);
  });

  it('changes of two rows are the changes of what they stand for', () => {
    const same = <T extends Resource>(one: fc.Arbitrary<T>, rowOf: (r: T) => RowInstance) =>
      fc.assert(
        fc.property(one, one, (before, after) => {
          const fields = fieldChanges(after, before, new Map(), BY_ID);
          const because = { text: '', origin: LIVE };
          const ours =
            fields.length === 0
              ? []
              : writesOf({ action: 'update', address: after.address, before, after, fields, because });
          const { type } = rowOf(after);
          const change = { type, before: throughTerraform(type, rowOf(before).row), after: rowOf(after).row };
          expect(shown(writesOfRow(change, (m) => m))).toEqual(shown(ours));
        }),
        RUNS,
      );
    same(anyGroup, namedRow);
    same(anyRole, namedRow);
    same(anyScope, namedRow);
  });

  it('of a whole run mean the writes of the plan, no more and no fewer', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live }) => {
        const plan: Plan = planOf(platform, desired, live);
        const { live: before, wanted: after } = rowsOfRun(plan);
        const keyed = (rows: typeof before) => new Map(rows.map((r) => [rowKey(r.type, r.key), r]));
        const [left, right] = [keyed(before), keyed(after)];
        const { spelling } = plan;
        const changes = [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
          const type = (right.get(key) ?? left.get(key))?.type;
          if (type === undefined) return [];
          return [{ type, before: left.get(key)?.row ?? null, after: right.get(key)?.row ?? null }];
        });
        expect(facts(changes.flatMap((change) => changesOfRow(change, spelling)))).toEqual(
          facts(plan.changes),
        );
        const first = (writes: readonly Write[]) =>
          writes.filter((w) => !('first' in w && w.write === 'update-role'));
        const bare = (writes: readonly Write[]) =>
          // How a write is ordered, and how someone is spelt, is not what it does.
          shown(
            writes.map((w) =>
              JSON.parse(
                JSON.stringify({ ...w, first: undefined, shrinks: undefined, moment: undefined }, (_, v) =>
                  v instanceof Map ? [...v.keys()].sort() : v,
                ),
              ),
            ),
          );
        const byOthers = replacedWrites(plan.changes);
        const ours = plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c)));
        const theirs = changes
          .flatMap((change) => writesOfRow(change, spelling))
          .filter((write) => !byOthers.has(writeKey(write)));
        expect(bare(theirs)).toEqual(bare(first(ours)));
        // Nobody is in two places: every row is named once.
        expect(left.size).toBe(before.length);
        expect(right.size).toBe(after.length);
      }),
      RUNS,
    );
  });

  it('stand on rows that are there, and never in a ring', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live }) => {
        const { live: before, wanted } = rowsOfRun(planOf(platform, desired, live));
        for (const rows of [before, wanted]) {
          const byKey = new Map(rows.map((r) => [rowKey(r.type, r.key), r]));
          const done = new Set<string>();
          const walk = (key: string, above: readonly string[]): void => {
            expect(above).not.toContain(key);
            const row = byKey.get(key);
            expect(row, key).toBeDefined();
            if (done.has(key) || row === undefined) return;
            for (const next of row.dependsOn) walk(next, [...above, key]);
            done.add(key);
          };
          for (const key of byKey.keys()) walk(key, []);
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
  });
});

describe('keys of maps', () => {
  it.each(NASTY)('%s is itself on the other side of the wire', (key) => {
    const group = resourceWith(
      'group',
      {
        home: 'acme',
        name: 'g',
        title: '',
        description: '',
        members: new Map([[key, LIVE]]),
        groups: new Map(),
        permissions: new Map(),
      },
      LIVE,
    );
    const row = throughTerraform('bylaw_group', namedRow(group).row);
    const [back] = modelOf(resourcesOfRow('bylaw_group', row, (m) => m)).all('group');
    expect([...(back?.attributes.members.keys() ?? [])]).toEqual([key]);
  });

  it('are escaped one to one', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom(...NASTY)),
        fc.oneof(fc.string(), fc.constantFrom(...NASTY)),
        (a, b) => {
          expect(unescapeKey(escapeKey(a))).toBe(a);
          expect(escapeKey(a) === escapeKey(b)).toBe(a === b);
          expect(escapeKey(a)).not.toBe('__proto__');
        },
      ),
    );
  });

  it('are known for every row type', () => {
    expect(Object.keys(ROW_ATTRIBUTES).sort()).toEqual([...ROW_TYPES].sort());
  });
});

describe('where people must be attached before groups are filled', () => {
  const attached: PlatformDefinition = {
    ...atrium,
    invariants: [...atrium.invariants, { rule: 'group-members-are-attached', code: 'not-attached' }],
  };
  const at = 'acme/units/emea';
  const found = [
    live.scope('acme', 'organization'),
    live.scope(at, 'unit'),
    live.member('ada@x.io'),
    live.member('bob@x.io'),
    live.group(`${at}/devs`, { members: ['bob@x.io'] }),
    live.given(at, 'member:bob@x.io', ['signer']),
    live.given(at, `group:${at}/devs`, ['signer']),
  ];
  const wanted = [
    written.scope('acme', 'organization'),
    written.scope(at, 'unit', at),
    written.member('ada@x.io'),
    written.member('bob@x.io'),
    written.group(`${at}/devs`, { members: ['ada@x.io'] }),
    written.given(at, 'member:ada@x.io'),
    written.given(at, `group:${at}/devs`, ['signer']),
  ];
  const { wanted: rows } = rowsOfRun(planOf(attached, wanted, found));
  const row = (type: RowTypeName, key: string) => rows.find((one) => one.type === type && one.key === key);

  it('a group stands on the roster of its home, and what groups are given on the group', () => {
    expect(row('bylaw_group', `${at}/devs`)?.dependsOn).toContain(rowKey('bylaw_roster', at));
    expect(row('bylaw_roster', at)?.dependsOn).not.toContain(rowKey('bylaw_group', `${at}/devs`));
    expect(row('bylaw_group_roster', at)?.dependsOn).toContain(rowKey('bylaw_group', `${at}/devs`));
  });

  it('whoever is detached stays in the roster until all else is done', () => {
    expect(row('bylaw_roster', at)?.row.roles).toEqual({
      'member:ada@x.io': '',
      'member:bob@x.io': 'signer',
    });
    expect(row('bylaw_departures', 'acme')?.row).toMatchObject({
      places: { [`${at}/devs|member:bob@x.io`]: '' },
      roles: { [`${at}|member:bob@x.io`]: '-' },
    });
    expect(row('bylaw_departures', 'acme')?.dependsOn).toContain(rowKey('bylaw_group_roster', at));
  });

  it('elsewhere a roster is one row, after the groups', () => {
    const plain = rowsOfRun(planOf(atrium, wanted, found)).wanted;
    expect(plain.some(({ type }) => type === 'bylaw_group_roster')).toBe(false);
    expect(plain.find(({ type, key }) => type === 'bylaw_roster' && key === at)?.dependsOn).toContain(
      rowKey('bylaw_group', `${at}/devs`),
    );
  });
});

it('members of a scope below have rows of their own there, and leave by them after all else', () => {
  const at = 'acme/units/emea';
  const scopes = (make: typeof live) => [make.scope('acme', 'organization'), make.scope(at, 'unit', at)];
  const found = [...scopes(live), live.member('ada@x.io'), live.member('vera@x.io', 'active', { scope: at })];
  const { live: before, wanted } = rowsOfRun(
    planOf(chalet, [...scopes(written), written.member('ada@x.io')], found),
  );
  const row = (type: RowTypeName) => wanted.find((one) => one.type === type && one.key === at);
  expect(before.find(({ type, key }) => type === 'bylaw_members' && key === at)?.dependsOn).toEqual([
    rowKey('bylaw_scope', at),
  ]);
  expect(row('bylaw_members')?.row.members).toEqual({ 'vera@x.io': 'active' });
  expect(row('bylaw_departures')?.row.members).toEqual({ 'vera@x.io': '' });
  expect(row('bylaw_departures')?.dependsOn).toEqual(
    expect.arrayContaining([rowKey('bylaw_departures', 'acme'), rowKey('bylaw_roster', at)]),
  );
});
