import { someOf } from '../source/quote.ts';
import { PROVIDER_ADDRESS } from '../terraform/provider/rows/row-tables.ts';

/**
 * What is in a state that Bylaw did not write, in words; null when there is nothing. A wrong key may name the state of
 * somebody's infrastructure, and replacing that would be a catastrophe: so every single thing in it must be ours,
 * and some of it of an organization of this workspace. Null for these: whichever organization it is of.
 */
export function foreignContentIn(text: string, organizations: ReadonlySet<string> | null): string | null {
  const { resources, outputs } = JSON.parse(text) as {
    readonly resources?: unknown;
    readonly outputs?: unknown;
  };
  const found = new Set<string>();
  const others = new Set<string>();
  let own = false;
  for (const resource of asList(resources)) {
    const { mode, type, name, provider, module, instances } = asRecord(resource);
    const ours =
      mode === 'managed' &&
      module === undefined &&
      provider === OWN_PROVIDER &&
      BLOCK_NAME_PATTERN.test(String(name)) &&
      asList(instances).every(
        (instance) => (asRecord(instance).schema_version ?? RUN_ROW_VERSION) === RUN_ROW_VERSION,
      );
    if (!ours) {
      found.add(`${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`);
      continue;
    }
    for (const instance of asList(instances)) {
      const organization = organizationOf(asRecord(asRecord(instance).attributes).id);
      if (organization === null || organizations === null) continue;
      if (organizations.has(organization)) own = true;
      else others.add(organization);
    }
  }
  for (const name of Object.keys(asRecord(outputs))) found.add(`output.${name}`);
  if (found.size > 0) return someOf([...found]);
  // Beside organizations of this workspace: one that has left it, and what is remembered of it is nobody's.
  return others.size > 0 && !own ? `rows of the organization ${someOf([...others])}` : null;
}

/** Of the rows of a run of ours; the provider that stands alone keeps rows of a later version. */
export const RUN_ROW_VERSION = 0;

/** As a state names it. */
export const OWN_PROVIDER = `provider["${PROVIDER_ADDRESS}"]`;

/** See `blockName`: a slug and ten digits of a hash. */
export const BLOCK_NAME_PATTERN = /^[a-z][a-z0-9_]*_[0-9a-f]{10}$/;

/** The organizations whose rows are in a state. */
export function organizationsIn(text: string): ReadonlySet<string> {
  const { resources } = asRecord(JSON.parse(text));
  const instances = asList(resources).flatMap((resource) => asList(asRecord(resource).instances));
  const names = instances.map((instance) => organizationOf(asRecord(asRecord(instance).attributes).id));
  return new Set(names.filter((name) => name !== null));
}

function organizationOf(id: unknown): string | null {
  return typeof id === 'string' && id !== '' ? (id.split(/[/|]/)[0] ?? null) : null;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
