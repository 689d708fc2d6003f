import { onTestFinished } from 'vitest';
import { applyStack } from '../../../src/command/apply/apply-organization.ts';
import { createConcurrencyLimits } from '../../../src/command/session/concurrency.ts';
import type { Engine } from '../../../src/command/session/engine.ts';
import { readAndPlan } from '../../../src/command/session/plan-organization.ts';
import type { Desired } from '../../../src/compile/desired.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import type { ApplyResult } from '../../../src/plan/apply-result.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import type { SandboxSeed } from '../../../src/sandbox/sandbox.ts';
import { success } from '../../../src/source/outcome.ts';
import type { StateStore } from '../../../src/terraform/run/run-environment.ts';
import { connectionTo, fast, must, readPlain, sandboxOf } from '../../connector/connections.ts';
import { atrium, chalet, desk, lumoauth, vault } from '../../connector/platforms.ts';
import {
  atriumWithShutUnits,
  atriumWithUnitMembers,
  type TestSandbox,
  type TestSandboxOptions,
} from '../../sandbox/start.ts';
import { terraform } from '../available.ts';
import { aloneIn } from './one.ts';

/** A live sandbox, a writer to it, a state in memory, and the engines that carry changes out. */

export const EMBEDDED: Engine = { info: { name: 'embedded', version: null }, binary: null };

export function terraformAt(path: string = terraform?.path ?? 'terraform'): Engine {
  return {
    info: { name: 'terraform', version: terraform?.version ?? null },
    binary: { flavour: 'terraform', path },
  };
}

/** Chalet is atrium with members of units alone, vault with units that can be shut. */
export type PlatformName = 'lumoauth' | 'atrium' | 'chalet' | 'desk' | 'vault';

export const TOKEN = 'token-that-nobody-may-see';
export const PLATFORM: Readonly<Record<PlatformName, PlatformDefinition>> = {
  lumoauth,
  atrium,
  chalet,
  desk,
  vault,
};

export interface MemoryStore extends StateStore {
  /** What it holds. */
  text(): string | null;
  /** Every state saved, oldest first. */
  readonly saved: string[];
  set(text: string | null): void;
}

export function memoryStore(initial: string | null = null): MemoryStore {
  let current = initial;
  const saved: string[] = [];
  return {
    saved,
    text: () => current,
    load: async () => success(current),
    settle: async () => [],
    save: (text) => {
      current = text;
      saved.push(text);
    },
    set: (text) => {
      current = text;
    },
  };
}

export interface World {
  readonly sandbox: TestSandbox;
  readonly writer: LiveWriter;
  readonly store: MemoryStore;
  plan(desired: Desired): Promise<Plan>;
  /** Applies a plan, made now unless given. */
  apply(desired: Desired, engine: Engine, more?: Partial<ApplyMore>): Promise<ApplyResult>;
  /** All that is live, without ids and URLs. */
  live(): Promise<Record<string, unknown>>;
}

interface ApplyMore {
  readonly plan: Plan;
  readonly environment: NodeJS.ProcessEnv;
  readonly secrets: readonly string[];
  readonly onDone: (write: Write) => void;
  /** Ctrl-C. */
  readonly stopped: () => boolean;
}

export async function world(
  name: PlatformName,
  found: readonly Resource[],
  through: (writer: LiveWriter) => LiveWriter = (writer) => writer,
): Promise<World> {
  const options = { seed: seedOf(found), token: TOKEN };
  const sandbox = await startOf(name, options);
  const connection = connectionTo(sandbox, PLATFORM[name]);
  const writer = through(fast().openWriter(connection));
  const store = memoryStore();
  const plan = async (desired: Desired): Promise<Plan> => must(await readAndPlan(desired, writer));
  return {
    sandbox,
    writer,
    store,
    plan,
    apply: async (desired, engine, more = {}) => {
      const made = more.plan ?? (await plan(desired));
      const applied = await applyStack({
        parts: [{ plan: made, writer, onDone: more.onDone ?? (() => {}) }],
        engine,
        run: {
          stack: aloneIn(desired.organization),
          store,
          environment: more.environment ?? process.env,
          secrets: more.secrets ?? [],
        },
        stopped: more.stopped ?? (() => false),
        lanes: createConcurrencyLimits(2),
      });
      const one = applied.get(desired.organization);
      if (one === undefined) throw new Error(`nothing of ${desired.organization}`);
      return one;
    },
    live: () => readPlain(connection),
  };
}

