import { escapedLiteral, type JsonValue } from '../terraform/synth/escape.ts';
import { type ITerraformDependable, type TerraformStack, Token } from '../terraform/synth/library.ts';
import type { AccessRow } from './access-row.ts';
import type { AccessRows } from './access-rows.ts';
import { writeStackInChunks } from './chunked-stack-file.ts';
import { terraformAddressOf } from './terraform-address.ts';

/** Rows as they go into a stack. */
export interface SplicedRows {
  readonly rows: AccessRows;
  /** Errors because of which nothing may be written, not even where validations are skipped. */
  readonly problems: () => readonly string[];
  /** Name of the provider block they are read and written through; null is the one without an alias. */
  readonly alias: () => string | null;
  /** What all of them wait for. */
  readonly dependsOn: readonly ITerraformDependable[];
}

interface StackJson {
  [key: string]: JsonValue;
}

const BY_STACK = new WeakMap<TerraformStack, SplicedRows[]>();

/**
 * Puts rows into a stack, whoever's class it is: into what it has made of itself once the library has resolved its own
 * part. A construct for each row costs ten times as much; and a name somebody wrote that looks like one of the
 * library's tokens would resolve to a stranger's reference.
 */
export function spliceIntoStack(stack: TerraformStack, splicedRows: SplicedRows): void {
  const known = BY_STACK.get(stack);
  if (known !== undefined) {
    known.push(splicedRows);
    return;
  }
  const all = [splicedRows];
  BY_STACK.set(stack, all);
  const json = stack.toTerraform.bind(stack);
  const whole = () => withRows(json() as StackJson, all, stack);
  stack.toTerraform = whole;
  writeStackInChunks(stack, whole);
  stack.toHclTerraform = () => {
    throw new Error('Rows of documents are written in JSON only: leave hclOutput out.');
  };
}

function withRows(own: StackJson, all: readonly SplicedRows[], stack: TerraformStack): StackJson {
  const problems = all.flatMap((one) => one.problems());
  if (problems.length > 0) throw new Error(`${stack.node.path}: ${problems.join('\n')}`);
  const resource: Record<string, StackJson> = {};
  for (const [type, blocks] of Object.entries((own.resource ?? {}) as Record<string, StackJson>))
    resource[type] = { ...blocks };
  const imports = [...((own.import ?? []) as readonly JsonValue[])];
  for (const splicedRows of all) {
    const alias = splicedRows.alias();
    if (Token.isUnresolved(alias))
      throw new Error(`${stack.node.path}: the alias of a provider is a name, and this one is a reference.`);
    const provider = alias === null ? {} : { provider: `bylaw.${alias}` };
    const shared = splicedRows.dependsOn.map((one) => terraformAddressOf(one, stack));
    for (const row of splicedRows.rows) {
      resource[row.type] ??= {};
      const blocks = resource[row.type] ?? {};
      if (row.name in blocks) throw new Error(`Two resources share the block ${row.address}.`);
      blocks[row.name] = Object.assign(block(row, splicedRows.rows, shared, stack), provider);
      if (row.adopted) imports.push({ to: row.address, id: escapedLiteral(row.key), ...provider });
    }
  }
  return {
    ...own,
    ...(Object.keys(resource).length > 0 ? { resource } : {}),
    ...(imports.length > 0 ? { import: imports } : {}),
  };
}

/** What all rows have of which an app says nothing else: one value, for there are many. */
const LIFECYCLE: StackJson = { create_before_destroy: true };

function block(
  row: AccessRow,
  rows: AccessRows,
  shared: readonly string[],
  stack: TerraformStack,
): StackJson {
  const made: StackJson = { '//': row.place };
  for (const [name, value] of Object.entries<JsonValue | undefined>({ ...row.attributes }))
    if (value !== undefined) made[name] = escapedLiteral(value);
  made.lifecycle = lifecycleOf(row, stack);
  const before = rows.before(row).map(({ address }) => address);
  const dependsOn = [...before, ...row.dependsOn.map((one) => terraformAddressOf(one, stack)), ...shared];
  if (dependsOn.length > 0) made.depends_on = [...new Set(dependsOn)];
  return made;
}

const KNOWN: ReadonlySet<string> = new Set([
  'createBeforeDestroy',
  'preventDestroy',
  'ignoreChanges',
  'replaceTriggeredBy',
]);

function lifecycleOf({ address, lifecycle }: AccessRow, stack: TerraformStack): StackJson {
  const said = Object.keys(lifecycle);
  if (said.length === 0) return LIFECYCLE;
  // JavaScript writes what no type allows; left out in silence, somebody would rely on it.
  const unknown = said.filter((name) => !KNOWN.has(name));
  if (unknown.length > 0)
    throw new Error(
      `${address}: a row has no ${unknown.join(', ')} in its lifecycle, but ${[...KNOWN].join(', ')}.`,
    );
  const { createBeforeDestroy = true, preventDestroy, ignoreChanges, replaceTriggeredBy } = lifecycle;
  return {
    create_before_destroy: createBeforeDestroy,
    ...(preventDestroy === undefined ? {} : { prevent_destroy: preventDestroy }),
    ...(ignoreChanges === undefined ? {} : { ignore_changes: ignoreChanges }),
    ...(replaceTriggeredBy === undefined
      ? {}
      : { replace_triggered_by: replaceTriggeredBy.map((one) => terraformAddressOf(one, stack)) }),
  };
}
