import { performPlan } from '../../../src/command/apply/perform-plan.ts';
import { readAndPlan } from '../../../src/command/session/plan-organization.ts';
import { NOTHING_REMEMBERED, rememberedAfter } from '../../../src/command/session/remembered-organization.ts';
import type { Desired } from '../../../src/compile/desired.ts';
import { openReader, openWriter } from '../../../src/connector/connect.ts';
import type { Remembered } from '../../../src/connector/connector.ts';
import type { ConnectionSettings } from '../../../src/connector/settings.ts';
import { changeFingerprints } from '../../../src/plan/change-fingerprints.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { known } from '../../../src/source/known.ts';
import { desiredOf } from '../../platform/shipped.ts';
import type { GithubStandInForTests, OpenGithubOptions } from '../../sandbox/github/open-github-stand-in.ts';
import { must } from '../connections.ts';
import { fastTime } from '../fast-time.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

/** One organization on GitHub, its documents, and people at work on it: what plans and applies make of it. */
export async function githubStory(options: OpenGithubOptions = {}, settings: ConnectionSettings = {}) {
  return new GithubStory(await githubOf(options), settings);
}

export class GithubStory {
  readonly github: GithubStandInForTests;
  readonly #settings: ConnectionSettings;
  /** As the state directory keeps it; a test may forget it. */
  remembered: Remembered = NOTHING_REMEMBERED;

  constructor(github: GithubStandInForTests, settings: ConnectionSettings) {
    this.github = github;
    this.#settings = settings;
  }

  get now(): string {
    return new Date(this.github.clock.now()).toISOString();
  }

  days(count: number): void {
    this.github.clock.advance(count * 86_400);
  }

  async planned(yaml: string, authority: 'full' | 'declared' = 'full'): Promise<Plan> {
    return must(
      await readAndPlan(this.#desired(yaml, authority), openReader(this.#connector(), this.#connection())),
    );
  }

  /** Facts of the plan, what waits, and what is told at the lines: `ben (2:3) not-invited-again: …`. */
  async plan(yaml: string, authority: 'full' | 'declared' = 'full'): Promise<readonly string[]> {
    return factsOf(await this.planned(yaml, authority));
  }

  /** Codes of what went wrong; nothing but `add-member eve: connector-refused` for each. */
  async apply(yaml: string): Promise<readonly string[]> {
    const desired = this.#desired(yaml);
    const writer = openWriter(this.#connector(), this.#connection());
    const plan = must(await readAndPlan(desired, writer));
    const made = await performPlan(
      plan,
      writer,
      () => {},
      () => false,
    );
    const second = must(await readAndPlan(desired, writer));
    const lastingId = known(writer.lastingId, 'what GitHub knows things by');
    this.remembered = rememberedAfter(desired, second.live, lastingId, this.remembered);
    return made.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  }

  #desired(yaml: string, authority: 'full' | 'declared' = 'full'): Desired {
    const desired = desiredOf('github', yaml);
    const all = authority === 'full' ? desired : { ...desired, authority: DECLARED };
    return { ...all, instant: this.now };
  }

  #connector() {
    return fastGithub(fastTime(this.github.clock.now()));
  }

  #connection() {
    return githubConnection(this.github, this.#settings, { remembered: this.remembered });
  }
}

const DECLARED = {
  scope: 'declared',
  role: 'declared',
  member: 'declared',
  group: 'declared',
  assignment: 'declared',
} as const;

export function factsOf(plan: Plan): readonly string[] {
  const waits = plan.changes.flatMap((c) => (c.action === 'deferred' ? [`waits ${c.wanted}`] : []));
  const warnings = plan.diagnostics.map(({ code, message, origin }) => {
    const at = origin?.from === 'file' ? ` (${origin.line}:${origin.column})` : '';
    return `${code}${at}: ${message}`;
  });
  return [...[...changeFingerprints(plan.changes)].sort(), ...waits, ...warnings];
}
