import { type OwnableType, ownerOf } from '../../../platform/owners.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import type { TypeName } from '../schema/resource-tables.ts';

/**
 * A block of something that something else owns, which no block can make, change or remove; null for any other. A data
 * source only reads, and takes them all.
 */
export function ownedElsewhere(type: TypeName, platform: PlatformDefinition): RowDiagnostic | null {
  const owned = OWNABLE_OF[type];
  const owner = ownerOf(platform, owned);
  if (owned === 'scope' || owner === null) return null;
  const { summary, things, instead } = OWNED[owned];
  const wayOut = 'change it there, and take the block out with `removed { lifecycle { destroy = false } }`';
  return rowProblem(summary, `On ${platform.title} ${owner} owns ${things}: ${wayOut}.${instead}`, []);
}

const OWNABLE_OF: { readonly [T in TypeName]: OwnableType | 'scope' } = {
  bylaw_scope: 'scope',
  bylaw_role: 'role',
  bylaw_group: 'group',
  bylaw_member: 'member',
  bylaw_assignment: 'assignment',
  bylaw_roster: 'assignment',
};

const OWNED: {
  readonly [T in OwnableType]: {
    readonly summary: string;
    readonly things: string;
    readonly instead: string;
  };
} = {
  role: {
    summary: 'Roles are owned elsewhere',
    things: 'custom roles',
    instead: ' A block can give one by its name.',
  },
  group: {
    summary: 'Groups are owned elsewhere',
    things: 'groups and who is in them',
    instead: ' A block can give something to one by its path.',
  },
  member: {
    summary: 'People are owned elsewhere',
    things: 'who is a member',
    instead: ' A block can name a member.',
  },
  assignment: {
    summary: 'What is given is owned elsewhere',
    things: 'what people and groups are given',
    instead: '',
  },
};
