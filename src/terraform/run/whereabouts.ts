import type { Plan } from '../../plan/plan.ts';
import type { Origin } from '../../source/origin.ts';
import { type PlacedRow, rowKey } from '../provider/rows/organization.ts';
import { blockAddress } from '../synth/configuration.ts';
import type { RunRows } from './run-rows.ts';
import type { Part } from './stand.ts';

/** Where rows of a run come from, by block address. */
export interface Whereabouts {
  organizationOf(address: string): string | null;
  /** The line it is written on. */
  placeOf(address: string): Origin | null;
}

/** Where each row of a run comes from, also one that goes. */
export function whereabouts(parts: readonly Part[], rows: ReadonlyMap<string, RunRows>): Whereabouts {
  let found: ReadonlyMap<string, Placed> | null = null;
  const at = (address: string): Placed | null => {
    found ??= byAddress(parts, rows);
    return found.get(address) ?? null;
  };
  return {
    organizationOf: (address) => at(address)?.plan.organization ?? null,
    placeOf: (address) => {
      const placed = at(address);
      return placed === null ? null : placeOfRow(placed.row, placed.plan);
    },
  };
}

interface Placed {
  readonly row: PlacedRow;
  readonly plan: Plan;
}

function byAddress(parts: readonly Part[], rows: ReadonlyMap<string, RunRows>): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed>();
  for (const { plan } of parts) {
    const { live = [], wanted = [] } = rows.get(plan.organization) ?? {};
    for (const row of [...live, ...wanted]) found.set(blockAddress(rowKey(row.type, row.key)), { row, plan });
  }
  return found;
}

/** The line a row came from: that of the resource of the same key. */
function placeOfRow(row: PlacedRow, plan: Plan): Origin | null {
  const type = row.type.slice('bylaw_'.length);
  const found = plan.wanted.find((r) => r.address === `${type}:${row.key}`);
  return found?.origin ?? plan.wanted.find((r) => r.address === `scope:${row.key}`)?.origin ?? null;
}
