import { randomUUID } from 'node:crypto';
import type { Row } from '../provider/protocol/row.ts';
import { type PlacedRow, type RowKey, rowKey } from '../provider/rows/organization.ts';
import { PROVIDER_ADDRESS } from '../provider/rows/tables.ts';
import { blockAddress } from '../synth/configuration.ts';
import { blockName } from '../synth/names.ts';

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

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly instances: readonly StateInstance[];
}

export interface State {
  readonly version: 4;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: readonly StateResource[];
}

/** The state in a text; null for anything that is not one, since a lost cache is only a slower start. */
export function parseState(text: string): State | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const state = value as Partial<State>;
    if (state.version !== 4 || !Array.isArray(state.resources) || typeof state.lineage !== 'string')
      return null;
    return state as State;
  } catch {
    return null;
  }
}

export interface RunState {
  readonly state: State | null;
  /** Live rows that the configuration wants and the state does not know: to be adopted by import blocks. */
  readonly adopt: ReadonlySet<RowKey>;
}

/**
 * The state a run starts from: what was kept, cut down to the rows that this run has to do with. Rows to be removed
 * that the state does not know are put there from the live snapshot, so that a removal never depends on what a
 * state remembers; rows that stay are adopted by import blocks instead. Where something is removed, every live row
 * is put there: order among removals comes from the dependencies a state holds, and an imported row has none.
 */
export function stateForRun(
  kept: State | null,
  live: readonly PlacedRow[],
  wanted: readonly PlacedRow[],
  removed: ReadonlySet<RowKey>,
): RunState {
  const wantedKeys = new Set(wanted.map((row) => rowKey(row.type, row.key)));
  const known = new Map<string, StateInstance>();
  for (const r of kept?.resources ?? []) {
    const [instance] = r.instances;
    if (r.mode === 'managed' && instance !== undefined) known.set(`${r.type}.${r.name}`, instance);
  }
  const adopt = new Set<RowKey>();
  const resources: StateResource[] = [];
  for (const row of live) {
    const key = rowKey(row.type, row.key);
    const goes = removed.has(key);
    if (!goes && !wantedKeys.has(key)) continue;
    const instance = known.get(blockAddress(key));
    if (instance === undefined && !goes && removed.size === 0) {
      adopt.add(key);
      continue;
    }
    resources.push(stateResource(row, instance));
  }
  if (resources.length === 0) return { state: null, adopt };
  return {
    state: {
      version: 4,
      terraform_version: kept?.terraform_version ?? '1.11.0',
      serial: (kept?.serial ?? 0) + 1,
      lineage: kept?.lineage ?? randomUUID(),
      outputs: {},
      resources,
    },
    adopt,
  };
}

function stateResource(row: PlacedRow, known: StateInstance | undefined): StateResource {
  return {
    mode: 'managed',
    type: row.type,
    name: blockName(rowKey(row.type, row.key)),
    provider: `provider["${PROVIDER_ADDRESS}"]`,
    instances: [
      {
        schema_version: 0,
        attributes: known?.attributes ?? stateAttributes(row.row),
        sensitive_attributes: [],
        dependencies: row.dependsOn.map(blockAddress),
        create_before_destroy: true,
      },
    ],
  };
}

function stateAttributes(row: Row): Readonly<Record<string, unknown>> {
  return { ...row };
}
