/**
 * What every connector holds to, whatever it speaks. A connector is in the registry; its harness makes live systems of
 * its kind, and spoils them. No connector is asked how it does what is wanted here, and none is let off.
 */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { effectiveChanges } from '../../src/command/apply/perform-plan.ts';
import { readAndPlan } from '../../src/command/session/plan-organization.ts';
import { connect, openWriter } from '../../src/connector/connect.ts';
import type { Connection, Connector, LiveWriter } from '../../src/connector/connector.ts';
import { isImpossible } from '../../src/connector/not-supported.ts';
import { performWrites } from '../../src/connector/perform.ts';
import { settingFaults } from '../../src/connector/settings.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { Write } from '../../src/plan/write/write.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Address } from '../../src/resource/address.ts';
import type { GroupPath } from '../../src/resource/identifiers.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { CODES } from '../../src/source/codes/codes.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { desiredOf, FULL, live, written } from '../plan/fixtures.ts';
import { given, group, joins, person, role, team, updated } from './attributes.ts';
import { codesOf, must, plain } from './connections.ts';

/** When something goes wrong: from the nth time on that it can, so often. */
export interface Timing {
  readonly nth: number;
  readonly times: number;
}

export interface ContractFault {
  readonly name: string;
  /** What is read may be wrong, and nobody could tell: an older copy, an item that is neither listed nor counted. */
  readonly lies?: true;
  /** It lasts until somebody gives up on it. */
  readonly hangs?: true;
}

/** One live organization, called `acme`. */
export interface LiveSystem {
  /** Through whatever spoils. */
  readonly connection: Connection;
  /** Past it. */
  readonly clean: Connection;
  /** Who somebody else is, in the words of the platform. */
  readonly somebody: string;
  /** Somebody else gives a group another name. */
  rename(path: GroupPath, name: string): Promise<void>;
  /** Somebody else puts a person into a group. */
  put(member: string, path: GroupPath): Promise<void>;
  spoil(fault: ContractFault, timing: Timing): void;
  heal(): void;
  /** How often it was spoiled since. */
  struck(): number;
}

/** What a live system of the kind is found with, what is wanted of it, and what is written to it. */
export interface ContractStory {
  readonly found: readonly Resource[];
  /** Takes away what `asked` names and adds everything else. */
  readonly wanted: readonly Resource[];
  /** As `group:acme/qa members bo@acme.com`. */
  readonly asked: ReadonlySet<string>;
  /** One after another, and the last one leaves everything as it was found, but for what `stays`. */
  readonly writes: readonly Write[];
  /** What the connector makes and deletes never. */
  readonly stays?: readonly Address[];
  /** Somebody of `found`, in no group. */
  readonly joiner: string;
  /** Somebody who is not there. */
  readonly newcomer: string;
}

export interface ContractHarness {
  /** Left out: an organization whose groups carry roles, on a platform of the Access API. */
  readonly story?: ContractStory;
  /** With a clock that nobody waits for. */
  readonly connector: Connector;
  readonly platform: PlatformDefinition;
  /** Ways to go wrong that are its own: at least twenty. */
  readonly faults: readonly ContractFault[];
  /** A text that is a secret of every connection. */
  readonly secret: string;
  /** Closed when the test is over. */
  start(resources: readonly Resource[]): Promise<LiveSystem>;
}

const FOUND: readonly Resource[] = [
  live.scope('acme', 'organization', 'Acme'),
  live.role('releaser', { permissions: ['documents:delete'], includes: ['viewer'] }),
  ...['ana', 'bo', 'cy', 'di'].map((name) => live.member(`${name}@acme.com`)),
  live.group('acme/qa', { members: ['ana@acme.com', 'bo@acme.com'] }),
  live.group('acme/ops', { members: ['cy@acme.com'] }),
  live.given('acme', 'member:ana@acme.com', ['admin']),
  live.given('acme', 'member:bo@acme.com', ['auditor', 'releaser']),
  live.given('acme', 'group:acme/qa', ['editor']),
];

