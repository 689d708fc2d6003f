import { randomUUID } from 'node:crypto';
import { organizationOf, type PlacedRow, type RowKey, rowKey } from '../provider/rows/organization-rows.ts';
import { PROVIDER_ADDRESS } from '../provider/rows/row-tables.ts';
import { blockName } from '../synth/block-name.ts';
import { blockAddress } from '../synth/configuration.ts';
import type { RunRows } from './run-rows.ts';

/**
 * Terraform's state, format 4, as far as we write it. The state is a cache: what it knows is what it was last told,
 * what is live is the snapshot, and what is owned is what the documents say.
 */
interface StateInstance {
  readonly schema_version: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly sensitive_attributes: readonly unknown[];
  readonly dependencies?: readonly string[];
  readonly create_before_destroy?: boolean;
}

export interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly instances: readonly StateInstance[];
}

/** Says nothing but that format 4 is known; terraform writes its own. */
const WRITTEN_AS = '1.11.0';

export interface TerraformState {
  readonly version: 4;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly StateResource[];
}

/** The state in a text; null for none and anything that is not one, since a lost cache is only a slower start. */
export function parseState(text: string | null): TerraformState | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const state = value as Partial<TerraformState>;
    const { version, serial, lineage, resources } = state;
    if (version !== 4 || !Number.isSafeInteger(serial) || Number(serial) < 0) return null;
    if (typeof lineage !== 'string' || lineage === '' || !Array.isArray(resources)) return null;
    return resources.every(isStateResource) ? (state as TerraformState) : null;
  } catch {
    return null;
  }
}

function resourcesIn(state: TerraformState | null): readonly StateResource[] {
  return state === null ? [] : state.resources;
}

function isStateResource(value: unknown): value is StateResource {
  if (typeof value !== 'object' || value === null) return false;
  const { mode, type, name, instances } = value as Partial<Record<keyof StateResource, unknown>>;
  return [mode, type, name].every((part) => typeof part === 'string') && Array.isArray(instances);
}

export interface RunState {
  readonly state: TerraformState | null;
  /** Live rows that the configuration wants and the state does not know: to be adopted by import blocks. */
  readonly adopt: ReadonlySet<RowKey>;
}

/**
 * The state a run starts from: what was kept, cut down to the rows that this run has to do with. Rows to be removed
 * that the state does not know are put there from the live snapshot, so that a removal never depends on what a
 * state remembers; rows that stay are adopted by import blocks instead. Where something of an organization is removed,
 * every live row of it is put there: order among removals comes from the dependencies a state holds, and an imported
 * row has none. Of what was kept only the knowledge of which rows there are is used: what a row holds comes from the
 * snapshot, so a stale or damaged state cannot so much as slow a run down.
 */
export function stateForRun(kept: TerraformState | null, organizations: Iterable<RunRows>): RunState {
  const known = new Set<string>();
  for (const { mode, type, name, instances } of resourcesIn(kept)) {
    if (mode === 'managed' && instances.length > 0) known.add(`${type}.${name}`);
  }
  const adopt = new Set<RowKey>();
  const resources: StateResource[] = [];
  for (const { live, wanted, removed, emptied } of organizations) {
    const wantedKeys = new Set(wanted.map((row) => rowKey(row.type, row.key)));
    for (const row of live) {
      const key = rowKey(row.type, row.key);
      const goes = removed.has(key);
      if (!goes && !wantedKeys.has(key)) continue;
      if (!known.has(blockAddress(key)) && !goes && removed.size === 0) adopt.add(key);
      else resources.push(stateResource(row, emptied));
    }
  }
  if (resources.length === 0 && kept === null) return { state: null, adopt };
  return {
    state: {
      version: 4,
      terraform_version: WRITTEN_AS,
      serial: kept === null ? 1 : kept.serial + 1,
      lineage: kept?.lineage ?? randomUUID(),
      outputs: {},
      resources,
    },
    adopt,
  };
}

/**
 * What a kept state knows of organizations of its stack that a run leaves out. Terraform is never shown it, so that it
 * cannot plan to remove any of it, and it is saved again beside what the run has learnt. Of organizations that belong
 * to another stack by now nothing is kept.
 */
export function rowsOutsideRun(
  kept: TerraformState | null,
  organizations: ReadonlySet<string>,
): readonly StateResource[] {
  return resourcesIn(kept).filter((row) => {
    const id = row.instances[0]?.attributes?.id;
    return typeof id === 'string' && organizations.has(organizationOf(id));
  });
}

/** A state as terraform wrote it together with what the run has left out. */
export function withRowsOutsideRun(text: string, rows: readonly StateResource[]): string {
  const written = rows.length === 0 ? null : parseState(text);
  if (written === null) return text;
  return JSON.stringify({ ...written, resources: [...written.resources, ...rows] });
}

/**
 * Terraform removes what is created before it is destroyed after all that stood on it is changed; so it does with every
 * row but those that are `emptied`, on which what comes last stands.
 */
function stateResource(row: PlacedRow, emptied: ReadonlySet<RowKey>): StateResource {
  const key = rowKey(row.type, row.key);
  const isLast = row.type === 'bylaw_departures' && !row.key.includes('/');
  const dependsOn = isLast ? [...row.dependsOn, ...emptied] : row.dependsOn;
  return {
    mode: 'managed',
    type: row.type,
    name: blockName(key),
    provider: `provider["${PROVIDER_ADDRESS}"]`,
    instances: [
      {
        schema_version: 0,
        attributes: { ...row.row },
        sensitive_attributes: [],
        dependencies: dependsOn.map(blockAddress),
        create_before_destroy: !emptied.has(key),
      },
    ],
  };
}
