import { statSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readWholeFile } from '../../file/read-file.ts';
import { writeResult } from '../../file/write-file.ts';
import type { EngineInfo } from '../../plan/apply-result.ts';
import type { SavedOrganization } from '../../plan/saved-organization.ts';
import { type Shard, shardText } from '../../policy/shard.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { escapeText, quote } from '../../source/quote.ts';
import type { SavedRun } from '../../terraform/run/terraform-run.ts';
import { bylawVersion } from '../../workspace/bylaw-version.ts';
import type { InputFile } from '../../workspace/consistent-read.ts';
import { membershipOf } from '../../workspace/shard-membership.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Arguments } from '../options.ts';
import { sourceFilesOf } from '../session/session.ts';
import { shardFrom } from '../session/shard-option.ts';
import { changedInputs, type PlannedFrom, type WrittenOrganization, writtenOf } from './changed-inputs.ts';
import { planFileFault } from './plan-file-shape.ts';

const FORMAT = 'bylaw.plan-file/v5';

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
  /** The part of the workspace that was planned; null for all of it. */
  readonly shard: Shard | null;
  readonly inputs: readonly InputFile[];
  /** What the documents said of each organization of it. */
  readonly written: readonly WrittenOrganization[];
  readonly organizations: readonly SavedOrganization[];
  /** Terraform's part, a run for each stack; empty where no terraform carries the plan out. */
  readonly runs: readonly SavedRun[];
}

/** A plan of fifty thousand people takes a tenth of it. */
const MAX_PACKED_BYTES = 64 * 1024 * 1024;
/** What is packed may become a thousand times as much. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Of JSON: a list of empty lists takes twenty times its text in memory. */
const MAX_VALUES = 10_000_000;

/** For its owner alone, also where a file of that name stood open to others. Fails with file-unwritable. */
export function writePlanFile(
  path: string,
  content: Omit<PlanFile, 'format' | 'bylaw' | 'inputs' | 'written'>,
  workspace: Workspace,
): Outcome<null> {
  const planned = new Set(content.organizations.map(({ organization }) => organization));
  const from = plannedFrom(workspace, planned);
  const file: PlanFile = { format: FORMAT, bylaw: bylawVersion(), ...content, ...from };
  const packed = gzipSync(JSON.stringify(file));
  return writeResult(path, packed, { mode: 0o600, sources: sourceFilesOf(workspace) });
}

/** The word is a file, so it means a plan: organizations are never looked for on disk. */
export function isPlanFile(word: string): boolean {
  try {
    return statSync(word).isFile();
  } catch {
    return false;
  }
}

/** Fails with plan-file-invalid, file-unreadable and file-too-large. */
export function readPlanFile(path: string): Outcome<PlanFile> {
  const invalid = (what: string): Outcome<PlanFile> =>
    failure(diagnostic('plan-file-invalid', `${quote(path)} ${what}.`, null));
  const packed = readWholeFile(path, { place: null, limit: MAX_PACKED_BYTES });
  if (!packed.ok) return packed;
  const content = unpacked(packed.value);
  if (content === null || !isOurs(content)) return invalid('is not a plan file');
  if (content.bylaw !== bylawVersion()) {
    return invalid(`was made by Bylaw ${escapeText(content.bylaw)}, and this is ${bylawVersion()}`);
  }
  if (content.format !== FORMAT) return invalid('is not a plan file');
  const fault = planFileFault(content);
  return fault === null ? success(content as PlanFile) : invalid(`is not a plan file: it ${fault}`);
}

/** Null for what is no packed JSON, or more of it than is read. */
function unpacked(packed: Buffer): unknown {
  try {
    const bytes = gunzipSync(packed, { maxOutputLength: MAX_BYTES });
    return valuesIn(bytes) > MAX_VALUES ? null : JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

const [QUOTE, ESCAPE, COMMA, LIST, MAP] = Buffer.from('"\\,[{');

/** How many values a JSON text holds at most, without making them. */
function valuesIn(bytes: Buffer): number {
  let values = 1;
  let text = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (text && byte === ESCAPE) at += 1;
    else if (byte === QUOTE) text = !text;
    else if (!text && (byte === COMMA || byte === LIST || byte === MAP)) values += 1;
  }
  return values;
}

function isOurs(value: unknown): value is { readonly format: string; readonly bylaw: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { format, bylaw } = value as { readonly format?: unknown; readonly bylaw?: unknown };
  return typeof format === 'string' && format.startsWith('bylaw.plan-file/') && typeof bylaw === 'string';
}

/** Terraform's part for exactly these organizations in this stack; null where the file has none. */
export function savedRunFor(
  file: PlanFile,
  stack: string,
  organizations: readonly string[],
): SavedRun | null {
  const wanted = [...organizations].sort().join(' ');
  const isWanted = (run: SavedRun) =>
    run.stack === stack && [...run.organizations].sort().join(' ') === wanted;
  return file.runs.find(isWanted) ?? null;
}

/**
 * The shard that an apply is for: that of the plan file, unless `--shard` says another. Null: what the command line says.
 * Fails with usage and plan-file-stale.
 */
export function shardToApply(args: Arguments, file: PlanFile | null): Outcome<Shard | null> {
  const asked = shardFrom(args);
  if (!asked.ok || file === null) return asked;
  const planned = file.shard;
  const same =
    planned !== null && shardText(planned) === (asked.value === null ? null : shardText(asked.value));
  if (asked.value === null || same) return success(planned);
  const made = planned === null ? 'the whole workspace' : `shard ${shardText(planned)}`;
  const message = `The plan was made for ${made}, and here it is shard ${shardText(asked.value)}.`;
  const hint = 'Apply it without --shard: a plan file says for which shard it is.';
  return failure(diagnostic('plan-file-stale', message, null, { hint }));
}

function plannedFrom({ inputs, documents }: Workspace, planned: ReadonlySet<string>): PlannedFrom {
  return { inputs, written: writtenOf(planned, documents) };
}

/** What moved of all that can be known before the platform is asked. Reports plan-file-stale and plan-file-moved. */
export function changedSincePlanned(
  file: PlanFile,
  workspace: Workspace,
  engine: EngineInfo,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const planned = new Set(file.organizations.map(({ organization }) => organization));
  found.push(...changedInputs(file, plannedFrom(workspace, planned)));
  const isOurs = membershipOf(workspace.shard);
  if (file.organizations.length === 0 && workspace.document.organizations.some(({ name }) => isOurs(name))) {
    const message = 'The plan has no organization, and the workspace has some in its shard.';
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