/** One person and two roles are taken away, everything else is added. */
const WANTED: readonly Resource[] = [
  written.scope('acme', 'organization', 'Acme'),
  written.role('releaser', { permissions: ['documents:delete'], includes: ['viewer'] }),
  ...['ana', 'bo', 'cy', 'di', 'eve'].map((name) => written.member(`${name}@acme.com`)),
  written.group('acme/qa', { members: ['ana@acme.com', 'eve@acme.com'] }),
  written.group('acme/ops', { members: ['cy@acme.com', 'di@acme.com'] }),
  written.group('acme/docs', { members: ['eve@acme.com'] }),
  written.given('acme', 'member:ana@acme.com', ['admin']),
  written.given('acme', 'member:bo@acme.com', ['auditor']),
  written.given('acme', 'group:acme/qa', ['editor']),
  written.given('acme', 'group:acme/docs', ['viewer']),
];

const ASKED = new Set([
  'group:acme/qa members bo@acme.com',
  'assignment:acme|member:bo@acme.com roles releaser',
]);

const WRITES: readonly Write[] = [
  { write: 'create-role', role: role('writer', ['documents:write']) },
  { write: 'update-role', role: role('writer', ['documents:read'], [], 'Reader') },
  joins('eve@acme.com'),
  { write: 'set-member-state', scope: 'acme', member: 'di@acme.com', state: 'deactivated' },
  { write: 'set-member-state', scope: 'acme', member: 'di@acme.com', state: 'active' },
  { write: 'resend-invitation', scope: 'acme', member: 'di@acme.com' },
  { write: 'create-group', group: group('docs') },
  updated('acme/docs', { title: 'Docs', description: 'They write.' }),
  { write: 'add-group-member', group: 'acme/docs', member: 'eve@acme.com' },
  { write: 'put-assignment', assignment: given('acme', team('acme/docs'), ['writer']) },
  { write: 'put-assignment', assignment: given('acme', person('eve@acme.com'), ['viewer', 'auditor']) },
  { write: 'put-assignment', assignment: given('acme', person('eve@acme.com'), ['viewer']), shrinks: true },
  { write: 'remove-group-member', group: 'acme/docs', member: 'eve@acme.com' },
  { write: 'delete-assignment', scope: 'acme', principal: person('eve@acme.com') },
  { write: 'delete-assignment', scope: 'acme', principal: team('acme/docs') },
  { write: 'delete-group', group: 'acme/docs' },
  { write: 'remove-member', scope: 'acme', member: 'eve@acme.com' },
  { write: 'delete-role', home: 'acme', name: 'writer' },
];

const STORY: ContractStory = {
  found: FOUND,
  wanted: WANTED,
  asked: ASKED,
  writes: WRITES,
  joiner: 'di@acme.com',
  newcomer: 'eve@acme.com',
};

const TIMINGS: readonly Timing[] = [
  { nth: 1, times: 1 },
  { nth: 2, times: 1 },
  { nth: 1, times: 1000 },
];

