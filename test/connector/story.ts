import { onTestFinished } from 'vitest';
import { readAndPlan } from '../../src/command/session/plan-organization.ts';
import { performWrites } from '../../src/connector/perform.ts';
import type { Change } from '../../src/plan/change.ts';
import { changeFingerprints, compareFingerprints } from '../../src/plan/change-fingerprints.ts';
import { attributeFindings } from '../../src/plan/drift/attribution.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { rowKey } from '../../src/terraform/provider/rows/organization-rows.ts';
import { changesOfRow } from '../../src/terraform/provider/rows/row-writes.ts';
import { rowsOfRun } from '../../src/terraform/run/run-rows.ts';
import { DECLARED } from '../plan/fixtures.ts';
import { desiredOf, type PlatformName, platformNamed } from '../platform/shipped.ts';
import { PLATFORMS, startTestSandbox, type TestSandbox } from '../sandbox/start.ts';
import { connectionTo, fast, must } from './connections.ts';

type List = 'groups' | 'members' | 'roles' | 'scopes';

/**
 * One organization, its documents, and several people at work on it behind each other's back: what plan and drift tell
 * of it, without a process. Documents are applied by `bylaw`.
 */
export async function storyOf(name: Exclude<PlatformName, 'github'>) {
  const people = ['pat', 'sam'].map((value) => ({ value, name: value }));
  let clock = Date.parse('2026-03-01T12:00:00Z');
  const sandbox = await startTestSandbox({
    platformFile: PLATFORMS[name],
    token: { value: 'bylaw', name: 'bylaw' },
    tokens: people,
    now: () => {
      clock += 1000;
      return new Date(clock);
    },
  });
  onTestFinished(() => sandbox.close());
  return new Story(name, sandbox);
}

export class Story {
  readonly #name: PlatformName;
  readonly sandbox: TestSandbox;

  constructor(name: PlatformName, sandbox: TestSandbox) {
    this.#name = name;
    this.sandbox = sandbox;
  }

  async apply(yaml: string): Promise<Plan> {
    const writer = fast().openWriter(this.#connection);
    const plan = must(await readAndPlan(desiredOf(this.#name, yaml), writer));
    expectRowsToAgree(plan);
    const changes = plan.changes.filter((change): change is Exclude<Change, { action: 'deferred' }> => {
      return change.action !== 'deferred';
    });
    const { failed, left } = await performWrites(changes.flatMap(writesOf), writer, plan.desired.platform);
    if (failed.length + left.length > 0) throw new Error(JSON.stringify(failed, null, 1));
    return plan;
  }

  /** The facts of a plan, what waits, and what it warns of. */
  async plan(yaml: string, authority: 'full' | 'declared' = 'full'): Promise<readonly string[]> {
    const full = desiredOf(this.#name, yaml);
    const desired = authority === 'full' ? full : { ...full, authority: DECLARED };
    const plan = must(await readAndPlan(desired, fast().openReader(this.#connection)));
    expectRowsToAgree(plan);
    const waits = plan.changes.flatMap((c) => (c.action === 'deferred' ? [`waits ${c.wanted}`] : []));
    const warnings = plan.diagnostics.map(
      ({ code, message }) => `${code}: ${message.replace(/ at 20\S+/, '')}`,
    );
    return [...[...changeFingerprints(plan.changes)].sort(), ...waits, ...warnings];
  }

  /** Everybody accepts. */
  async accept(): Promise<void> {
    const { items } = await this.call('bylaw', 'GET', '/members');
    for (const { id, state } of items as { id: string; state: string }[]) {
      if (state === 'invited') await this.call('bylaw', 'POST', `/members/${id}/accept`);
    }
  }

  /** `+ roles:assign was added to permissions of role helper — pat (role.updated)`, each finding one. */
  async drift(yaml: string, since: string | null = null): Promise<readonly string[]> {
    const reader = fast().openReader(this.#connection);
    const plan = must(await readAndPlan(desiredOf(this.#name, yaml), reader));
    const deeds = must(await reader.events(since));
    const findings = driftOf(plan, { deeds, since });
    const attributions = attributeFindings(findings, deeds, plan.live.readAt);
    return findings.map((finding) => {
      const who = (attributions.get(finding) ?? []).map(({ actor, action }) => `${actor} (${action})`);
      return `${finding.what} — ${who.length === 0 ? 'nobody' : who.join(', ')}`;
    });
  }

  /** The id of what has this slug or key. */
  async id(list: List, name: string): Promise<string> {
    const filter = list === 'members' ? 'key' : 'slug';
    const page = await this.call('bylaw', 'GET', `/${list}?${filter}=${encodeURIComponent(name)}`);
    const [item] = page.items as { id: string }[];
    if (item === undefined) throw new Error(`no ${list} ${name}`);
    return item.id;
  }

  async patch(who: string, list: List, name: string, body: unknown): Promise<void> {
    await this.call(who, 'PATCH', `/${list}/${await this.id(list, name)}`, body);
  }

  async call(who: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.sandbox.api}${path}`, {
      method,
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  get #connection() {
    const { url, token } = this.sandbox;
    return connectionTo({ url, token }, platformNamed(this.#name));
  }
}

/** What terraform would make of the rows is the plan: without starting it, as its plan only compares them. */
function expectRowsToAgree(plan: Plan): void {
  const { live, wanted } = rowsOfRun(plan);
  const before = new Map(live.map((row) => [rowKey(row.type, row.key), row]));
  const after = new Map(wanted.map((row) => [rowKey(row.type, row.key), row]));
  const { spelling } = plan;
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const type = (was ?? is)?.type;
    return type === undefined
      ? []
      : changesOfRow({ type, before: was?.row ?? null, after: is?.row ?? null }, spelling);
  });
  const apart = compareFingerprints(plan.changes, changes);
  if (apart !== null) throw new Error(JSON.stringify(apart, null, 1));
}
