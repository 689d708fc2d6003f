import { effectiveChanges, performPlan } from '../../../src/command/apply/perform-plan.ts';
import { readAndCompare } from '../../../src/command/session/plan-organization.ts';
import { openWriter } from '../../../src/connector/connect.ts';
import type { Connection, LiveWriter } from '../../../src/connector/connector.ts';
import type { ConnectionSettings } from '../../../src/connector/settings.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Snapshot } from '../../../src/resource/resource.ts';
import type { GithubSeed, GithubSeedOrganization } from '../../../src/sandbox/github/world/github-seed.ts';
import type { Outcome } from '../../../src/source/outcome.ts';
import { desiredOf } from '../../platform/shipped.ts';
import type { GithubStandInForTests, OpenGithubOptions } from '../../sandbox/github/open-github-stand-in.ts';
import { must, plain } from '../connections.ts';
import { type FastTime, fastTime } from '../fast-time.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

/** An organization `acme` on the stand-in, what documents want of it, and what a run sends for that. */
export interface Rehearsal {
  readonly standIn: GithubStandInForTests;
  readonly writer: LiveWriter;
  readonly time: FastTime;
  read(): Promise<Snapshot>;
  /** What is read, by address, entries as sorted keys. */
  live(): Promise<Record<string, object>>;
  /** The plan of documents in YAML, under `authority: full`. */
  plan(documents: string): Promise<Plan>;
  /** Plans and applies; the requests that wrote, as `PUT /orgs/acme/memberships/dan`. */
  apply(documents: string): Promise<{ readonly outcome: Outcome<null>; readonly sent: readonly string[] }>;
}

export interface RehearsalOptions extends Omit<OpenGithubOptions, 'seed'> {
  readonly settings?: ConnectionSettings;
  /** What the connector sleeps by. */
  readonly time?: FastTime;
  readonly more?: Partial<Connection>;
}

export async function rehearse(seed: GithubSeed, options: RehearsalOptions = {}): Promise<Rehearsal> {
  const { settings, more, time = fastTime(Date.UTC(2026, 10, 29, 12)), ...rest } = options;
  const standIn = await githubOf({ seed, ...rest });
  const writer = openWriter(fastGithub(time), githubConnection(standIn, settings, more));
  const plan = async (documents: string): Promise<Plan> => {
    const instant = new Date(standIn.clock.now()).toISOString().replace('.000Z', 'Z');
    return must(await readAndCompare({ ...desiredOf('github', documents), instant }, writer));
  };
  return {
    standIn,
    writer,
    time,
    plan,
    read: async () => must(await writer.read()),
    live: async () => {
      const found = plain(must(await writer.read()).resources);
      return Object.fromEntries(Object.entries(found).map(([at, one]) => [at, Object(one)]));
    },
    apply: async (documents) => {
      const planned = await plan(documents);
      standIn.resetRequests();
      const outcome = await performPlan(
        planned,
        writer,
        () => {},
        () => false,
      );
      return { outcome, sent: writesSentTo(standIn) };
    },
  };
}

/** Requests that wrote, or tried: a query is sent by POST, and reads. */
export function writesSentTo({ requests }: Pick<GithubStandInForTests, 'requests'>): readonly string[] {
  return requests()
    .filter(({ method, path }) => method !== 'GET' && !/\/graphql$|\/access_tokens$/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

/** `update group:acme/docs`, in the order of the plan, with what is only deferred. */
export const changesOf = (plan: Plan): readonly string[] =>
  plan.changes.map(({ action, address }) => `${action} ${address}`);

/** The same without what waits for somebody: what an apply would send something for. */
export const effectiveOf = (plan: Plan): readonly string[] =>
  effectiveChanges(plan).map(({ action, address }) => `${action} ${address}`);

export const saidOf = (plan: Plan): readonly string[] =>
  plan.diagnostics.map(({ code, message }) => `${code}: ${message}`);

/** One organization `acme` of octavia's. */
export function acme(more: Partial<GithubSeedOrganization> = {}, seed: Partial<GithubSeed> = {}): GithubSeed {
  return { organizations: [{ login: 'acme', owners: ['octavia'], ...more }], ...seed };
}
