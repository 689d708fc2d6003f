import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connector } from '../../src/connector/connector.ts';
import { describedConnector } from '../../src/connector/described/described-connector.ts';
import type { ApiDescription } from '../../src/connector/described/description/api-description.ts';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import { performWrites } from '../../src/connector/perform.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { plannedWrites } from '../../src/plan/write/change-writes.ts';
import type { Write } from '../../src/plan/write/write.ts';
import { OWNABLE_TYPES, type OwnableType } from '../../src/platform/owners.ts';
import type { Principal } from '../../src/resource/identifiers.ts';
import type { Resource } from '../../src/resource/resource.ts';
import type { InjectedFault } from '../../src/sandbox/sandbox.ts';
import { desiredOf, FULL, LINE } from '../plan/fixtures.ts';
import { atriumWithUnitMembers, PLATFORMS, startTestSandbox } from '../sandbox/start.ts';
import { given, group, joins, named, person, role, team, updated } from './attributes.ts';
import { codesOf, connectionTo, fast, must, plain } from './connections.ts';
import { described } from './described/describing.ts';
import { fastTime } from './fast-time.ts';
import { atrium, chalet } from './platforms.ts';
import { after, type Model } from './write-model.ts';

const EMEA = 'acme/units/emea';
const SHOP = `${EMEA}/workspaces/shop`;
const member = fc.constantFrom('a@x.io', 'b@x.io', 'c@x.io', 'd@x.io');
const home = fc.constantFrom('acme', EMEA);
// Nested by letter only, so that no ring comes about.
const nesting = fc.constantFrom(['acme/g', 'acme/h'], ['acme/g', `${EMEA}/k`], ['acme/h', `${EMEA}/k`]);
const groupAt = fc.constantFrom('acme/g', 'acme/h', `${EMEA}/g`, `${EMEA}/k`);
const permissions = fc.subarray(['build:view', 'build:run', 'signing:use'], { minLength: 1 });
const title = fc.constantFrom('One', 'Zwei ✓', '  three  ', '{{ four }}');
const principal: fc.Arbitrary<Principal> = fc.oneof(member.map(person), groupAt.map(team));
const given_ = fc.oneof(
  fc.tuple(home, principal, fc.subarray(['signer', 'build-viewer', 'steward', 'own1', 'own2'])),
  fc.tuple(fc.constant(SHOP), principal, fc.subarray(['editor', 'own1'])),
);

const write: fc.Arbitrary<Write> = fc.oneof(
  title.map(
    (t): Write => ({
      write: 'create-scope',
      scope: { path: EMEA, kind: 'unit', title: t, settings: new Map(), parent: 'acme' },
    }),
  ),
  fc.constant<Write>({
    write: 'create-scope',
    scope: { path: SHOP, kind: 'workspace', title: 'Shop', settings: new Map(), parent: EMEA },
  }),
  fc
    .tuple(fc.constantFrom(EMEA, SHOP), title)
    .map(([path, t]): Write => ({ write: 'update-scope', path, title: t, settings: new Map() })),
  fc.constantFrom<Write>({ write: 'delete-scope', path: EMEA }, { write: 'delete-scope', path: SHOP }),
  fc
    .tuple(fc.constantFrom('create-role', 'update-role'), fc.constantFrom('own1', 'own2'), permissions, title)
    .map(([kind, name, gives, t]): Write => {
      const includes = name === 'own2' ? ['own1', 'signer'] : [];
      return { write: kind as 'create-role', role: role(name, gives, includes, t) };
    }),
  fc.constantFrom('own1', 'own2').map((name): Write => ({ write: 'delete-role', home: 'acme', name })),
  fc.tuple(home, member).map(([at, who]) => joins(who, at)),
  fc
    .tuple(home, member, fc.constantFrom('active' as const, 'deactivated' as const))
    .map(([scope, who, state]): Write => ({ write: 'set-member-state', scope, member: who, state })),
  fc.tuple(home, member).map(([scope, who]): Write => ({ write: 'resend-invitation', scope, member: who })),
  fc.tuple(home, member).map(([scope, who]): Write => ({ write: 'remove-member', scope, member: who })),
  fc
    .tuple(home, fc.constantFrom('g', 'h', 'k'))
    .map(([at, name]): Write => ({ write: 'create-group', group: group(name, at) })),
  fc
    .tuple(groupAt, title, permissions)
    .map(([at, t, gives]): Write => updated(at, { title: t, description: t, permissions: named(gives) })),
  groupAt.map((at): Write => ({ write: 'delete-group', group: at })),
  fc
    .tuple(groupAt, member)
    .map(([at, who]): Write => ({ write: 'add-group-member', group: at, member: who })),
  fc
    .tuple(groupAt, member)
    .map(([at, who]): Write => ({ write: 'remove-group-member', group: at, member: who })),
  nesting.map(([at = '', child = '']): Write => ({ write: 'nest-group', group: at, child })),
  nesting.map(([at = '', child = '']): Write => ({ write: 'unnest-group', group: at, child })),
  given_.map(([at, who, roles]): Write => ({ write: 'put-assignment', assignment: given(at, who, roles) })),
  given_.map(([at, who]): Write => ({ write: 'delete-assignment', scope: at, principal: who })),
);

