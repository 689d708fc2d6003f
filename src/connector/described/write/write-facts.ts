import type { Write } from '../../../plan/write/write.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { choicesIn } from '../../../resource/choices.ts';
import { lastName } from '../../../resource/identifiers.ts';
import type { AssignmentAttributes, Entries, RoleAttributes } from '../../../resource/resource.ts';
import { documentName } from '../description/document-name.ts';
import type { WhenCondition, WriteWay } from '../description/write-description.ts';
import { calledName } from './named-paths.ts';
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
      return new Map([['name', maybe(write.name)], ...holdingsOf(write.role)]);
    case 'update-group':
      return new Map([
        ['name', maybe(write.name)],
        ['permissions', onlyOf(write.permissions)],
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
      return new Map([['role', maybe(write.role)]]);
    case 'set-membership-role':
      return new Map([['role', maybe(write.role)]]);
    case 'put-assignment':
      return placedFacts(write.assignment, platform);
    case 'delete-assignment':
      return placedFacts(write, platform);
    case 'delete-role':
    case 'delete-group':
    case 'remove-group-member':
    case 'nest-group':
    case 'unnest-group':
      return new Map();
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
  ]);
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

/** What a thing is to be called where one name stands for both of documents: the title, of which readers make the name. */
export const TITLED_NAME = 'called';

/** What stands under a name of the write: a text, a list, or what is inside. */
export type NamedValues = Readonly<Record<string, unknown>>;

/** The names of a write without the rows of live things. */
export function writtenValues(write: Write): NamedValues {
  switch (write.write) {
    case 'create-scope':
      return {
        name: lastName(write.scope.path),
        kind: write.scope.kind,
        title: write.scope.title,
        [TITLED_NAME]: write.scope.title,
        settings: settingsOf(write.scope.settings),
      };
    case 'update-scope':
      return {
        name: write.name,
        title: write.title,
        [TITLED_NAME]: write.title,
        settings: settingsOf(write.settings),
      };
    case 'create-role':
      return { name: write.role.name, ...roleValues(write.role) };
    case 'update-role':
      return { name: write.name, ...roleValues(write.role), ...called('role', write.role.name) };
    case 'delete-role':
      return called('role', write.name);
    case 'add-member':
      return { key: write.member.display, state: write.member.state };
    case 'set-member-state':
      return { state: write.state };
    case 'create-group':
      return {
        name: write.group.name,
        title: write.group.title,
        [TITLED_NAME]: write.group.title,
        description: write.group.description,
        permissions: [...write.group.permissions.keys()],
        settings: settingsOf(write.group.settings),
      };
    case 'update-group':
      return {
        name: write.name,
        title: write.title,
        [TITLED_NAME]: write.title,
        description: write.description,
        permissions: [...write.permissions.keys()],
        settings: settingsOf(write.settings),
      };
    case 'add-group-member':
      return { role: write.role };
    case 'set-membership-role':
      return { role: write.role };
    case 'put-assignment': {
      const { roles, below, denied } = write.assignment;
      return { roles: roleItems(roles), below: roleItems(below), denied: roleItems(denied) };
    }
    case 'resend-invitation':
    case 'remove-member':
    case 'delete-scope':
    case 'delete-group':
    case 'remove-group-member':
    case 'nest-group':
    case 'unnest-group':
    case 'delete-assignment':
      return {};
  }
}

function roleValues(role: {
  readonly title: string;
  readonly description: string;
  readonly permissions: Entries;
  readonly denies: Entries;
  readonly includes: Entries;
}): NamedValues {
  return {
    title: role.title,
    [TITLED_NAME]: role.title,
    description: role.description,
    permissions: [...role.permissions.keys()],
    denies: [...role.denies.keys()],
    includes: roleItems(role.includes),
  };
}

function roleItems(roles: Entries): readonly NamedValues[] {
  return [...roles.keys()].map((role) => called('role', role));
}

export function called(thing: string, name: string): NamedValues {
  return { [calledName(thing)]: name };
}

function settingsOf(settings: Entries): NamedValues {
  return Object.fromEntries(choicesIn(settings));
}

/** What an assignment gives, as places of a set have it. */
export function grantValues(assignment: AssignmentAttributes): readonly NamedValues[] {
  return grantsOf(assignment).map(({ grant, role }) => ({ grant, ...called('role', role) }));
}

/** Names that hold something which has to be sent: what a request does not carry, the platform would not have. */
export function saidNames(write: Write): readonly string[] {
  const values = writtenValues(write);
  const names = Object.entries(values).flatMap(([name, value]): readonly string[] => {
    if (Array.isArray(value)) return value.length > 0 ? [name] : [];
    if (name === 'settings') return Object.keys(value as NamedValues).map((setting) => `settings.${setting}`);
    if (typeof value !== 'string' || value === '' || name.startsWith('@') || name === TITLED_NAME) return [];
    return [name];
  });
  const plain = plainNames(write);
  return names.filter((name) => !plain.includes(name));
}

/** What is so by itself: a title that is the name, the state of who comes in. */
function plainNames(write: Write): readonly string[] {
  switch (write.write) {
    case 'create-scope':
      return write.scope.title === lastName(write.scope.path) ? ['title', 'kind'] : ['kind'];
    case 'update-scope':
      return write.title === lastName(write.path) ? ['title'] : [];
    case 'create-role':
    case 'update-role':
      return write.role.title === write.role.name ? ['title'] : [];
    case 'create-group':
      return write.group.title === write.group.name ? ['title'] : [];
    case 'update-group':
      // What the platform calls it, where it has another name here.
      return documentName(write.title) === lastName(write.group) ? ['title'] : [];
    case 'add-member':
      return ['state'];
    default:
      return [];
  }
}
