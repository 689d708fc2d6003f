import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { disagreement } from '../../plan/facts.ts';
import { leftAlone } from '../../plan/left-alone.ts';
import type { Plan } from '../../plan/plan.ts';
import { groupPath, principalKey } from '../../resource/reference.ts';
import { type Address, type Resource, resourcesOf } from '../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { someOf } from '../../source/quote.ts';
import { type PlaceKey, placeKey, type Takings } from '../provider/rows/encode.ts';
import {
  attachesFirst,
  type PlacedRow,
  type RowKey,
  rowKey,
  rowsOfOrganization,
} from '../provider/rows/organization.ts';
import { configurationOf } from '../synth/configuration.ts';
import { synthesize } from '../synth/stack.ts';
import type { TerraformBinary } from './binary.ts';
import type { TerraformChild } from './child.ts';
import { endedWell } from './ending.ts';
import type { TerraformEvent } from './event.ts';
import { failureOf, type PlaceOf, type RowPart, warningsOf } from './failure.ts';
import { isWholePlan, planFileCut } from './machine.ts';
import { readTerraformPlan, type TerraformPlan } from './plan-json.ts';
import { applyProgress, type Progress, planProgress } from './progress.ts';
import { rowWords } from './row-words.ts';
import {
  type Cleanup,
  CONFIGURATION_FILE,
  inRunDirectory,
  PLAN_FILE,
  type Stand,
  type StandOptions,
  standUp,
} from './stand.ts';
import { parseState, stateForRun } from './state.ts';

export interface RunOptions extends StandOptions {
  readonly binary: TerraformBinary;
}

/** A plan made by terraform and found equal to ours, ready to be applied. */
export interface TerraformRun {
  readonly terraformPlan: TerraformPlan;
  /** Wall milliseconds spent in the terraform process. */
  terraformTime(): number;
  /** Applies exactly the plan file that was compared. */
  apply(): Promise<Outcome<null>>;
  /** The plan file and what it needs, to be applied by another run. */
  save(): Promise<SavedRun>;
}

/** What terraform needs to apply a plan in another run, maybe on another machine. Holds no secret. */
export interface SavedRun {
  /** Text of the stack's configuration. */
  readonly configuration: string;
  /** Terraform's plan file, base64. */
  readonly plan: string;
  /** The state the plan was made on; null for none. */
  readonly state: string | null;
}

/**
 * One organization through terraform: synthesize, init, plan to a file, compare with our own changes. `use` is
 * called only when both plans agree; everything the run made is gone when it returns.
 * Fails with engine-failed and engine-disagrees.
 */
export async function withTerraform<T>(
  options: RunOptions,
  use: (run: TerraformRun) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return inRunDirectory((directory, cleanup) => runIn(directory, options, use, cleanup));
}

async function runIn<T>(
  directory: string,
  options: RunOptions,
  use: (run: TerraformRun) => Promise<Outcome<T>>,
  cleanup: Cleanup,
): Promise<Outcome<T>> {
  const { plan, store } = options;
  const rows = rowsOfRun(plan);
  const { state, adopt } = stateForRun(parseState(store.load() ?? ''), rows.live, rows.wanted, rows.removed);
  const stateText = state === null ? null : JSON.stringify(state);
  const configuration = configurationOf(rows.wanted, adopt);
  synthesize(directory, [{ name: plan.organization, configuration, backend: { backend: 'loopback' } }]);
  const stand = await standUp(directory, options, rows.live, stateText, cleanup);
  const tell = tellerOf(options, configuration.rows);
  const planned = await planWith(stand.child, stand.spelling, tell);
  if (!planned.ok) return planned;
  const disagreed = compare(plan, planned.value);
  if (disagreed.length > 0) return failure([...disagreed, ...planned.diagnostics]);
  const used = await use({
    terraformPlan: planned.value,
    terraformTime: stand.child.spent,
    apply: () => applyPlanFile(stand, tell),
    save: async () => ({
      configuration: await readFile(join(stand.folder, CONFIGURATION_FILE), 'utf8'),
      plan: (await readFile(join(stand.folder, PLAN_FILE))).toString('base64'),
      state: stateText,
    }),
  });
  return { ...used, diagnostics: [...planned.diagnostics, ...used.diagnostics] };
}