const faults = fc.constantFrom<InjectedFault[]>(
  [],
  [{ kind: 'drop-after-write', every: 2 }],
  [{ kind: 'drop-before', every: 3 }],
  [
    { kind: 'status', status: 503, every: 3 },
    { kind: 'status', status: 429, retryAfter: 1, every: 5 },
  ],
);

const seed = {
  organization: 'acme',
  members: ['a@x.io', 'b@x.io', 'c@x.io'].map((key) => ({ key, state: 'active' as const })),
  scopes: [{ path: 'emea', kind: 'unit' }],
  scopeMembers: [
    { scope: 'emea', key: 'b@x.io', state: 'deactivated' as const },
    { scope: 'emea', key: 'c@x.io', state: 'expired' as const },
    { scope: 'emea', key: 'd@x.io', state: 'active' as const },
  ],
  groups: [{ slug: 'g', members: ['a@x.io', 'b@x.io'] }, { slug: 'h' }, { slug: 'k', home: 'emea' }],
};

/** Two connectors that share nothing of how they write. */
const CONNECTORS: readonly (readonly [string, Connector])[] = [
  ['in code', fast()],
  ['by its file', describedConnector(fileForAtrium(), { time: fastTime(), retry: RETRY_RULES })],
];

/** The file with the settings that the platform of these tests has. */
function fileForAtrium(): ApiDescription {
  const file = 'schemas/connectors/access-api.yaml';
  const of = (name: string) => `${name}: { path: settings.${name}, absent: "" }`;
  const sent = (name: string) => `settings.${name}: { path: settings.${name}, optional: true }`;
  const [scopes, groups] = [
    ['openness', 'listing'],
    ['privacy', 'notices'],
  ] as const;
  const text = readFileSync(file, 'utf8')
    .replace('settings: { base-permission', `settings: { ${scopes.map(of).join(', ')}, base-permission`)
    .replace('privacy: { path: settings.privacy, absent: "" }', groups.map(of).join('\n        '))
    .replaceAll(
      'settings.base-permission: {',
      `${scopes.map(sent).join('\n        ')}\n        settings.base-permission: {`,
    )
    .replaceAll(
      'settings.privacy: { path: settings.privacy, optional: true }',
      groups.map(sent).join('\n        '),
    );
  return must(described(text, file));
}

test.each(CONNECTORS)(
  '%s: random writes, with faults: the platform, the model and the next read agree',
  async (_, connector) => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 10, maxLength: 60 }), faults, async (writes, trouble) => {
        const sandbox = await startTestSandbox({ platform: atriumWithUnitMembers(), seed });
        try {
          const connection = connectionTo(sandbox, chalet);
          const writer = connector.openWriter(connection);
          let model = plain(must(await writer.read()).resources) as Model;
          sandbox.setFaults(trouble);
          for (const next of writes) {
            const becomes = after(model, next);
            const result = await writer.write(next);
            if (becomes === null) {
              // Refused or, when it was made before just so, done already: never a crash, never half a write.
              for (const code of codesOf(result))
                expect(['live-changed', 'connector-refused']).toContain(code);
            } else {
              expect(codesOf(result), JSON.stringify(next)).toEqual([]);
              model = becomes;
            }
          }
          sandbox.setFaults([]);
          const { resources } = must(await connector.openReader(connection).read());
          expect(plain(resources)).toEqual(model);
        } finally {
          await sandbox.close();
        }
      }),
      { numRuns: Number(process.env.BYLAW_RUNS ?? 40) },
    );
  },
);

