import { scopeAddress } from '../../../resource/address.ts';
import { principalKey } from '../../../resource/identifiers.ts';
import type { Resource, ResourceTypeName } from '../../../resource/resource.ts';
import type { Row, RowDiagnostic, RowValue } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { rowProblem } from '../block-diagnostics.ts';
import { idOfRow, KEY_ATTRIBUTES } from '../schema/natural-key.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { liveResourcesOf, liveRow } from '../schema/row-resources.ts';
import type { ReadyProvider } from '../session/provider-session.ts';

/**
 * Things that somebody gave another name on the platform. Names are the keys here, so under the old one nothing is
 * found; to make it anew would leave the renamed one giving access, with nobody to manage it. Where the platform knows
 * things by something that lasts, that is kept with the row, and a renamed thing is found again.
 */

const KINDS: { readonly [T in TypeName]: ResourceTypeName } = {
  bylaw_scope: 'scope',
  bylaw_role: 'role',
  bylaw_group: 'group',
  bylaw_member: 'member',
  bylaw_assignment: 'assignment',
  // Known by what it is the roster of.
  bylaw_roster: 'scope',
};

/** By what the platform knows the thing of a row, whatever it is called; null where names are all there is. */
export function stableIdOfRow(type: TypeName, row: Row, { live, writer }: ReadyProvider): string | null {
  const found =
    type === 'bylaw_roster'
      ? live.get('scope', scopeAddress(textOrEmpty(row.scope)))
      : liveResourcesOf(
          type,
          Object.fromEntries(KEY_ATTRIBUTES[type].map((name) => [name, row[name] ?? null])),
          live,
        )[0];
  return found == null ? null : (writer.lastingId?.(found) ?? null);
}

/** The row of what was known by another name; null where that is gone too. */
export function findRenamed(
  type: TypeName,
  stableId: string | null,
  { live, writer }: ReadyProvider,
): Row | null {
  if (stableId === null) return null;
  const found = live.all(KINDS[type]).find((one) => writer.lastingId?.(one) === stableId);
  return found === undefined ? null : liveRow(type, keyOf(type, found), live);
}

function keyOf(type: TypeName, { attributes }: Resource): Row {
  const key: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes))
    if (KEY_ATTRIBUTES[type].includes(name))
      key[name] =
        'principal' in attributes && name === 'principal' ? principalKey(attributes.principal) : value;
  if (type === 'bylaw_roster' && 'path' in attributes) key.scope = attributes.path;
  return key;
}

/**
 * A row to be removed as it is called now. Terraform plans the removal of what has no block, and all with -refresh=false,
 * by the row of the state as it is; under the old name nothing would be removed and everything forgotten.
 */
export function underCurrentName(
  type: TypeName,
  row: Row,
  stableId: string | null,
  session: ReadyProvider,
): Row {
  if (stableId === null || liveRow(type, row, session.live) !== null) return row;
  const again = findRenamed(type, stableId, session);
  if (again === null) return row;
  const key = KEY_ATTRIBUTES[type].map((name): [string, RowValue] => [name, again[name] ?? null]);
  return { ...row, ...Object.fromEntries(key), id: again.id ?? null };
}

/** Said by the plan of a block that has the old name. */
export function renamedRowProblem(
  type: TypeName,
  prior: Row,
  row: Row,
  { platform }: ReadyProvider,
): RowDiagnostic {
  const changed = KEY_ATTRIBUTES[type].filter((name) => prior[name] !== row[name]);
  const lines = changed.map((name) => `  ${name} = ${JSON.stringify(prior[name])}`);
  const id = idOfRow(type, row);
  return rowProblem(
    `${type} ${JSON.stringify(id)} is called ${JSON.stringify(prior.id)} on ${platform.title} now`,
    [
      'Somebody renamed it, or what it belongs to: its id on the platform is the same. Creating it under the old name would remove it, with everything it holds, and create another.',
      '',
      'To keep the new name, write here and everywhere it is named:',
      ...lines,
      'The state has the new name already, so that alone changes nothing. Or rename it back on the platform. To remove it, remove its block: then the plan shows it under its new name.',
    ].join('\n'),
    [changed[0] ?? 'id'],
  );
}

/** Said by the plan of a removal: what goes is what the state knew by another name. */
export function renamedDeletionProblem(type: TypeName, row: Row, before: string): RowDiagnostic {
  return rowProblem(
    `${type} ${JSON.stringify(row.id)} was called ${JSON.stringify(before)}`,
    'Somebody renamed it on the platform; its id there is the same, and it is removed.',
    null,
    'warning',
  );
}

/** Said by the refresh: under the name of a row there is another thing than before. */
export function differentThingProblem(type: TypeName, row: Row, now: string): RowDiagnostic {
  return rowProblem(
    `${type} ${JSON.stringify(row.id)} is another one than before`,
    `The earlier thing is called ${JSON.stringify(now)} now and still gives what it gave; something else has its old name. From now on this block manages the latter. Write a block with an import for ${JSON.stringify(now)}, or remove it.`,
    null,
    'warning',
  );
}