/** How what terraform says of blocks is told: as lines of the documents, and in words. */
export interface Teller {
  readonly placeOf: PlaceOf;
  readonly onPlan: (event: TerraformEvent) => void;
  readonly onApply: (event: TerraformEvent) => void;
}

/** `rows` are the configuration's, by block address. */
export function tellerOf(
  { plan, binary, onProgress }: StandOptions,
  rows: ReadonlyMap<string, PlacedRow>,
): Teller {
  const telling =
    (progress: Progress) =>
    (event: TerraformEvent): void => {
      const text = progress(event);
      if (text !== null) onProgress?.(text);
    };
  const wordsOf = (address: string): string => {
    const row = rows.get(address);
    return row === undefined ? 'something taken away' : rowWords(row);
  };
  return {
    placeOf: (address, part) => placeOfRow(rows.get(address), plan, part),
    onPlan: telling(planProgress(plan.organization, binary.flavour)),
    onApply: telling(applyProgress(plan.organization, wordsOf)),
  };
}

/** Applies the plan file in the folder, which has been compared with our own changes. */
export async function applyPlanFile(
  { child, refused, unsaved }: Stand,
  { placeOf, onApply }: Teller,
): Promise<Outcome<null>> {
  const words = ['apply', '-json', '-input=false', PLAN_FILE];
  const applied = await child.run(words, { writes: true, onEvent: onApply });
  const warnings = warningsOf(applied, child, placeOf);
  if (endedWell(applied.ending)) return success(null, [...warnings, ...unsaved]);
  const failed = failureOf('apply', applied, child, placeOf);
  // What the platform refused is told in its own words; terraform only repeats them.
  const own = refused.length > 0 ? failed.filter(({ code }) => code !== 'engine-failed') : failed;
  return failure([...refused, ...own, ...warnings, ...unsaved]);
}

/** Fails with engine-failed and its kin; with what terraform warned of. */
async function planWith(
  child: TerraformChild,
  spelling: (member: string) => string,
  { placeOf, onPlan }: Teller,
): Promise<Outcome<TerraformPlan>> {
  const init = await initialize(child, placeOf);
  if (!init.ok) return init;
  const words = ['plan', '-json', '-input=false', `-out=${PLAN_FILE}`];
  const planned = await child.run(words, { onEvent: onPlan });
  const warnings = [...init.diagnostics, ...warningsOf(planned, child, placeOf)];
  if (!endedWell(planned.ending)) {
    return failure([...failureOf('plan', planned, child, placeOf), ...warnings]);
  }
  // It ends well even when its file did not fit.
  if (!isWholePlan(join(child.directory, PLAN_FILE))) {
    return failure([planFileCut(`${child.flavour} plan`, child.directory), ...warnings]);
  }
  const shown = await showPlanFile(child, spelling, placeOf);
  return { ...shown, diagnostics: [...shown.diagnostics, ...warnings] };
}

export async function initialize(child: TerraformChild, placeOf: PlaceOf): Promise<Outcome<null>> {
  const init = await child.run(['init', '-json', '-input=false']);
  const warnings = warningsOf(init, child, placeOf);
  if (endedWell(init.ending)) return success(null, warnings);
  return failure([...failureOf('init', init, child, placeOf), ...warnings]);
}

