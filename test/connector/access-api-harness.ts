/** Live systems behind the Access API: the embedded server, and a proxy before it that spoils. */
import { onTestFinished } from 'vitest';
import { accessApiWith } from '../../src/connector/access-api/access-api-connector.ts';
import type { Connection } from '../../src/connector/connector.ts';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import { splitGroupPath } from '../../src/resource/identifiers.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type Kind, kindsWith, type Memory } from '../faults/kinds.ts';
import { type Meddler, startMeddler } from '../faults/meddler.ts';
import { PLATFORMS, readPlatform } from '../sandbox/start.ts';
import { seedOf } from '../terraform/run/harness.ts';
import { connectionTo } from './connections.ts';
import type { ContractHarness, LiveSystem } from './contract.ts';
import { fastTime } from './fast-time.ts';
import { lumoauth } from './platforms.ts';

const SECRET = 'contract-token-7f3a';
/** A real time, of which no result depends. */
const TIMEOUT = 250;
const RETRY = { ...RETRY_RULES, attempts: 3, silence: 3 * TIMEOUT };

/** What is wrong and looks right: nothing in such an answer tells it from a true one. */
const LIES = new Set([
  'an item forgotten, and not counted',
  'all items forgotten, and not counted',
  'lists that lag behind',
]);
const HANGS = new Set(['body that does not end']);

function names(): readonly string[] {
  return kindsWith({ last: null, first: new Map() }).map(({ name }) => name);
}

export const accessApiHarness: ContractHarness = {
  connector: accessApiWith({ time: fastTime(), retry: RETRY }),
  platform: lumoauth,
  secret: SECRET,
  faults: names().map((name) => ({
    name,
    ...(LIES.has(name) ? ({ lies: true } as const) : {}),
    ...(HANGS.has(name) ? ({ hangs: true } as const) : {}),
  })),
  start: async (resources) => {
    const sandbox = await startSandbox({
      platform: readPlatform(PLATFORMS.lumoauth),
      file: ':memory:',
      token: { value: SECRET, name: 'bylaw' },
      tokens: [{ value: 'sams-token', name: 'sam' }],
      organizations: [{ slug: 'acme', name: 'Acme' }],
      seed: seedOf(resources),
    });
    const meddler = await startMeddler();
    onTestFinished(async () => {
      await meddler.close();
      await sandbox.close();
    });
    return systemOf(sandbox.url, meddler);
  },
};

function systemOf(url: string, meddler: Meddler): LiveSystem {
  const to = (at: string): Connection =>
    connectionTo({ url: at, token: SECRET }, lumoauth, { timeout: TIMEOUT });
  const call = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/orgs/acme/api/v1${path}`, {
      method,
      headers: { authorization: 'Bearer sams-token', 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const idIn = async (list: 'groups' | 'members', filter: string): Promise<string> => {
    const { items } = await call('GET', `/${list}?${filter}`);
    const [first] = items as readonly { readonly id: string }[];
    if (first === undefined) throw new Error(`no ${list} ${filter}`);
    return first.id;
  };
  const groupId = (path: string) => idIn('groups', `slug=${splitGroupPath(path).name}`);
  const memory: Memory = { last: null, first: new Map() };
  const kinds = new Map<string, Kind>(kindsWith(memory).map((kind) => [kind.name, kind]));
  const remember = (passing: { status: number; text: string }): void => {
    if (passing.status < 300 && passing.text.includes('"id"')) memory.last = passing as Memory['last'];
  };
  meddler.set(url, () => null, remember);
  return {
    connection: to(meddler.url),
    clean: { ...to(url), timeout: 60_000 },
    somebody: 'sam',
    rename: async (path, name) => {
      await call('PATCH', `/groups/${await groupId(path)}`, { slug: name });
    },
    put: async (member, path) => {
      const id = await idIn('members', `key=${encodeURIComponent(member)}`);
      await call('POST', `/groups/${await groupId(path)}/members`, { userId: id });
    },
    spoil: ({ name }, { nth, times }) => {
      const kind = kinds.get(name);
      if (kind === undefined) throw new Error(`no fault ${name}`);
      let fitting = 0;
      meddler.set(
        url,
        (method, path) => {
          if (!kind.strikes(method, path)) return null;
          fitting += 1;
          return fitting >= nth && fitting < nth + times ? kind.meddling() : null;
        },
        remember,
      );
    },
    heal: () => meddler.set(url, () => null, remember),
    struck: () => meddler.struck(),
  };
}
