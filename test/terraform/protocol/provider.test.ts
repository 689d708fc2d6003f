import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as protocol from '../../../src/terraform/provider/protocol/messages.ts';
import {
  decodeMessage,
  encodeMessage,
  type Message,
  type MessageFields,
  type Value,
} from '../../../src/terraform/provider/protocol/protobuf.ts';
import { serveReattached } from '../../../src/terraform/provider/protocol/reattach.ts';
import type {
  Attributes,
  ProviderDefinition,
  Row,
  RowTypeDefinition,
} from '../../../src/terraform/provider/protocol/row.ts';
import { UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import { rowCodec } from '../../../src/terraform/provider/protocol/row-codec.ts';
import { client } from './client.ts';

const rpcs = { ...protocol };

const attributes: Attributes = {
  name: { type: 'string', mode: 'required', replace: true, description: '' },
  members: { type: 'map', mode: 'optional', description: '' },
  tags: { type: 'set', mode: 'optional', replace: true, description: '' },
  note: { type: 'string', mode: 'optional-computed', description: '' },
  id: { type: 'string', mode: 'computed', description: '' },
};
const codec = rowCodec('thing', attributes);
const pack = (row: Row | null) => ({ msgpack: codec.encode(row) });
const unpack = (value: { readonly msgpack?: Uint8Array | undefined } | undefined) =>
  codec.decode(value?.msgpack ?? new Uint8Array());
const error = { severity: 'error', summary: 'No', detail: 'Not today' } as const;

const bare: RowTypeDefinition<object> = {
  name: 'thing',
  version: 0,
  description: '',
  attributes,
  read: async (row) => ({ row }),
  apply: async ({ planned }) => ({ row: planned }),
  import: async () => ({ row: null }),
};

type Rpc<Q extends MessageFields, A extends MessageFields> = { request: Message<Q>; response: Message<A> };

async function provider(
  row: Partial<RowTypeDefinition<object>> = {},
  rest: Partial<ProviderDefinition<object>> = {},
) {
  const served = await serveReattached<object>({
    address: 'registry.terraform.io/bylaw/thing',
    attributes: {},
    data: [],
    configure: async () => ({ session: {} }),
    rows: [{ ...bare, ...row }],
    ...rest,
  });
  onTestFinished(() => served.close());
  const reattach = JSON.parse(served.environment.TF_REATTACH_PROVIDERS);
  const { Addr } = reattach['registry.terraform.io/bylaw/thing'];
  const { call, send } = client(Addr.String);
  type Shape<N extends keyof typeof rpcs> =
    (typeof rpcs)[N] extends Rpc<infer Q, infer A> ? { request: Value<Q>; response: Value<A> } : never;
  async function ask<N extends keyof typeof rpcs>(
    name: N,
    request: Shape<N>['request'],
  ): Promise<Shape<N>['response']> {
    const shape = rpcs[name] as unknown as Rpc<MessageFields, MessageFields>;
    const answer = await call(
      protocol.SERVICE + name,
      encodeMessage(shape.request, request as Value<MessageFields>),
    );
    return decodeMessage(shape.response, answer) as Shape<N>['response'];
  }
  const configured = await ask('ConfigureProvider', { config: { msgpack: Uint8Array.of(0x80) } });
  return { ask, send, served, reattach, configured, socket: Addr.String as string };
}

const typeName = 'thing';
const row: Row = { name: 'a', members: { k: 'v' }, tags: ['x', 'y'], note: 'n', id: 'i' };

describe('provider', () => {
  it('says what it has', async () => {
    const { ask } = await provider();
    const capabilities = { planDestroy: true, getProviderSchemaOptional: true };
    expect(await ask('GetMetadata', {})).toEqual({
      serverCapabilities: capabilities,
      resources: [{ typeName }],
    });
    const schema = await ask('GetProviderSchema', {});
    expect(schema.serverCapabilities).toEqual(capabilities);
    expect([...(schema.resourceSchemas?.keys() ?? [])]).toEqual([typeName]);
    expect(await ask('GetFunctions', {})).toEqual({});
    expect(await ask('ValidateProviderConfig', { config: { msgpack: Uint8Array.of(0x80) } })).toEqual({});
  });

  it('answers what it does not have, and what it cannot read, by status', async () => {
    const { send, ask } = await provider();
    const framed = (...bytes: number[]) => [Uint8Array.from([0, 0, 0, 0, bytes.length, ...bytes])];
    expect(await send('/tfplugin6.Provider/MoveResourceState', framed())).toMatchObject({ status: 12 });
    expect(await send('/tfplugin6.Provider/ReadResource', framed(0x0a, 0xff))).toMatchObject({ status: 13 });
    expect(await ask('GetFunctions', {})).toEqual({});
  });

  it('returns unchanged bytes as they came', async () => {
    const seen: (Row | null)[] = [];
    const { ask } = await provider({
      plan: (prior, proposed) => {
        seen.push(prior, proposed);
        return { row: proposed };
      },
    });
    // Not as we would write it: in another order, and with a string in a longer form than it needs.
    const text = (value: string) => [0xd9, value.length, ...Buffer.from(value)];
    const entries = ['tags', 'note', 'name', 'members', 'id'].flatMap((name) => [...text(name), 0xc0]);
    const bytes = Uint8Array.from([0xde, 0, 5, ...entries]);
    const read = await ask('ReadResource', { typeName, currentState: { msgpack: bytes } });
    expect(Buffer.from(read.newState?.msgpack ?? [])).toEqual(Buffer.from(bytes));
    const proposal = { msgpack: bytes };
    const planned = await ask('PlanResourceChange', {
      typeName,
      priorState: pack(row),
      proposedNewState: proposal,
    });
    expect(Buffer.from(planned.plannedState?.msgpack ?? [])).toEqual(Buffer.from(bytes));
    expect(seen).toEqual([row, { name: null, members: null, tags: null, note: null, id: null }]);
    const applied = await ask('ApplyResourceChange', {
      typeName,
      priorState: pack(row),
      plannedState: proposal,
    });
    expect(Buffer.from(applied.newState?.msgpack ?? [])).toEqual(Buffer.from(bytes));
  });

  it('plans unknown computed attributes on create, prior ones on update, and nothing on delete', async () => {
    const { ask } = await provider();
    const plan = async (prior: Row | null, proposed: Row | null) => {
      const answer = await ask('PlanResourceChange', {
        typeName,
        priorState: pack(prior),
        proposedNewState: pack(proposed),
      });
      const replace = answer.requiresReplace?.map(({ steps }) => steps?.[0]?.attributeName) ?? [];
      return { row: unpack(answer.plannedState), replace };
    };
    const created = { ...row, note: null, id: null };
    expect(await plan(null, created)).toEqual({ row: { ...row, note: UNKNOWN, id: UNKNOWN }, replace: [] });
    expect((await plan(null, { ...created, note: 'mine' })).row).toMatchObject({ note: 'mine', id: UNKNOWN });
    expect(await plan(row, row)).toEqual({ row, replace: [] });
    expect(await plan(row, { ...row, members: {} })).toEqual({ row: { ...row, members: {} }, replace: [] });
    expect(await plan(row, null)).toEqual({ row: null, replace: [] });
    expect((await plan(row, { ...row, name: 'b' })).replace).toEqual(['name']);
    expect((await plan(row, { ...row, name: UNKNOWN, tags: ['x'] })).replace).toEqual(['name', 'tags']);
    expect((await plan(row, { ...row, tags: ['y', 'x'] })).replace).toEqual([]);
  });

  it('leaves nothing of a failed create, and what is real of a failed update or delete', async () => {
    const results: (Row | null)[] = [row, { ...row, note: 'half' }, null, null];
    const { ask } = await provider({
      apply: async () => ({ row: results.shift() ?? null, problems: [error] }),
    });
    const apply = async (prior: Row | null, planned: Row | null) => {
      const request = { typeName, priorState: pack(prior), plannedState: pack(planned) };
      const answer = await ask('ApplyResourceChange', request);
      expect(answer.diagnostics).toEqual([{ severity: 1, summary: 'No', detail: 'Not today' }]);
      return unpack(answer.newState);
    };
    expect(await apply(null, row)).toBeNull();
    expect(await apply(row, { ...row, note: 'whole' })).toEqual({ ...row, note: 'half' });
    expect(await apply(row, { ...row, note: 'whole' })).toEqual(row);
    expect(await apply(row, null)).toEqual(row);
  });

  it('turns every exception into one problem', async () => {
    const fail = () => {
      throw new RangeError('out of range');
    };
    const { ask, configured, served } = await provider(
      { validate: fail, plan: fail, read: fail, apply: fail, import: fail, upgrade: fail, version: 1 },
      { configure: fail, stop: fail },
    );
    const bug = (doing: string) => [
      {
        severity: 1,
        summary: `A bug in bylaw: ${doing} failed`,
        detail: expect.stringContaining('RangeError: out of range'),
      },
    ];
    expect(configured.diagnostics).toEqual(bug('ConfigureProvider'));
    const { diagnostics } = await ask('ValidateResourceConfig', { typeName, config: pack(row) });
    expect(diagnostics).toEqual(bug('ValidateResourceConfig of thing'));
    const rawState = { json: Buffer.from('{}') };
    const upgraded = await ask('UpgradeResourceState', { typeName, version: 0, rawState });
    expect(upgraded.diagnostics).toEqual(bug('UpgradeResourceState of thing'));
    expect(await ask('StopProvider', {})).toEqual({ error: expect.stringContaining('out of range') });
    expect(served.stopped()).toBe(true);
  });

  it('keeps the prior state where a handler throws', async () => {
    const fail = async () => {
      throw new Error('thrown');
    };
    const { ask } = await provider({ apply: fail, read: fail });
    const read = await ask('ReadResource', { typeName, currentState: pack(row) });
    expect([unpack(read.newState), read.diagnostics?.length]).toEqual([row, 1]);
    const request = { typeName, priorState: pack(row), plannedState: pack(null) };
    expect(unpack((await ask('ApplyResourceChange', request)).newState)).toEqual(row);
    const create = { typeName, priorState: pack(null), plannedState: pack(row) };
    expect(unpack((await ask('ApplyResourceChange', create)).newState)).toBeNull();
  });

  it('reports rows that do not fit, unknown types, and the lack of configuration', async () => {
    const { ask } = await provider(
      { read: async () => ({ row: { stray: 'x' } }) },
      { configure: async () => ({ session: null }) },
    );
    const unknown = await ask('ReadResource', { typeName: 'other', currentState: pack(row) });
    expect(unknown.diagnostics?.[0]).toMatchObject({ summary: 'Unknown resource type' });
    const unconfigured = await ask('ReadResource', { typeName, currentState: pack(row) });
    expect(unconfigured.diagnostics?.[0]).toMatchObject({ summary: 'Provider not configured' });
    const other = await provider({ read: async () => ({ row: { stray: 'x' } }) });
    const misfit = await other.ask('ReadResource', { typeName, currentState: pack(row) });
    expect(misfit.diagnostics?.[0]?.detail).toContain('thing has no attribute "stray"');
  });

  it('reports a map key that JavaScript cannot carry, rather than losing it', async () => {
    const { ask } = await provider();
    const packed = Buffer.from(codec.encode({ members: { xxproto__: 'v' } })).toString('latin1');
    const hostile = { msgpack: Buffer.from(packed.replace('xxproto__', '__proto__'), 'latin1') };
    const { diagnostics } = await ask('ReadResource', { typeName, currentState: hostile });
    expect(diagnostics?.[0]?.detail).toContain('__proto__');
  });

  it('carries a map of 100,000 entries through read, plan and apply', async () => {
    const { ask } = await provider({
      read: async (current) => ({ row: { ...current } }),
      plan: (_, proposed) => ({ row: { ...proposed, id: 'i' } }),
      apply: async ({ planned }) => ({ row: { ...planned } }),
    });
    const members = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [`person-${index}@example.org`, 'x'.repeat(600)]),
    );
    const large = pack({ ...row, members });
    expect(large.msgpack.length).toBeGreaterThan(60_000_000);
    const read = await ask('ReadResource', { typeName, currentState: large });
    expect(Buffer.compare(read.newState?.msgpack ?? new Uint8Array(), large.msgpack)).toBe(0);
    const change = { typeName, priorState: large, proposedNewState: large };
    const planned = await ask('PlanResourceChange', change);
    expect(Buffer.compare(planned.plannedState?.msgpack ?? new Uint8Array(), large.msgpack)).toBe(0);
    const apply = { typeName, priorState: pack(null), plannedState: large };
    const applied = await ask('ApplyResourceChange', apply);
    expect(Buffer.compare(applied.newState?.msgpack ?? new Uint8Array(), large.msgpack)).toBe(0);
  });
});