/** What the plan file in the folder would do. Fails with engine-failed. */
export async function showPlanFile(
  child: TerraformChild,
  spelling: (member: string) => string,
  placeOf: PlaceOf,
): Promise<Outcome<TerraformPlan>> {
  const shown = await child.run(['show', '-json', PLAN_FILE], { answers: true });
  if (!endedWell(shown.ending)) return failure(failureOf('show', shown, child, placeOf));
  try {
    return success(readTerraformPlan(shown.stdout, spelling));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(
      diagnostic('engine-failed', `${child.flavour} show did not print a plan: ${reason}`, null),
    );
  }
}

/** engine-disagrees when terraform's plan is not ours. */
export function compare(plan: Plan, terraform: TerraformPlan): readonly Diagnostic[] {
  const found = disagreement(plan.changes, terraform.changes);
  const lines = [
    ...terraform.strange,
    ...(found?.onlyOurs ?? []).map((fact) => `only in Bylaw's plan: ${fact}`),
    ...(found?.onlyTheirs ?? []).map((fact) => `only in terraform's plan: ${fact}`),
  ];
  if (lines.length === 0) return [];
  return [
    diagnostic(
      'engine-disagrees',
      `terraform's plan for ${plan.organization} is not the reviewed change set; nothing was applied: ${someOf(lines)}.`,
      null,
    ),
  ];
}

interface RunRows {
  readonly live: readonly PlacedRow[];
  readonly wanted: readonly PlacedRow[];
  readonly removed: ReadonlySet<RowKey>;
}

