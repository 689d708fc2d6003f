import type { AccessPath, PathStep } from '../../access/access-path.ts';
import type { AccessGrant } from '../../access/effective-access.ts';
import { denialsOf } from '../../access/explain/denials.ts';
import { formatPath } from '../../access/explain/format-path.ts';
import { numberedOrganizationOf } from '../../access/numbered-organization.ts';
import { platformIn } from '../../access/written-instances.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { Origin } from '../../source/origin.ts';
import { principalName } from '../display-names.ts';

/** What a loss comes from, where it is a deny that is not there live, or that reaches the person only now. */
interface NewDeny {
  readonly what: string;
  readonly origin: Origin | null;
  readonly hint: string;
}

const HINT =
  'What is denied is taken away whatever else gives it. Leave out the deny, or the person out of what brings it.';

export function newDenies(
  platform: PlatformDefinition,
  live: readonly Resource[],
  grown: readonly Resource[],
  spelling: Spelling,
): (grant: AccessGrant) => NewDeny | null {
  if (platform.denies === null) return () => null;
  const models = [live, grown].map(modelOf);
  // What only one side has for a text is looked for on both.
  const wide = models.reduce(platformIn, platform);
  const [before, after] = models.map((model) => numberedOrganizationOf(wide, model));
  return ({ member, permission, scope }) => {
    if (before === undefined || after === undefined) return null;
    const known = new Set(denialsOf(before, member, permission, scope).map(wayOf));
    const found = denialsOf(after, member, permission, scope).find((path) => !known.has(wayOf(path)));
    if (found === undefined) return null;
    const brought = found.findLast((step) => step.origin.from === 'file');
    return { what: whatDenies(found, spelling), origin: brought?.origin ?? null, hint: HINT };
  };
}

/** A path without its places: the same deny stands elsewhere in documents than it does live. */
function wayOf(path: AccessPath): string {
  return JSON.stringify(path.map((step) => ({ ...step, origin: null })));
}

function whatDenies(path: AccessPath, spelling: Spelling): string {
  for (const step of path) {
    const said = saidBy(step, spelling);
    if (said !== null) return said;
  }
  return `The deny ${formatPath(path, spelling)}`;
}

function saidBy(step: PathStep, spelling: Spelling): string | null {
  switch (step.step) {
    case 'denied':
      return `Role ${step.role}, denied to ${principalName(step.principal, spelling)} on ${step.scope},`;
    case 'assigned':
      return `Role ${step.role} of ${principalName(step.principal, spelling)} on ${step.scope}, which denies,`;
    case 'default-role':
      return `The default role ${step.role} on ${step.scope}, which denies,`;
    default:
      return null;
  }
}
