import type { EffectiveChange } from '../../plan/change.ts';
import type { Row } from '../provider/protocol/row.ts';
import type { Spelling } from '../provider/rows/decode.ts';
import { ROW_TYPES, type RowTypeName } from '../provider/rows/tables.ts';
import { changesOfRow } from '../provider/rows/writes.ts';

/** Terraform's plan as the changes it means. */
export interface TerraformPlan {
  readonly changes: readonly EffectiveChange[];
  /** Rows only taken into the state. */
  readonly adopted: number;
  /** Whether `terraform apply` would do anything at all, adopting included. */
  readonly applyable: boolean;
  /** Anything in the plan that is not an ordinary change of our rows; not empty: do not apply. */
  readonly strange: readonly string[];
}

interface ResourceChange {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly deposed?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Row | null;
    readonly after: Row | null;
    readonly after_unknown?: unknown;
    readonly importing?: unknown;
  };
}

interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, unknown>>;
  readonly errored?: boolean;
  readonly complete?: boolean;
  readonly applyable?: boolean;
}

/** Reads `terraform show -json planfile` (format 1.2). */
export function readTerraformPlan(text: string, spelling: Spelling): TerraformPlan {
  const plan = JSON.parse(text) as PlanJson;
  const strange: string[] = [];
  if (plan.errored === true) strange.push('the plan is marked errored');
  if (plan.complete === false) strange.push('the plan is marked incomplete');
  for (const name of Object.keys(plan.output_changes ?? {})) strange.push(`output ${name} changes`);
  const changes: EffectiveChange[] = [];
  let adopted = 0;
  for (const { address, mode, type, deposed, change } of plan.resource_changes ?? []) {
    if (change.importing !== undefined && change.importing !== null) adopted += 1;
    const actions = change.actions.join('+');
    if (mode !== 'managed' || !isRowType(type)) {
      strange.push(`${address} is not a row of ours`);
      continue;
    }
    if (deposed !== undefined) strange.push(`${address} has a deposed object`);
    switch (actions) {
      case 'no-op':
        break;
      case 'create':
      case 'update':
      case 'delete':
        if (hasUnknown(change.after_unknown)) strange.push(`${address} has values known only after apply`);
        changes.push(...changesOfRow({ type, before: change.before, after: change.after }, spelling));
        break;
      default:
        strange.push(`${address} would be ${actions}`);
    }
  }
  return { changes, adopted, applyable: plan.applyable !== false, strange };
}

function isRowType(type: string): type is RowTypeName {
  return (ROW_TYPES as readonly string[]).includes(type);
}

/** `after_unknown` mirrors the row with `true` where a value is unknown. */
function hasUnknown(value: unknown): boolean {
  if (value === true) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasUnknown);
}
