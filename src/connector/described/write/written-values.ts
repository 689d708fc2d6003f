import type { Write } from '../../../plan/write/write.ts';
import { choicesIn } from '../../../resource/choices.ts';
import { lastName } from '../../../resource/identifiers.ts';
import type { AssignmentAttributes, Entries } from '../../../resource/resource.ts';
import { documentName } from '../description/document-name.ts';
import { calledName } from './named-paths.ts';
import { grantsOf } from './write-facts.ts';
import { TITLED_NAME } from './write-names.ts';

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
