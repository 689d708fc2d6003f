import { buildAccess } from '../../src/access/build-access.ts';
import { applyStack } from '../../src/command/apply/apply-organization.ts';
import { effectiveChanges } from '../../src/command/apply/perform-plan.ts';
import { createConcurrencyLimits } from '../../src/command/session/concurrency.ts';
import { readAndPlan } from '../../src/command/session/plan-organization.ts';
import type { Desired } from '../../src/compile/desired.ts';
import { accessApiWith } from '../../src/connector/access-api/access-api-connector.ts';
import type { Connection, LiveWriter } from '../../src/connector/connector.ts';
import { RETRY_RULES } from '../../src/connector/http/retry.ts';
import type { ApplyResult } from '../../src/plan/apply-result.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Resource, Snapshot } from '../../src/resource/resource.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { fastTime } from '../connector/fast-time.ts';
import { desiredOf, FULL } from '../plan/fixtures.ts';
import type { Pair } from '../plan/random-pair.ts';
import { EMBEDDED, memoryStore, seedOf } from '../terraform/run/harness.ts';
import { aloneIn } from '../terraform/run/one.ts';
import { type Kind, kindsWith, type Memory } from './kinds.ts';
import type { Meddler } from './meddler.ts';

export interface Stage {
  readonly pair: Pair;
  /** The platform as its file says it, for the sandbox. */
  readonly file: unknown;
}

/** When a kind of fault strikes: from the nth request it fits on, so often. */
export interface Timing {
  readonly nth: number;
  readonly times: number;
}

export type End =
  /** Applied, proved, and so it is. */
  | 'proven'
  /** An error, before anything was written. */
  | 'refused'
  /** An error, with writes made. */
  | 'incomplete'
  | 'unproven';

export interface Ran {
  readonly kind: string;
  readonly struck: boolean;
  readonly end: End;
  /** What must not be. */
  readonly violations: readonly string[];
}

const TOKEN = 'faults-token';
/** A real time, of which no result depends: a body that does not end is a lost one, late or soon. */
const TIMEOUT = 250;
const RETRY = { ...RETRY_RULES, attempts: 3, silence: 3 * TIMEOUT };

export function kindNames(): readonly string[] {
  return kindsWith({ last: null, first: new Map() }).map(({ name }) => name);
}

/** One organization planned and applied over a way that is spoiled, then looked at and applied over a good one. */
export async function runOne(
  meddler: Meddler,
  { pair, file }: Stage,
  kindAt: number,
  timing: Timing,
): Promise<Ran> {
  const { platform, live } = pair;
  const desired = desiredOf(platform, pair.desired, { authority: FULL });
  const sandbox = await started(file, live);
  try {
    const memory: Memory = { last: null, first: new Map() };
    const kinds = kindsWith(memory);
    const kind = kinds[kindAt % kinds.length];
    if (kind === undefined) throw new Error('no such kind');
    const direct = connection(sandbox.url, platform);
    const found = await read(direct);
    meddler.set(sandbox.url, striking(kind, timing), (passing) => {
      if (passing.status < 300 && passing.text.includes('"id"')) memory.last = passing;
    });
    const violations: string[] = [];
    const over = await applied(desired, connection(meddler.url, platform)).catch((error: unknown) => {
      violations.push(`thrown: ${error instanceof Error ? error.stack : String(error)}`);
      return null;
    });
    const struck = meddler.struck() > 0;
    const after = (await read(direct)).resources;
    const left = await leftOf(desired, direct);
    const end = endOf(over);
    if (over !== null) violations.push(...silences(over, end, left));
    violations.push(...losses(platform, desired, found, after));
    violations.push(...(await converges(desired, direct)));
    return { kind: kind.name, struck, end, violations };
  } finally {
    await sandbox.close();
  }
}

/** Whether the organization can be at all on the platform, and an apply without faults ends it. */
export async function fits({ pair, file }: Stage): Promise<string | null> {
  const desired = desiredOf(pair.platform, pair.desired, { authority: FULL });
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  try {
    sandbox = await started(file, pair.live);
  } catch (error) {
    return String(error);
  }
  try {
    const [why = null] = await converges(desired, connection(sandbox.url, pair.platform));
    return why;
  } finally {
    await sandbox.close();
  }
}

function started(file: unknown, live: readonly Resource[]) {
  return startSandbox({
    platform: file,
    file: ':memory:',
    token: TOKEN,
    organizations: [{ slug: 'acme', name: 'Acme' }],
    seed: seedOf(live),
  });
}