/** The rows of a run: what is live, what shall be, and which rows go. */
export function rowsOfRun(plan: Plan): RunRows {
  const { platform } = plan.desired;
  const stays = leftAlone(plan.live.resources, plan);
  const unmanaged = new Set(plan.unmanaged.map((r) => r.address));
  const goes = new Set(plan.changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  // Whoever is a member of a scope that goes leaves with that scope's row.
  const leavers = plan.changes.flatMap((change) =>
    change.action === 'delete' &&
    change.before.type === 'member' &&
    !goes.has(`scope:${change.before.attributes.scope}`)
      ? [change.before]
      : [],
  );
  // Whoever is deactivated loses all there is to lose, so that too waits until everything is added.
  const deactivated = new Map(
    plan.changes.flatMap((change) =>
      change.action === 'update' &&
      change.after.type === 'member' &&
      change.after.attributes.state === 'deactivated'
        ? [[change.address, change.before] as const]
        : [],
    ),
  );
  const { keeping, places } = placesGivenUp(plan);
  const { holding, takings } = attachesFirst(platform) ? takenAtTheEnd(plan, goes) : NOTHING_TAKEN;
  const live = rowsOfOrganization({ platform, resources: plan.live.resources, unmanaged, leaving: [] });
  const wanted = rowsOfOrganization({
    platform,
    resources: [
      ...plan.wanted
        .filter((r) => !holding.has(r.address))
        .map((r) => deactivated.get(r.address) ?? keeping.get(r.address) ?? r),
      ...holding.values(),
      ...stays,
      ...leavers,
    ],
    places,
    takings,
    unmanaged,
    leaving: leavers,
    deactivated: resourcesOf([...deactivated.values()], 'member'),
  });
  const wantedKeys = new Set(wanted.map((row) => rowKey(row.type, row.key)));
  const removed = new Set(live.map((row) => rowKey(row.type, row.key)).filter((key) => !wantedKeys.has(key)));
  return { live, wanted, removed };
}

/**
 * Groups that somebody leaves, as they are with those still in, and the places given up. Terraform orders whole rows:
 * within its group's row a removal would come before what a roster adds, and the last owner could never be exchanged.
 */
function placesGivenUp(plan: Plan): {
  readonly keeping: ReadonlyMap<Address, Resource>;
  readonly places: readonly PlaceKey[];
} {
  const keeping = new Map<Address, Resource>();
  const places: PlaceKey[] = [];
  for (const change of plan.changes) {
    if (change.action !== 'update' || change.after.type !== 'group') continue;
    const { attributes } = change.after;
    const path = groupPath(attributes.home, attributes.name);
    const members = new Map(attributes.members);
    const groups = new Map(attributes.groups);
    for (const field of change.fields) {
      if (field.kind !== 'entries' || (field.field !== 'members' && field.field !== 'groups')) continue;
      const [entries, type] =
        field.field === 'members' ? [members, 'member' as const] : [groups, 'group' as const];
      for (const { entry, because, first } of field.removed) {
        if (first === true) continue;
        entries.set(entry, because.origin);
        places.push(placeKey(path, type, entry));
      }
    }
    keeping.set(change.address, { ...change.after, attributes: { ...attributes, members, groups } });
  }
  return { keeping, places };
}

interface TakenAtTheEnd {
  readonly holding: ReadonlyMap<Address, Resource>;
  readonly takings: Takings;
}

const NOTHING_TAKEN: TakenAtTheEnd = { holding: new Map(), takings: new Map() };

/**
 * What people lose on scopes whose rosters come before the groups there: held in the roster until the end. Not where
 * a role that goes is lost, or the scope itself: those wait for it.
 */
function takenAtTheEnd(plan: Plan, goes: ReadonlySet<Address>): TakenAtTheEnd {
  const holding = new Map<Address, Resource>();
  const takings = new Map<string, string>();
  const roles = new Set(
    plan.live.resources.flatMap((r) => (r.type === 'role' && goes.has(r.address) ? [r.attributes.name] : [])),
  );
  for (const change of plan.changes) {
    if (change.action !== 'delete' && change.action !== 'update') continue;
    const { before } = change;
    if (before.type !== 'assignment' || before.attributes.principal.type !== 'member') continue;
    const { scope, principal } = before.attributes;
    const held = [...before.attributes.roles.keys()].sort();
    if (goes.has(`scope:${scope}`) || held.some((role) => roles.has(role))) continue;
    const key = `${scope}|${principalKey(principal)}`;
    if (change.action === 'delete') {
      takings.set(key, '-');
    } else {
      const fields = change.fields.flatMap((f) => (f.kind === 'entries' ? [f] : []));
      const taken = fields.flatMap((f) => f.removed.map(({ entry }) => entry));
      if (fields.some((f) => f.added.length > 0)) continue;
      takings.set(key, `${held.filter((role) => !taken.includes(role)).join(',')}|${taken.join(',')}`);
    }
    holding.set(change.address, before);
  }
  return { holding, takings };
}

/** The line a row came from: that of the resource of the same key, or of the entry that is at fault in it. */
function placeOfRow(row: PlacedRow | undefined, plan: Plan, part?: RowPart): Origin | null {
  if (row === undefined) return null;
  const type = row.type.slice('bylaw_'.length);
  const found = plan.wanted.find((r) => r.address === `${type}:${row.key}`);
  if (found === undefined) {
    // A row of many people or assignments: that one, else the scope they are on.
    const [person, roles] = [`member:${row.key}/${part?.element}`, `assignment:${row.key}|${part?.element}`];
    const one = plan.wanted.find((r) => r.address === person || r.address === roles);
    return (one ?? plan.wanted.find((r) => r.address === `scope:${row.key}`))?.origin ?? null;
  }
  return placeOfPart(found, part) ?? found.origin;
}

/** Only lists have places of their own within a resource. */
function placeOfPart(resource: Resource, part: RowPart | undefined): Origin | null {
  if (part === undefined || part.attribute === null || part.element === null) return null;
  const list = Object.entries(resource.attributes).find(([name]) => name === part.attribute)?.[1];
  return list instanceof Map ? originIn(list, part.element) : null;
}

function originIn(list: ReadonlyMap<unknown, unknown>, element: string): Origin | null {
  const found = list.get(element);
  return isOrigin(found) ? found : null;
}

function isOrigin(value: unknown): value is Origin {
  return typeof value === 'object' && value !== null && 'from' in value;
}