function startOf(name: PlatformName, options: TestSandboxOptions): Promise<TestSandbox> {
  switch (name) {
    case 'chalet':
      return sandboxOf('atrium', { ...options, platform: atriumWithUnitMembers() });
    case 'vault':
      return sandboxOf('atrium', { ...options, platform: atriumWithShutUnits() });
    default:
      return sandboxOf(name, options);
  }
}

/** `acme/units/emea/workspaces/shop` → `emea/shop`. */
function slugs(path: string): string {
  return path
    .split('/')
    .filter((_, at) => at > 0 && at % 2 === 0)
    .join('/');
}

/** What a sandbox is to hold from the start. */
export function seedOf(resources: readonly Resource[]): SandboxSeed {
  const of = <T extends Resource['type']>(type: T) =>
    resources.filter((r): r is Extract<Resource, { type: T }> => r.type === type);
  const roles = new Map(of('role').map((r) => [r.attributes.name, r.attributes]));
  const inOrder = new Set<string>();
  const enter = (name: string): void => {
    const role = roles.get(name);
    if (role === undefined || inOrder.has(name)) return;
    for (const included of role.includes.keys()) enter(included);
    inOrder.add(name);
  };
  for (const name of roles.keys()) enter(name);
  return {
    organization: 'acme',
    scopes: of('scope')
      .filter((r) => r.attributes.parent !== null)
      .sort((a, b) => a.attributes.path.length - b.attributes.path.length)
      .map(({ attributes: a }) => ({ path: slugs(a.path), kind: a.kind, name: a.title })),
    roles: [...inOrder].flatMap((name) => {
      const role = roles.get(name);
      if (role === undefined) return [];
      const { title, description, permissions, includes } = role;
      return [
        {
          slug: name,
          name: title,
          description,
          permissions: [...permissions.keys()],
          includes: [...includes.keys()],
        },
      ];
    }),
    members: of('member')
      .filter(({ attributes: a }) => a.scope === 'acme')
      .map(({ attributes: a }) => ({ key: a.display, state: a.state })),
    scopeMembers: of('member')
      .filter(({ attributes: a }) => a.scope !== 'acme')
      .map(({ attributes: a }) => ({ scope: slugs(a.scope), key: a.display, state: a.state })),
    groups: of('group').map(({ attributes: a }) => ({
      slug: a.name,
      name: a.title,
      description: a.description,
      home: slugs(a.home),
      permissions: [...a.permissions.keys()],
      members: [...a.members.keys()],
      groups: [...a.groups.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)),
    })),
    assignments: of('assignment').map(({ attributes: a }) => ({
      scope: slugs(a.scope),
      principal:
        a.principal.type === 'member'
          ? { type: 'member', name: a.principal.member }
          : { type: 'group', name: a.principal.group.slice(a.principal.group.lastIndexOf('/') + 1) },
      roles: [...a.roles.keys()],
    })),
  };
}

/** Names that a seed, which knows paths of slugs only, could not tell apart. */
export function sameNamed(resources: readonly Resource[]): readonly string[] {
  const names = resources.flatMap((r) => {
    if (r.type === 'group') return [r.attributes.name];
    return r.type === 'scope' ? [`scope ${slugs(r.attributes.path)}`] : [];
  });
  return names.filter((name, at) => names.indexOf(name) !== at);
}

/** A private folder for everything temporary, gone with the test. */
export function inOwnTemporaryFolder(folder: string): void {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
}
