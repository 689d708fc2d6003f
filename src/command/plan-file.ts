import { closeSync, fchmodSync, fstatSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EngineInfo } from '../plan/applied.ts';
import type { SavedOrganization } from '../plan/saved.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { escapeText, quote, someOf } from '../source/quote.ts';
import type { SavedRun } from '../terraform/run/run.ts';
import { version } from '../workspace/version.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Input, inputsMoved, inputsOf } from './inputs.ts';

const FORMAT = 'bylaw.plan-file/v3';

/**
 * A plan as a file: the artifact between the job that plans and the job that applies. It names people and what they
 * may do, and holds no secret.
 */
export interface PlanFile {
  readonly format: typeof FORMAT;
  readonly bylaw: string;
  /** The instant windows were applied at. */
  readonly instant: string;
  readonly engine: EngineInfo;
  readonly inputs: readonly Input[];
  readonly organizations: readonly SavedOrganization[];
  /** Terraform's part, a run for each stack; empty where no terraform carries the plan out. */
  readonly runs: readonly SavedRun[];
}

/** For its owner alone, also where a file of that name stood open to others. Fails with file-unwritable. */
export function writePlanFile(path: string, content: Omit<PlanFile, 'format' | 'bylaw'>): Outcome<null> {
  const file: PlanFile = { format: FORMAT, bylaw: version(), ...content };
  try {
    const opened = openSync(path, 'w', 0o600);
    try {
      if (fstatSync(opened).isFile()) fchmodSync(opened, 0o600);
      writeFileSync(opened, gzipSync(JSON.stringify(file)));
    } finally {
      closeSync(opened);
    }
    return success(null);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(diagnostic('file-unwritable', `Cannot write ${quote(path)}: ${reason}`, null));
  }
}

/** The word is a file, so it means a plan: organizations are never looked for on disk. */
export function isPlanFile(word: string): boolean {
  try {
    return statSync(word).isFile();
  } catch {
    return false;
  }
}

/** Fails with plan-file-invalid. */
export function readPlanFile(path: string): Outcome<PlanFile> {
  const invalid = (what: string): Outcome<PlanFile> =>
    failure(diagnostic('plan-file-invalid', `${quote(path)} ${what}.`, null));
  let content: unknown;
  try {
    content = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
  } catch {
    return invalid('is not a plan file');
  }
  if (!isPlan(content)) return invalid('is not a plan file');
  if (content.bylaw !== version()) {
    return invalid(`was made by Bylaw ${escapeText(content.bylaw)}, and this is ${version()}`);
  }
  return success(content);
}

function isPlan(value: unknown): value is PlanFile {
  if (typeof value !== 'object' || value === null) return false;
  const { format, bylaw, instant, engine, inputs, organizations, runs } = value as Partial<
    Record<keyof PlanFile, unknown>
  >;
  return (
    format === FORMAT &&
    typeof bylaw === 'string' &&
    typeof instant === 'string' &&
    typeof engine === 'object' &&
    engine !== null &&
    Array.isArray(inputs) &&
    Array.isArray(organizations) &&
    organizations.every(isEntry) &&
    Array.isArray(runs) &&
    runs.every(isRun)
  );
}

function isEntry(value: unknown): value is SavedOrganization {
  if (typeof value !== 'object' || value === null) return false;
  const { organization, live, facts } = value as Partial<Record<keyof SavedOrganization, unknown>>;
  return (
    typeof organization === 'string' &&
    Array.isArray(live) &&
    live.every((pair) => Array.isArray(pair) && pair.length === 2) &&
    Array.isArray(facts) &&
    facts.every((fact) => typeof fact === 'string')
  );
}

function isRun(value: unknown): value is SavedRun {
  if (typeof value !== 'object' || value === null) return false;
  const { organizations, plan, state } = value as Partial<Record<keyof SavedRun, unknown>>;
  return (
    Array.isArray(organizations) &&
    organizations.every((name) => typeof name === 'string') &&
    typeof plan === 'string' &&
    (state === null || typeof state === 'string')
  );
}

/** Terraform's part for exactly these organizations; null where the file has none. */
export function runFor(file: PlanFile, organizations: readonly string[]): SavedRun | null {
  const wanted = [...organizations].sort().join(' ');
  return file.runs.find((run) => [...run.organizations].sort().join(' ') === wanted) ?? null;
}

/** What moved of all that can be known before the platform is asked. Reports plan-file-stale. */
export function movedHere(file: PlanFile, workspace: Workspace, engine: EngineInfo): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const inputs = inputsMoved(file.inputs, inputsOf(workspace));
  if (inputs.length > 0) {
    const message = `The documents are not those the plan was made from: ${someOf(inputs)}.`;
    found.push(diagnostic('plan-file-stale', message, null));
  }
  if (file.engine.name !== engine.name || file.engine.version !== engine.version) {
    const message = `The plan was made with ${named(file.engine)}, and here it is ${named(engine)}.`;
    const hint = `Have ${named(file.engine)} on the PATH, or plan again here.`;
    found.push(diagnostic('plan-file-stale', message, null, { hint }));
  }
  return found;
}

function named({ name, version: of }: EngineInfo): string {
  return escapeText(of === null ? `the ${name} engine` : `${name} ${of}`);
}