test('random organizations, random changes and random owners: nothing owned is ever written, and afterwards nothing is left', async () => {
  const seen = { owned: 0, writes: 0 };
  const drawn = fc.record({
    first: fc.array(write, { minLength: 20, maxLength: 60 }),
    more: fc.array(write, { minLength: 10, maxLength: 40 }),
    owned: fc.uniqueArray(fc.constantFrom(...OWNABLE_TYPES), { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ first, more, owned }) => {
      const sandbox = await startTestSandbox({ platform: atriumWithUnitMembers(), seed });
      try {
        const owners = Object.fromEntries(owned.map((type) => [type, `the owner of ${type}s`]));
        const platform = { ...chalet, owners };
        const writer = fast().openWriter(connectionTo(sandbox, platform));
        must(await writer.read());
        for (const one of first) await writer.write(one);
        // What the documents say, and what others make of the platform after that.
        const desired = must(await writer.read()).resources.map((r): Resource => {
          const state =
            r.type === 'member' && r.attributes.state === 'deactivated' ? 'deactivated' : 'active';
          return r.type === 'member'
            ? { ...r, origin: LINE, attributes: { ...r.attributes, state, invitation: null } }
            : { ...r, origin: LINE };
        });
        for (const one of more) await writer.write(one);
        const found = must(await writer.read());
        const plan = buildPlan(desiredOf(platform, desired, { authority: FULL }), found);
        const before = sandbox.requests().length;
        const writes = plannedWrites(plan.changes);
        const { failed } = await performWrites(writes, writer, platform);
        fc.pre(failed.length === 0);
        const sent = sandbox
          .requests()
          .slice(before)
          .filter(({ method }) => method !== 'GET');
        const lists = owned.flatMap((type) => LISTS_OF[type]);
        expect(sent.filter(({ path }) => lists.some((list) => path.includes(`/${list}`)))).toEqual([]);
        const now = must(await writer.read());
        const along = new Set(
          plan.changes
            .flatMap((c) => (c.action === 'delete' ? (c.along ?? []) : []))
            .map(({ address }) => address),
        );
        const [was, is] = [plain(found.resources), plain(now.resources)];
        const left = new Set(
          plan.changes
            .flatMap((c) => (c.action === 'delete' ? (c.leaves ?? []) : []))
            .map(({ address }) => address),
        );
        for (const r of found.resources) {
          if (r.type === 'scope' || !owned.includes(r.type) || along.has(r.address) || left.has(r.address))
            continue;
          expect(is[r.address]).toEqual(was[r.address]);
          seen.owned += 1;
        }
        const again = buildPlan(desiredOf(platform, desired, { authority: FULL }), now);
        expect(plannedWrites(again.changes)).toEqual([]);
        seen.writes += sent.length;
      } finally {
        await sandbox.close();
      }
    }),
    { numRuns: Number(process.env.BYLAW_RUNS ?? 40), seed: 4711 },
  );
  expect(Math.min(seen.owned, seen.writes)).toBeGreaterThan(0);
});

/** The lists of the API that the things of a type are written through. */
const LISTS_OF: { readonly [T in OwnableType]: readonly string[] } = {
  role: ['roles'],
  member: ['members', 'scope-members', 'invitations'],
  group: ['groups', 'memberships', 'group-nestings'],
  assignment: ['assignments'],
};

test.each(CONNECTORS)('%s: a whole apply, side by side', async (_, connector) => {
  const sandbox = await startTestSandbox({ platformFile: PLATFORMS.atrium });
  try {
    const connection = connectionTo(sandbox, atrium);
    const writer = connector.openWriter(connection);
    must(await writer.read());
    const names = Array.from({ length: 20 }, (_, n) => `n${n}`);
    const writes: Write[] = [
      {
        write: 'create-scope',
        scope: { path: EMEA, kind: 'unit', title: 'EMEA', settings: new Map(), parent: 'acme' },
      },
      {
        write: 'create-scope',
        scope: { path: SHOP, kind: 'workspace', title: 'Shop', settings: new Map(), parent: EMEA },
      },
      ...names.map((name): Write => ({ write: 'create-group', group: group(name, EMEA) })),
      ...names.map((name): Write => ({ write: 'create-role', role: role(name, ['build:run']) })),
      ...names.map(
        (name): Write => ({
          write: 'put-assignment',
          assignment: given(SHOP, team(`${EMEA}/${name}`), [name]),
        }),
      ),
      ...names
        .slice(1)
        .map((name): Write => ({ write: 'nest-group', group: `${EMEA}/n0`, child: `${EMEA}/${name}` })),
    ];
    const { done, failed, left } = await performWrites(writes, writer, atrium);
    expect({ done: done.length, failed, left }).toEqual({ done: writes.length, failed: [], left: [] });
    const live = plain(must(await writer.read()).resources);
    expect(live[`group:${EMEA}/n0`]).toMatchObject({
      groups: names
        .slice(1)
        .map((n) => `${EMEA}/${n}`)
        .sort(),
    });
    const undone = await performWrites(
      [
        { write: 'delete-scope', path: SHOP },
        ...names.map((name): Write => ({ write: 'delete-group', group: `${EMEA}/${name}` })),
        { write: 'delete-scope', path: EMEA },
      ],
      writer,
      atrium,
    );
    expect(undone.failed).toEqual([]);
  } finally {
    await sandbox.close();
  }
});
