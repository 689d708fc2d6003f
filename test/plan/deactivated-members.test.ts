import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { buildAccess } from '../../src/access/build-access.ts';
import { performWrites } from '../../src/connector/perform.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { plannedWrites } from '../../src/plan/write/change-writes.ts';
import { connectionTo, fast, must } from '../connector/connections.ts';
import { desiredOn, WARDEN, wardenOf } from '../platform/warden.ts';
import { startTestSandbox } from '../sandbox/start.ts';
import { facts } from './fixtures.ts';

/** Who is deactivated keeps roles and places in groups, as Keystone does: they are written and planned, and give nothing. */

const FILE = WARDEN.replace(
  'joining: provisioned',
  'joining: provisioned, deactivation: true, default-role: guest',
);
const platform = wardenOf(FILE);
const document = (bo: string, groups: string) =>
  `members: { ada: { roles: [admin] }, bo: ${bo} }\ngroups: { ops: { members: [${groups}], roles: [operator] } }\nhosts: { web: { members: { bo: { roles: [guest] } } } }\n`;

async function organization() {
  const sandbox = await startTestSandbox({ platform: parse(FILE) });
  onTestFinished(() => sandbox.close());
  const writer = fast().openWriter(connectionTo(sandbox, platform));
  return {
    plan: async (body: string, authority = 'full') =>
      buildPlan(desiredOn(platform, body, { authority }), must(await writer.read())),
    apply: async (body: string) => {
      const plan = buildPlan(desiredOn(platform, body), must(await writer.read()));
      const { failed } = await performWrites(plannedWrites(plan.changes), writer, platform);
      expect(failed).toEqual([]);
      return facts(plan.changes);
    },
    can: async () => {
      const live = must(await writer.read()).resources;
      return buildAccess(platform, live).permissions('bo', 'acme/hosts/web');
    },
    held: async () => {
      const live = must(await writer.read()).resources;
      return live
        .flatMap((r) => {
          if (r.type === 'group') return [`${r.address} ${[...r.attributes.members.keys()].join(' ')}`];
          if (r.type === 'member') return [`${r.address} ${r.attributes.state}`];
          return r.type === 'assignment' ? [`${r.address} ${[...r.attributes.roles.keys()].join(' ')}`] : [];
        })
        .filter((line) => /bo\b|ops/.test(line))
        .sort();
    },
  };
}

const OFF = document('{ state: deactivated, roles: [operator] }', 'bo');
const ON = document('{ roles: [operator] }', 'bo');
const ALL = [
  'assignment:acme/hosts/web|member:bo guest',
  'assignment:acme|group:acme/ops operator',
  'assignment:acme|member:bo operator',
  'group:acme/ops bo',
];

describe('somebody who is deactivated', () => {
  it('is made so with roles and groups in one apply, and nothing is left to do', async () => {
    const there = await organization();
    await there.apply(OFF);
    expect(await there.held()).toEqual([...ALL, 'member:acme/bo deactivated']);
    expect(facts((await there.plan(OFF)).changes)).toEqual([]);
    expect(facts((await there.plan(OFF, 'declared')).changes)).toEqual([]);
    expect(await there.can()).toEqual([]);
  });

  it('keeps all of it when deactivated, and has it again when activated', async () => {
    const there = await organization();
    await there.apply(ON);
    expect(await there.can()).toEqual(['hosts:read', 'hosts:write']);
    expect(await there.apply(OFF)).toEqual(['set member:acme/bo state "deactivated"']);
    expect(await there.held()).toEqual([...ALL, 'member:acme/bo deactivated']);
    expect(await there.can()).toEqual([]);
    expect((await there.plan(OFF)).diagnostics).toEqual([]);
    const back = await there.plan(ON);
    expect(back.delta.gained.map(({ permission, scope }) => `${permission} ${scope}`)).toContain(
      'hosts:write acme/hosts/web',
    );
    expect(await there.apply(ON)).toEqual(['set member:acme/bo state "active"']);
    expect(await there.can()).toEqual(['hosts:read', 'hosts:write']);
  });

  it('is given more, and less, like anybody', async () => {
    const there = await organization();
    await there.apply(document('{ state: deactivated }', ''));
    expect(await there.apply(OFF)).toEqual([
      'add group:acme/ops members bo',
      'create assignment:acme|member:bo {"roles":["operator"],"below":[],"denied":[]}',
    ]);
    expect(await there.apply(document('{ state: deactivated, roles: [guest] }', ''))).toEqual([
      'add assignment:acme|member:bo roles guest',
      'remove assignment:acme|member:bo roles operator',
      'remove group:acme/ops members bo',
    ]);
    expect(await there.can()).toEqual([]);
  });
});