export function contract(
  name: string,
  { connector, platform, faults, secret, start, story = STORY }: ContractHarness,
): void {
  const { found, wanted, asked, joiner, newcomer } = story;

  const truth = async ({ clean }: LiveSystem): Promise<Record<string, unknown>> =>
    plain(must(await connector.openReader(clean).read()).resources);

  const written_ = async (system: LiveSystem): Promise<LiveWriter> => {
    const writer = openWriter(connector, system.clean);
    must(await writer.read());
    return writer;
  };

  describe(`${name} is described`, () => {
    test('by a name, a sentence and a table of settings', () => {
      expect(connector.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(connector.description).toMatch(/^[A-Z].*\.$/);
      for (const setting of Object.values(connector.settings)) {
        expect(setting.title).not.toBe('');
        expect(setting.description).toMatch(/\.$/);
      }
    });

    test('and asks for nothing else, and for no secret in the settings', async () => {
      const { clean } = await start(found);
      expect(settingFaults(connector.settings, clean.settings)).toEqual([]);
      expect(JSON.stringify(clean.settings)).not.toContain(secret);
      const variables = connector.credentials(clean.settings).map(({ variable }) => variable);
      const environment = Object.fromEntries(variables.map((variable) => [variable, secret]));
      const said = { organization: 'acme', remote: 'acme', settings: clean.settings };
      expect(connect(connector, said, environment)).toMatchObject({
        ok: true,
        value: { secrets: clean.secrets },
      });
      const without = connect(connector, said, {});
      if (variables.length > 0) {
        expect(without.ok ? [] : without.faults.map(({ fault }) => fault)).toEqual(
          variables.map(() => 'no-secret'),
        );
      }
    });
  });

  describe(`${name} reads`, () => {
    test('everything', async () => {
      expect(await truth(await start(found))).toEqual(plain(found));
    });

    test('an organization that is not there as an error', async () => {
      const { clean } = await start(found);
      const elsewhere = connector.openReader({ ...clean, remote: 'nobody' });
      expect(codesOf(await elsewhere.read())).toEqual(['unknown-live-organization']);
    });

    test('with a secret that is wrong, nothing', async () => {
      const { clean } = await start(found);
      const wrong = Object.fromEntries(Object.keys(clean.secrets).map((key) => [key, 'wrong-secret']));
      const read = await connector.openReader({ ...clean, secrets: wrong }).read();
      expect(codesOf(read)).toEqual(['token-rejected']);
      expect(shown(read)).not.toContain('wrong-secret');
    });

    test('can be spoiled in twenty ways at least', () => {
      expect(new Set(faults.map(({ name }) => name)).size).toBeGreaterThanOrEqual(20);
    });

    test.each(faults)('whole or not at all: $name', async (fault) => {
      const system = await start(found);
      for (const timing of TIMINGS) {
        const reader = connector.openReader(system.connection);
        system.spoil(fault, timing);
        const read = await reader.read();
        system.heal();
        expectTold(read);
        if (read.ok && fault.lies !== true) expect(plain(read.value.resources)).toEqual(plain(found));
        for (const thing of [reader, read]) expect(shown(thing)).not.toContain(secret);
      }
    });
  });

  describe(`${name} writes`, () => {
    test('each thing once, however often it is told; what it cannot, it says before', async () => {
      const system = await start(found);
      const writer = await written_(system);
      for (const write of story.writes) {
        const before = await truth(system);
        const unsupported = writer.supports?.(write) ?? connector.supports(write, platform);
        const first = await writer.write(write);
        const once = await truth(system);
        const second = await writer.write(write);
        expect(await truth(system), write.write).toEqual(once);
        // What is so already can be written all the same, and nothing is seen of it.
        if (!isImpossible(unsupported)) {
          expect([write.write, codesOf(first), codesOf(second)]).toEqual([write.write, [], []]);
        } else {
          expect(unsupported.why).toMatch(/\.$/);
          expect([codesOf(first), once]).toEqual([['not-supported'], before]);
          expect(writer.supports?.(write)).toEqual(unsupported);
        }
      }
      const { stays = [] } = story;
      const left = await truth(system);
      expect(Object.keys(left)).toEqual(expect.arrayContaining([...stays]));
      expect(
        Object.fromEntries(Object.entries(left).filter(([at]) => !stays.some((one) => one === at))),
      ).toEqual(plain(found));
    });

    test('over nothing that somebody else has changed since it was read', async () => {
      const system = await start(found);
      const writer = await written_(system);
      await system.put(joiner, 'acme/ops');
      const before = await truth(system);
      expect(codesOf(await writer.write({ write: 'delete-group', group: 'acme/ops' }))).toEqual([
        'live-changed',
      ]);
      expect(await truth(system)).toEqual(before);
    });

    test.each(faults)('takes away nothing that nobody asked for: $name', async (fault) => {
      for (const timing of TIMINGS) {
        const system = await start(found);
        system.spoil(fault, timing);
        const writer = openWriter(connector, system.connection);
        const told = await applied(writer, wanted, platform);
        system.heal();
        const after = factsOf(await truth(system));
        const lost = factsOf(plain(found)).filter((one) => !after.includes(one) && !asked.has(one));
        expect(lost).toEqual([]);
        expect(shown([told, writer.asides?.()])).not.toContain(secret);
        // What is left is made when nothing is in the way, and nothing is made twice.
        expect(await applied(openWriter(connector, system.clean), wanted, platform)).toEqual([]);
        expect(await truth(system)).toEqual(plain(wanted));
      }
    });
  });

  describe(`${name} knows`, () => {
    test('who did it, where the platform does', async () => {
      const system = await start(found);
      await system.put(joiner, 'acme/ops');
      const reader = connector.openReader(system.clean);
      must(await reader.read());
      const told = await reader.events(null);
      if (told.diagnostics.some(({ code }) => code === 'audit-log-absent')) {
        // It knows nothing, and says so: nobody is named.
        expect(must(told)).toEqual([]);
        return;
      }
      const [last] = must(told);
      expect(last).toMatchObject({ actor: system.somebody, address: 'group:acme/ops' });
      expect(must(await reader.events('2999-01-01T00:00:00Z'))).toEqual([]);
    });

    test('a thing by more than its name, where the platform does', async () => {
      const system = await start(found);
      const reader = connector.openReader(system.clean);
      const before = must(await reader.read());
      const id = reader.lastingId?.(groupAt(before.resources, 'acme/ops'));
      await system.rename('acme/ops', 'operations');
      const after = must(await reader.read());
      const renamed = groupAt(after.resources, 'acme/operations');
      if (reader.lastingId === undefined) return;
      expect(id).toEqual(expect.any(String));
      expect(reader.lastingId(renamed)).toBe(id);
      if (reader.under === undefined) return;
      const again = must(reader.under(new Map([[String(id), 'ops']])));
      expect(groupAt(again.resources, 'acme/ops').attributes).toMatchObject({ name: 'ops' });
    });

    test('that something has changed, where the platform does', async () => {
      const system = await start(found);
      const reader = connector.openReader(system.clean);
      const { revision } = must(await reader.read());
      if (reader.revision === undefined) return;
      expect(must(await reader.revision())).toBe(revision);
      await system.put(joiner, 'acme/ops');
      expect(must(await reader.revision())).not.toBe(revision);
    });
  });

  describe(`${name} ends`, () => {
    const [hanging] = faults.filter(({ hangs }) => hangs === true);

    test('a read that nobody waits for any more', async () => {
      if (hanging === undefined) throw new Error('no fault of this harness hangs');
      const system = await start(found);
      const stop = new AbortController();
      system.spoil(hanging, { nth: 1, times: 1000 });
      const connection = { ...system.connection, timeout: 60_000, stop: stop.signal };
      const reading = connector.openReader(connection).read();
      await until(() => system.struck() > 0);
      stop.abort();
      expect(codesOf(await reading)).toEqual(['interrupted']);
    });

    test('a wait that nobody has', async () => {
      if (hanging === undefined) throw new Error('no fault of this harness hangs');
      const system = await start(found);
      system.spoil(hanging, { nth: 1, times: 1000 });
      const read = await connector.openReader(system.connection).read();
      expect(codesOf(read)).toEqual(['connector-unreachable']);
    });

    test('before the first write, where somebody asked to stop', async () => {
      const system = await start(found);
      const writer = await written_(system);
      const writes: readonly Write[] = [joins(newcomer)];
      const made = await performWrites(writes, writer, platform, undefined, () => true);
      expect(made).toEqual({ done: [], failed: [], left: writes });
      expect(await truth(system)).toEqual(plain(found));
    });
  });
}

/** Plans what is wanted and makes it; what was said is told, and nothing is what a good end has to say. */
async function applied(
  writer: LiveWriter,
  wanted: readonly Resource[],
  platform: PlatformDefinition,
): Promise<readonly string[]> {
  const plan = await readAndPlan(desiredOf(platform, wanted, { authority: FULL }), writer);
  expectTold(plan);
  if (!plan.ok) return codesOf(plan);
  const writes = effectiveChanges(plan.value).flatMap(writesOf);
  const { done, failed, left } = await performWrites(writes, writer, platform);
  expect(done.length + failed.length + left.length).toBe(writes.length);
  for (const { diagnostics } of failed) expect(diagnostics.length).toBeGreaterThan(0);
  return failed.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
}

/** A failure says why, in codes that are documented. */
function expectTold(outcome: Outcome<unknown>): void {
  if (outcome.ok) return;
  expect(outcome.diagnostics.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0);
  for (const { code } of outcome.diagnostics) expect(Object.hasOwn(CODES, code)).toBe(true);
}

/** `group:acme/qa members ana@acme.com`, and `group:acme/qa` for the thing itself. */
function factsOf(state: Record<string, unknown>): readonly string[] {
  return Object.entries(state).flatMap(([address, attributes]) => [
    address,
    ...Object.entries(attributes as Record<string, unknown>).flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((entry) => `${address} ${name} ${entry}`) : [],
    ),
  ]);
}

function groupAt(resources: readonly Resource[], path: GroupPath): Resource {
  const found = resources.find(({ address }) => address === `group:${path}`);
  if (found === undefined) throw new Error(`no group ${path}`);
  return found;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Every way by which something could be printed. */
function shown(thing: unknown): string {
  const options = { depth: 20, showHidden: true, getters: true } as const;
  return `${inspect(thing, options)}\n${JSON.stringify(thing)}`;
}
