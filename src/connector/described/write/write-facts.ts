import type { Write } from '../../../plan/write/write.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { type GroupPath, splitGroupPath } from '../../../resource/identifiers.ts';
import type { AssignmentAttributes, Entries, RoleAttributes } from '../../../resource/resource.ts';
import type { WhenCondition, WriteWay } from '../description/write-description.ts';
import { placeOf } from './scope-places.ts';

/** What a write says by itself, before anything live is looked at. */

/** How a role is given. */
export type GrantWay = 'roles' | 'below' | 'denied';

/** One role of an assignment. */
export interface RoleGrant {
  readonly grant: GrantWay;
  readonly role: string;
}

/** By name the words that are true of what `when` looks at; of what is absent none. */
export type WriteFacts = ReadonlyMap<string, readonly string[]>;

/** The first way that fits. */
export function wayFor(ways: readonly WriteWay[] | undefined, facts: WriteFacts): WriteWay | null {
  if (ways === undefined) return null;
  return ways.find(({ when }) => fits(when, facts)) ?? null;
}

/** Whether all that a way asks for is so. */
export function fits(when: WriteWay['when'], facts: WriteFacts): boolean {
  return [...when].every(([name, said]) => holds(said, facts.get(name)));
}

function holds(said: WhenCondition, words: readonly string[] = []): boolean {
  switch (said.is) {
    case 'present':
      return words.length > 0;
    case 'absent':
      return words.length === 0;
    case 'among':
      return words.some((word) => said.words.includes(word));
  }
}

export function factsOf(write: Write, platform: PlatformDefinition): WriteFacts {
  switch (write.write) {
    case 'create-scope': {
      const { parent, kind } = write.scope;
      return new Map([
        ['kind', [kind]],
        ['parent', parent === null ? [] : placeOf(parent, platform)],
      ]);
    }
    case 'update-scope':
      return new Map([
        ['name', maybe(write.name)],
        ['scope', placeOf(write.path, platform)],
      ]);
    case 'delete-scope':
      return new Map([['scope', placeOf(write.path, platform)]]);
    case 'create-role':
      return holdingsOf(write.role);
    case 'update-role':
      return new Map([['name', maybe(write.name)], ['role', [write.role.name]], ...holdingsOf(write.role)]);
    case 'delete-role':
      return new Map([['role', [write.name]]]);
    case 'update-group':
      return new Map([
        ['name', maybe(write.name)],
        ['permissions', onlyOf(write.permissions)],
        ['group', [nameOf(write.group)]],
      ]);
    case 'add-member':
      return new Map([
        ['scope', placeOf(write.member.scope, platform)],
        ['state', [write.member.state]],
      ]);
    case 'set-member-state':
      return new Map([
        ['scope', placeOf(write.scope, platform)],
        ['state', [write.state]],
      ]);
    case 'resend-invitation':
    case 'remove-member':
      return new Map([['scope', placeOf(write.scope, platform)]]);
    case 'create-group':
      return new Map([
        ['home', placeOf(write.group.home, platform)],
        ['permissions', onlyOf(write.group.permissions)],
      ]);
    case 'add-group-member':
      return new Map([
        ['role', maybe(write.role)],
        ['group', [nameOf(write.group)]],
      ]);
    case 'set-membership-role':
      return new Map([['role', maybe(write.role)]]);
    case 'put-assignment':
      return placedFacts(write.assignment, platform);
    case 'delete-assignment':
      return placedFacts(write, platform);
    case 'delete-group':
    case 'remove-group-member':
      return new Map([['group', [nameOf(write.group)]]]);
    case 'nest-group':
    case 'unnest-group':
      return new Map([
        ['group', [nameOf(write.group)]],
        ['child', [nameOf(write.child)]],
      ]);
  }
}

/** Where something is given, and to whom. */
export type GivenTo = Pick<AssignmentAttributes, 'scope' | 'principal'>;

/** Of one role that comes or goes. */
export function grantFacts(
  given: GivenTo,
  { grant, role }: RoleGrant,
  platform: PlatformDefinition,
): WriteFacts {
  return new Map([...placedFacts(given, platform), ['grant', [grant]], ['role', [role]]]);
}

/** What is in the lists of a role. */
function holdingsOf(role: Pick<RoleAttributes, 'permissions' | 'denies' | 'includes'>): WriteFacts {
  return new Map([
    ['permissions', onlyOf(role.permissions)],
    ['denies', onlyOf(role.denies)],
    ['includes', onlyOf(role.includes)],
  ]);
}

/** Of whatever is given at a place. */
export function placedFacts({ scope, principal }: GivenTo, platform: PlatformDefinition): WriteFacts {
  return new Map([
    ['scope', placeOf(scope, platform)],
    ['principal', [principal.type]],
    ['group', principal.type === 'group' ? [nameOf(principal.group)] : []],
  ]);
}

function nameOf(group: GroupPath): string {
  return splitGroupPath(group).name;
}

function maybe(word: string | undefined | null): readonly string[] {
  return word === undefined || word === null ? [] : [word];
}

/** The only one of a list; of several what is no word. */
function onlyOf(entries: Entries): readonly string[] {
  return entries.size === 0 ? [] : [[...entries.keys()].join('\n')];
}

export function grantsOf({ roles, below, denied }: AssignmentAttributes): readonly RoleGrant[] {
  const of = (grant: GrantWay, entries: Entries): readonly RoleGrant[] =>
    [...entries.keys()].map((role) => ({ grant, role }));
  return [...of('roles', roles), ...of('below', below), ...of('denied', denied)];
}
