import type { Plan } from '../../plan/plan.ts';
import { assignmentAddress, memberAddress, scopeAddress } from '../../resource/address.ts';
import { parsePrincipal, principalKey, type ScopePath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import type { Origin } from '../../source/origin.ts';
import { type PlacedRow, rowKey } from '../provider/rows/organization-rows.ts';
import { blockAddress } from '../synth/configuration.ts';
import type { TerraformEvent } from './event.ts';
import type { OriginOfBlock, RowPart } from './failure.ts';
import { applyProgress, type ProgressText, planProgress } from './progress.ts';
import { rowPhrase } from './row-phrase.ts';
import { type EngineRunOptions, type RunPart, runName } from './run-environment.ts';
import type { RunRows } from './run-rows.ts';

/** Where rows of a run come from, by block address. */
export interface RowOrigins {
  organizationOf(address: string): string | null;
  /** The line it is written on. */
  readonly placeOf: OriginOfBlock;
  /** What terraform says while it plans and applies, for somebody who waits. */
  readonly onPlan: (event: TerraformEvent) => void;
  readonly onApply: (event: TerraformEvent) => void;
}

/** Where each row of a run comes from, also one that goes. */
export function rowOriginsOf(
  { parts, binary, onProgress }: Pick<EngineRunOptions, 'parts' | 'binary' | 'onProgress'>,
  rows: ReadonlyMap<string, RunRows>,
): RowOrigins {
  let found: ReadonlyMap<string, RowOrigin> | null = null;
  const at = (address: string): RowOrigin | null => {
    found ??= byAddress(parts, rows);
    return found.get(address) ?? null;
  };
  const telling =
    (progressText: ProgressText) =>
    (event: TerraformEvent): void => {
      const text = progressText(event);
      if (text !== null) onProgress?.(text);
    };
  const wordsOf = (address: string): string => {
    const placed = at(address);
    if (placed === null) return 'something taken away';
    const words = rowPhrase(placed.row);
    return parts.length === 1 ? words : `${words} of ${placed.plan.organization}`;
  };
  const name = runName(parts);
  return {
    organizationOf: (address) => at(address)?.plan.organization ?? null,
    placeOf: (address, part) => {
      const placed = at(address);
      return placed === null ? null : placeOfRow(placed.row, placed.plan, part);
    },
    onPlan: telling(planProgress(name, binary.flavour)),
    onApply: telling(applyProgress(name, wordsOf)),
  };
}

interface RowOrigin {
  readonly row: PlacedRow;
  readonly plan: Plan;
}

function byAddress(
  parts: readonly RunPart[],
  rows: ReadonlyMap<string, RunRows>,
): ReadonlyMap<string, RowOrigin> {
  const found = new Map<string, RowOrigin>();
  for (const { plan } of parts) {
    const { live, wanted } = known(rows.get(plan.organization), 'the rows of a part of the run');
    for (const row of [...live, ...wanted]) found.set(blockAddress(rowKey(row.type, row.key)), { row, plan });
  }
  return found;
}

/** The line a row came from: that of the resource of the same key, or of the entry that is at fault in it. */
function placeOfRow(row: PlacedRow, plan: Plan, part?: RowPart): Origin | null {
  const type = row.type.slice('bylaw_'.length);
  const found = plan.wanted.find((r) => r.address === `${type}:${row.key}`);
  if (found === undefined) {
    // A row of many people or assignments: that one, else the scope they are on.
    const one = plan.wanted.find((r) => isOnRow(r, row.key, part));
    return (one ?? plan.wanted.find((r) => r.address === scopeAddress(row.key)))?.origin ?? null;
  }
  return placeOfPart(found, part) ?? found.origin;
}

function isOnRow({ address }: Resource, scope: ScopePath, part: RowPart | undefined): boolean {
  const element = part === undefined ? null : part.element;
  if (element === null) return false;
  const principal = parsePrincipal(element);
  return principal === null
    ? address === memberAddress(scope, element)
    : address === assignmentAddress(scope, principalKey(principal));
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
