import type { EffectiveChange } from '../../plan/change.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { Row } from '../provider/protocol/row.ts';
import { BrokenClosing } from '../provider/rows/decode-closing.ts';
import { organizationOf, type RowKey, rowKey } from '../provider/rows/organization-rows.ts';
import { PROVIDER_ADDRESS, ROW_TYPES, type RowTypeName } from '../provider/rows/row-tables.ts';
import { changesOfRow } from '../provider/rows/row-writes.ts';

/** Terraform's plan for one organization as the changes it means. */
export interface TerraformPlan {
  readonly changes: readonly EffectiveChange[];
  /** Rows only taken into the state. */
  readonly adopted: number;
  /** Rows that an apply has to write. */
  readonly rows: ReadonlySet<RowKey>;
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

/** What a plan holds of the configuration it was made from, as far as it is looked at. */
interface ConfigurationJson {
  readonly provider_config?: Readonly<Record<string, { readonly full_name?: string }>>;
  readonly root_module?: {
    readonly resources?: readonly { readonly address: string; readonly provisioners?: unknown }[];
  };
}

interface TerraformPlanJson {
  readonly configuration?: ConfigurationJson;
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, unknown>>;
  readonly errored?: boolean;
  readonly complete?: boolean;
}

/**
 * Reads `terraform show -json planfile` (format 1.2), apart for each organization of the run. What is strange and of
 * none of them is strange in the plan of every one.
 */
export function readTerraformPlan(
  text: string,
  spellings: ReadonlyMap<string, Spelling>,
): ReadonlyMap<string, TerraformPlan> {
  const plan = JSON.parse(text) as TerraformPlanJson;
  const strange: string[] = [];
  if (plan.errored === true) strange.push('the plan is marked errored');
  if (plan.complete === false) strange.push('the plan is marked incomplete');
  for (const name of Object.keys(plan.output_changes ?? {})) strange.push(`output ${name} changes`);
  strange.push(...strangeIn(plan.configuration ?? {}));
  const found = new Map([...spellings].map(([name, spelling]) => [name, reading(spelling)]));
  for (const resource of plan.resource_changes ?? []) {
    const { address, mode, type, change } = resource;
    const id = change.before?.id ?? change.after?.id;
    const of = typeof id === 'string' ? found.get(organizationOf(id)) : undefined;
    if (mode !== 'managed' || !isRowType(type) || of === undefined) {
      strange.push(`${address} is not a row of Bylaw`);
      continue;
    }
    of.take(rowKey(type, String(id)), type, resource);
  }
  return new Map([...found].map(([name, { read }]) => [name, read(strange)]));
}

/**
 * What an apply would do besides the changes shown: a plan file carries its configuration along, and a provisioner in
 * it runs a program and is no change. Ours has rows and the one provider.
 */
function strangeIn({ provider_config: providers = {}, root_module: root = {} }: ConfigurationJson): string[] {
  const { resources = [], ...others } = root;
  return [
    ...Object.values(providers)
      .filter(({ full_name: name }) => name !== PROVIDER_ADDRESS)
      .map(({ full_name: name }) => `the provider ${name} is not ours`),
    ...Object.keys(others).map((part) => `the configuration has ${part}`),
    ...resources
      .filter(({ provisioners }) => provisioners !== undefined)
      .map(({ address }) => `${address} has a provisioner`),
  ];
}

interface PlanReader {
  take(key: RowKey, type: RowTypeName, resource: ResourceChange): void;
  read(strangeInAll: readonly string[]): TerraformPlan;
}

function reading(spelling: Spelling): PlanReader {
  const changes: EffectiveChange[] = [];
  const rows = new Set<RowKey>();
  const strange: string[] = [];
  let adopted = 0;
  return {
    take(key, type, { address, deposed, change }) {
      if (change.importing !== undefined && change.importing !== null) adopted += 1;
      if (deposed !== undefined) strange.push(`${address} has a deposed object`);
      const actions = change.actions.join('+');
      switch (actions) {
        case 'no-op':
          break;
        case 'create':
        case 'update':
        case 'delete':
          if (hasUnknown(change.after_unknown)) strange.push(`${address} has values known only after apply`);
          rows.add(key);
          try {
            changes.push(...changesOfRow({ type, before: change.before, after: change.after }, spelling));
          } catch (error) {
            if (!(error instanceof BrokenClosing)) throw error;
            strange.push(`${address}: ${error.message}`);
          }
          break;
        default:
          strange.push(`${address} would be ${actions}`);
      }
    },
    read: (strangeInAll) => ({ changes, adopted, rows, strange: [...strangeInAll, ...strange] }),
  };
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
