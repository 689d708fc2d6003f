import { blockName } from '../terraform/synth/block-name.ts';
import { TerraformStack } from '../terraform/synth/library.ts';

/** What a construct of ours shows of itself here. */
interface ConstructWithId {
  readonly node: { readonly id: string; readonly scopes: readonly unknown[] };
  overrideLogicalId(id: string): void;
}

/** Ids with this name are left out of the library's own names. */
const HIDDEN = 'Default';

/**
 * The library takes an id directly below a stack for a block name, without the characters that Terraform has no use
 * for: `a.b` and `ab`, `équipe` and `quipe` become one block and one of them is lost in silence, `日本` becomes nothing,
 * `1a` is no name. Such ids get a name with a hash of the whole id. Deeper ids have a hash of their path already; all
 * others keep the name the library gives them.
 */
export function ensureDistinctLogicalId(type: string, construct: ConstructWithId): void {
  const { id, scopes } = construct.node;
  const below = scopes.slice(scopes.findIndex((one) => TerraformStack.isStack(one)) + 1);
  const named = below.filter((one) => idOf(one) !== HIDDEN);
  if (named.length === 1 && idOf(named[0]) === id && !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(id))
    construct.overrideLogicalId(blockName(`${type}|${id}`));
}

function idOf(construct: unknown): string | null {
  if (typeof construct !== 'object' || construct === null || !('node' in construct)) return null;
  const { node } = construct;
  return typeof node === 'object' && node !== null && 'id' in node && typeof node.id === 'string'
    ? node.id
    : null;
}