describe('reattach', () => {
  it('tells terraform where, and lets nobody else in', async () => {
    const { reattach, socket, served } = await provider();
    expect(reattach).toEqual({
      'registry.terraform.io/bylaw/thing': {
        Protocol: 'grpc',
        ProtocolVersion: 6,
        Pid: process.pid,
        Test: true,
        Addr: { Network: 'unix', String: socket },
      },
    });
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
    const exits = process.listenerCount('exit');
    await served.close();
    expect(existsSync(dirname(socket))).toBe(false);
    expect(process.listenerCount('exit')).toBe(exits - 1);
  });

  it('remembers an interruption until told otherwise', async () => {
    const stops: string[] = [];
    const { ask, served } = await provider({}, { stop: () => stops.push('stop') });
    expect(served.stopped()).toBe(false);
    await ask('StopProvider', {});
    expect(served.stopped()).toBe(true);
    expect(stops).toEqual(['stop']);
    served.resetStop();
    expect(served.stopped()).toBe(false);
  });

  it('finds a short path where the temporary directory has a long one', async () => {
    const before = process.env.TMPDIR;
    const directory = mkdtempSync(join(tmpdir(), 'bylaw-long-'));
    const long = join(directory, 'x'.repeat(80));
    mkdirSync(long);
    process.env.TMPDIR = long;
    onTestFinished(() => {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      rmSync(directory, { recursive: true });
    });
    const { socket } = await provider();
    expect(socket.length).toBeLessThanOrEqual(103);
  });
});