function striking({ strikes, meddling }: Kind, { nth, times }: Timing) {
  let fitting = 0;
  return (method: string, path: string) => {
    if (!strikes(method, path)) return null;
    fitting += 1;
    return fitting >= nth && fitting < nth + times ? meddling() : null;
  };
}

function connection(url: string, platform: PlatformDefinition): Connection {
  return {
    organization: 'acme',
    remote: 'acme',
    settings: { url },
    secrets: { 'token-env': TOKEN },
    platform,
    timeout: TIMEOUT,
  };
}

function writerTo(to: Connection, timeout = to.timeout): LiveWriter {
  const connector = accessApiWith({ time: fastTime(), retry: RETRY });
  return connector.openWriter({ ...to, ...(timeout === undefined ? {} : { timeout }) });
}

async function read(to: Connection) {
  const snapshot = await writerTo(to, 60_000).read();
  if (!snapshot.ok) throw new Error(JSON.stringify(snapshot.diagnostics));
  return snapshot.value;
}

interface Over {
  readonly plan: Outcome<Plan>;
  readonly applied: ApplyResult | null;
}

async function applied(desired: Desired, to: Connection, timeout?: number): Promise<Over> {
  const writer = writerTo(to, timeout);
  const plan = await readAndPlan(desired, writer);
  if (!plan.ok) return { plan, applied: null };
  const made = await applyStack({
    parts: [{ plan: plan.value, writer, onDone: () => {} }],
    engine: EMBEDDED,
    run: { stack: aloneIn('acme'), store: memoryStore(), environment: {}, secrets: [] },
    stopped: () => false,
    lanes: createConcurrencyLimits(2),
  });
  return { plan, applied: made.get('acme') ?? null };
}

function endOf(over: Over | null): End {
  switch (over?.applied?.result) {
    case undefined:
      return 'refused';
    case 'proven':
    case 'unchanged':
      return 'proven';
    // Nobody asks for parts here, but a part is proven as far as it goes.
    case 'part':
      return 'proven';
    case 'incomplete':
      return over?.applied?.writes === 0 ? 'refused' : 'incomplete';
    case 'unproven':
      return 'unproven';
  }
}

async function leftOf(desired: Desired, to: Connection): Promise<number | null> {
  const plan = await readAndPlan(desired, writerTo(to, 60_000));
  return plan.ok ? effectiveChanges(plan.value).length : null;
}

/** A success that is none, and a failure without a word. */
function silences({ plan, applied }: Over, end: End, left: number | null): readonly string[] {
  if (end === 'proven') return left === 0 ? [] : [`proven, and ${left} changes are left`];
  const told = [...plan.diagnostics, ...(applied?.diagnostics ?? [])];
  return told.some(({ severity }) => severity === 'error') ? [] : [`${end}, without an error`];
}

/**
 * What was there, is kept by the documents, and is gone; and who could do something before and after, and cannot now. An
 * apply without faults may itself take something until an invitation is accepted: `moving-up` of `test/plan` has those.
 */
function losses(
  platform: PlatformDefinition,
  desired: Desired,
  found: Snapshot,
  after: readonly Resource[],
): readonly string[] {
  const before = found.resources;
  const meanwhile = buildPlan(desired, found).after;
  const kept = new Set(desired.resources.map(({ address }) => address));
  const now = new Map(after.map((one) => [one.address, one]));
  const gone = before.flatMap(({ address }) =>
    kept.has(address) && !now.has(address) ? [`${address} is gone, and is written`] : [],
  );
  const [had, shall, has] = [before, desired.resources, after].map((one) => buildAccess(platform, one));
  if (had === undefined || shall === undefined || has === undefined) return gone;
  const lost = had.members.flatMap((member) =>
    had.scopes.flatMap((scope) =>
      had
        .permissions(member, scope)
        .filter((one) => shall.can(member, one, scope) && meanwhile.can(member, one, scope))
        .filter((one) => !has.can(member, one, scope))
        .map((one) => `${member} lost ${one} on ${scope}`),
    ),
  );
  return [...gone, ...lost.slice(0, 3)];
}

/** Without faults, all becomes as it is written; two applies where somebody first has to come or go. */
async function converges(desired: Desired, to: Connection): Promise<readonly string[]> {
  const { plan, applied: last } = await applied(desired, to, 60_000);
  if (last?.result === 'proven' || last?.result === 'unchanged') return [];
  const told = [...plan.diagnostics, ...(last?.diagnostics ?? [])].map(({ message }) => message);
  return [`a good apply does not end it: ${told.join('; ')}`];
}
