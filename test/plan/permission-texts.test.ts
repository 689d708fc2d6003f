import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { performWrites } from '../../src/connector/perform.ts';
import { lookAtDocuments } from '../../src/expectation/look.ts';
import { blockedWays } from '../../src/missing/blocked-ways.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { plannedWrites } from '../../src/plan/write/change-writes.ts';
import { permissionNames, representativePermission } from '../../src/report/plan/permission-phrase.ts';
import { connectionTo, fast, must } from '../connector/connections.ts';
import { failures, written } from '../expectation/expectations.ts';
import { changesOf, filesAfter, imported } from '../import/scene.ts';
import { BROKER, broker } from '../platform/parameters.ts';
import { compiledOn, desiredOn, documentOn, toldOf } from '../platform/warden.ts';
import { got, onlyDocument, policy } from '../policy/fixture.ts';
import { startTestSandbox } from '../sandbox/start.ts';
import { facts } from './fixtures.ts';

const body = (own: string, carried: string) =>
  `members: { ada: { roles: [admin] }, bo: { roles: [own] } }\nroles: { own: { permissions: [${own}] } }\ngroups: { g: { members: [bo], permissions: [${carried}] } }\n`;

describe('documents', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a text of a permission that has none',
      '"users:see!db"',
      ['error 7:31 unknown-permission: On Broker users:see is not given for a text, such as "db".'],
    ],
    [
      'a text of no permission',
      '"user:see!db"',
      ['error 7:31 unknown-permission: Broker has no permission "user:see!db".'],
    ],
    ['no text', '"hosts:read!"', ['error 7:31 unknown-permission: Broker has no permission "hosts:read!".']],
    ['a text with a star', '"hosts:read!*"', []],
  ])('%s', (_, own, expected) => {
    expect(toldOf(compiledOn(broker, body(own, '"hosts:read!a"')).diagnostics)).toEqual(expected);
  });

  it.each([
    ['a role', 'permissions: [hosts:read] }', 'permissions: ["hosts:read!db"] }'],
    ['what a permission implies', 'implies: [hosts:read, users:see]', 'implies: ["hosts:read!db"]'],
  ])('a platform file names permissions without a text: %s', (_, before, after) => {
    expect(BROKER).toContain(before);
    const read = policy.readPlatform(onlyDocument(BROKER.replace(before, after), 'p.yaml'));
    expect(read.ok).toBe(false);
    expect(read.diagnostics.map(({ message }) => message)[0]).toContain('hosts:read!db');
  });
});

describe('the way round', () => {
  it('what is written is planned, written, read and imported, and nothing is left to do', async () => {
    const sandbox = await startTestSandbox({ platform: parse(BROKER) });
    onTestFinished(() => sandbox.close());
    const writer = fast().openWriter(connectionTo(sandbox, broker));
    const apply = async (text: string) => {
      const plan = buildPlan(desiredOn(broker, text), must(await writer.read()));
      const { failed } = await performWrites(plannedWrites(plan.changes), writer, broker);
      expect(failed).toEqual([]);
      return plan;
    };
    await apply(body('"hosts:write!db-1", "users:see"', '"hosts:read!web"'));
    const next = body('"hosts:write!db-2", "users:see"', '"hosts:read!we", "hosts:read!web"');
    const plan = await apply(next);
    const shown = (all: typeof plan.delta.gained) => all.map(({ permission }) => permission);
    expect(shown(plan.delta.gained)).toEqual(['hosts:read!db-2', 'hosts:read!we', 'hosts:write!db-2']);
    expect(shown(plan.delta.lost)).toEqual(['hosts:read!db-1', 'hosts:write!db-1']);
    const live = must(await writer.read());
    expect(facts(buildPlan(desiredOn(broker, next), live).changes)).toEqual([]);
    const made = imported(broker, live);
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    const files = filesAfter({}, made.value);
    expect(Object.values(files).join('\n')).toContain('hosts:write!db-2');
    expect(made.value.left).toEqual([]);
    expect(changesOf(broker, files, live)).toEqual([]);
    const again = imported(broker, live, files);
    expect(again.ok ? again.value.files : again.diagnostics).toEqual([]);
  });
});

describe('expectations', () => {
  const faults = (own: string, expectation: string) => {
    const text = body(own, '"users:see"');
    return failures(
      got(
        lookAtDocuments({
          expectations: written(`  x: { members: [bo], ${expectation}, on: acme }`),
          desired: desiredOn(broker, text),
          document: got(documentOn(broker, text)),
        }),
      ).findings,
    );
  };

  it.each([
    ['"hosts:write!db"', 'can: "hosts:write!db"', []],
    ['"hosts:write!db"', 'can: "hosts:read!db-1"', []],
    [
      '"hosts:write!db"',
      'can: "hosts:write!web"',
      ['x: lacks can hosts:write!web | bo | hosts:write!web | acme'],
    ],
    ['"hosts:write!db"', 'cannot: "hosts:write!web"', []],
    [
      '"hosts:write"',
      'cannot: "hosts:write!web"',
      ['x: holds cannot hosts:write!web | bo | hosts:write!web | acme'],
    ],
    [
      '"hosts:write!db"',
      'cannot: "hosts:*"',
      ['x: holds cannot hosts:* | bo | hosts:read!db, hosts:write!db | acme'],
    ],
    ['"hosts:write!db"', 'cannot: "hosts:write"', []],
  ])('%s, %s', (own, expectation, expected) => {
    expect(faults(own, expectation)).toEqual(expected);
  });
});

describe('why somebody cannot', () => {
  it.each([
    ['the text that is written', 'hosts:write!db', 1],
    ['a text that it covers', 'hosts:read!db-1', 1],
    ['another text', 'hosts:write!web', 0],
    ['the permission without one', 'hosts:write', 0],
  ])('tells what stands in the way of %s', (_, permission, ways) => {
    const { resources } = desiredOn(broker, body('"hosts:write!db"', '"users:see"'));
    const deactivated = resources.map((r) =>
      r.type === 'member' ? { ...r, attributes: { ...r.attributes, state: 'deactivated' as const } } : r,
    );
    const side = { platform: broker, resources: deactivated, ruledOut: new Map(), without: null };
    const found = blockedWays({ member: 'bo', permission, scope: 'acme' }, side);
    expect(found.map(({ path }) => path !== null)).toEqual(Array.from({ length: ways }, () => true));
  });
});

describe('words', () => {
  it('name each text, but where the whole is named', () => {
    expect(permissionNames(['hosts:read!a', 'users:see'], broker)).toEqual(['users:see', 'hosts:read!a']);
    expect(permissionNames(['hosts:read', 'hosts:read!a'], broker)).toEqual(['hosts:read']);
    expect(representativePermission(['hosts:read!a', 'hosts:write!a'], broker)).toBe('hosts:write!a');
  });
});
