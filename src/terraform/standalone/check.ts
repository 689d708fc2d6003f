import type { PlatformDefinition } from '../../platform/definition.ts';
import { expand, patternsOf } from '../../platform/pattern.ts';
import { parsePrincipal } from '../../resource/reference.ts';
import { didYouMean } from '../../source/nearest.ts';
import { type Row, type RowProblem, UNKNOWN } from '../provider/protocol/row.ts';
import { type Place, problem } from './problems.ts';
import { text, textsIn } from './rows.ts';
import { kindAt } from './scope-path.ts';
import { entriesIn, rolesIn } from './spelling.ts';
import type { TypeName } from './tables.ts';

/** What a check of a block is handed: the rules it is held against, and where to put what it finds. */
interface Check {
  readonly row: Row;
  readonly platform: PlatformDefinition;
  readonly organization: string;
  say(summary: string, detail: string, ...place: Place): void;
}

/** A slug, as groups, roles and scopes are named by. */
const SLUG = /^[a-z0-9][a-z0-9._-]*$/;
/** What platforms take in no text: it would break lines, or the terminal of a reader. */
const CONTROL = /\p{Cc}/u;
/** Signs nobody sees, in a key that says who somebody is. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Z}]/u;

/** What can be said of a block before any provider is configured. */
export function checkForm(type: TypeName, row: Row): readonly RowProblem[] {
  const found: RowProblem[] = [];
  const say = (summary: string, detail: string, ...place: Place): void => {
    found.push(problem(summary, detail, place));
  };
  for (const name of ['path', 'scope', 'home'] as const) {
    const value = row[name];
    if (typeof value !== 'string') continue;
    const parts = value.split('/');
    if (parts.length % 2 === 0 || parts.includes(''))
      say(
        'Not a path',
        `${JSON.stringify(value)}: after the organization, kinds and names take turns, as in acme/units/emea.`,
        name,
      );
  }
  if (typeof row.name === 'string' && !SLUG.test(row.name)) {
    say(
      'Not a name',
      `${JSON.stringify(row.name)}: lower-case letters, digits and . _ - are allowed; what people read is the title.`,
      'name',
    );
  }
  if (typeof row.title === 'string' && CONTROL.test(row.title))
    say('Not a title', 'A title is one line of text, without signs that only steer.', 'title');
  if (typeof row.description === 'string' && CONTROL.test(row.description.replaceAll('\n', '')))
    say(
      'Not a description',
      'A description has lines of text, without tabs and other signs that only steer.',
      'description',
    );
  for (const [key, value] of type === 'bylaw_group' ? entriesIn(row.members) : []) {
    checkPerson(key, say, 'members', { key });
    if (value !== '' && isKnown(row.members, key))
      say(
        'Not an empty text',
        `Members of a group have no value of their own: write ${JSON.stringify(key)} = "".`,
        'members',
        { key },
      );
  }
  if (type === 'bylaw_member' && typeof row.member === 'string') checkPerson(row.member, say, 'member');
  if (typeof row.state === 'string' && row.state !== 'active' && row.state !== 'deactivated')
    say(
      'Not a state',
      `${JSON.stringify(row.state)}: write active or deactivated. Invited and expired are what the platform makes of it.`,
      'state',
    );
  if (type === 'bylaw_assignment' && typeof row.principal === 'string')
    checkPrincipal(row.principal, say, 'principal');
  for (const [key] of type === 'bylaw_roster' ? entriesIn(row.roles) : [])
    checkPrincipal(key, say, 'roles', { key });
  return found;
}

/** What can be said of a block by the rules of the platform it is for; what only live data can tell is left to it. */
export function checkRules(
  type: TypeName,
  row: Row,
  platform: PlatformDefinition,
  organization: string,
): readonly RowProblem[] {
  const found: RowProblem[] = [];
  const check: Check = {
    row,
    platform,
    organization,
    say: (summary, detail, ...place) => found.push(problem(summary, detail, place)),
  };
  switch (type) {
    case 'bylaw_scope':
      checkScope(check);
      break;
    case 'bylaw_role':
      checkRole(check);
      break;
    case 'bylaw_group':
      checkGroup(check);
      break;
    case 'bylaw_member':
      checkMember(check);
      break;
    case 'bylaw_assignment': {
      const kind = kindOf(check, 'scope');
      if (kind === null) break;
      if (typeof row.principal === 'string') checkHolder(check, kind, row.principal, 'principal');
      for (const role of textsIn(row.roles)) checkAssignable(check, kind, role, 'roles');
      break;
    }
    case 'bylaw_roster': {
      const kind = kindOf(check, 'scope');
      if (kind === null) break;
      for (const [key, held] of entriesIn(row.roles)) {
        checkHolder(check, kind, key, 'roles', { key });
        for (const role of rolesIn(held)) checkAssignable(check, kind, role, 'roles', { key });
      }
      break;
    }
  }
  return found;
}

function checkScope(check: Check): void {
  const { row, platform, say } = check;
  const kind = kindOf(check, 'path');
  const found = kind === null ? undefined : platform.scopeKinds.get(kind);
  if (found === undefined) return;
  if (found.parents.length === 0)
    say(
      'The organization is no resource',
      `${text(row.path)} is the organization itself, which belongs to the platform.`,
      'path',
    );
  else if (!found.manage)
    say(
      'Not managed here',
      `${platform.title} does not let anybody but itself make or delete a scope of kind ${found.title}.`,
      'path',
    );
  if (typeof row.kind === 'string' && row.kind !== kind)
    say(
      'Not the kind of this path',
      `${text(row.path)} is of kind ${found.name}. Leave kind out: it follows from the path.`,
      'kind',
    );
}

function checkRole(check: Check): void {
  const { row, platform, organization, say } = check;
  const name = text(row.name);
  if (platform.customRoles === null) {
    say('No custom roles', `${platform.title} has its own roles only.`, 'name');
    return;
  }
  if (platform.roles.has(name))
    say(
      'The name is taken',
      `${name} is a role of ${platform.title} itself, which cannot be changed.`,
      'name',
    );
  if (typeof row.home === 'string' && row.home !== organization)
    say(
      'Roles live in the organization',
      `Leave home out, or write ${JSON.stringify(organization)}.`,
      'home',
    );
  checkPermissions(check);
  const given = textsIn(row.permissions);
  const least = platform.customRoles.minimumPermissions;
  const open = Array.isArray(row.permissions) && given.length < row.permissions.length;
  if (!open && row.permissions !== UNKNOWN && given.length < least)
    say('Too few permissions', `A role of ${platform.title} has at least ${least}.`, 'permissions');
}

function checkGroup(check: Check): void {
  const { row, platform, say } = check;
  const kind = kindOf(check, 'home');
  if (kind !== null && !platform.groups.homes.includes(kind))
    say(
      'No home for groups',
      `Groups of ${platform.title} live in scopes of kind ${platform.groups.homes.join(', ')}.`,
      'home',
    );
  checkKeys(
    check,
    entriesIn(row.members).map(([key]) => key),
  );
  if (textsIn(row.groups).length > 0 && platform.groups.nesting !== 'native') {
    say(
      'Groups in groups are not stored',
      `${platform.title} does not store groups in groups. Write the people of both into members, as in merge(local.qa, local.qa_mobile).`,
      'groups',
    );
  }
  for (const path of textsIn(row.groups))
    if (!path.includes('/'))
      say('Not a path of a group', `${JSON.stringify(path)}: write home and name, as in acme/qa.`, 'groups');
  if (textsIn(row.permissions).length > 0 && !platform.groups.carry.includes('permissions'))
    say(
      'Groups carry no permissions',
      `Groups of ${platform.title} carry ${platform.groups.carry.join(' and ')}.`,
      'permissions',
    );
  else checkPermissions(check);
}

function checkMember(check: Check): void {
  const { row, platform, say } = check;
  const kind = kindOf(check, 'scope');
  if (kind !== null && platform.scopeKinds.get(kind)?.members === false)
    say(
      'No members of its own',
      `Scopes of kind ${kind} have no members of their own: people are members of what is above.`,
      'scope',
    );
  if (typeof row.member === 'string') checkKeys(check, [row.member]);
  if (row.state === 'deactivated' && !platform.members.deactivation)
    say(
      'Nobody is deactivated',
      `${platform.title} knows no deactivated members: remove the block to remove the person.`,
      'state',
    );
}

function checkKeys({ platform, say, row }: Check, keys: readonly string[]): void {
  if (platform.members.key !== 'email') return;
  for (const key of keys) {
    if (/^[^@]+@[^@]+$/.test(key)) continue;
    const place: Place = row.member === undefined ? ['members', { key }] : ['member'];
    say(
      'Not an e-mail address',
      `${JSON.stringify(key)}: members of ${platform.title} are known by their e-mail address.`,
      ...place,
    );
  }
}

function checkPermissions({ row, platform, say }: Check): void {
  for (const pattern of textsIn(row.permissions)) {
    if (expand(pattern, platform.permissions).length > 0) continue;
    const hint = didYouMean(pattern, patternsOf(platform.permissions)) ?? '';
    say(
      'No such permission',
      `${platform.title} has no permission ${JSON.stringify(pattern)}. ${hint}`.trim(),
      'permissions',
    );
  }
}

function checkHolder({ platform, say }: Check, kind: string, principal: string, ...place: Place): void {
  const parsed = parsePrincipal(principal);
  const allowed = platform.scopeKinds.get(kind)?.principals ?? [];
  if (parsed === null || allowed.includes(parsed.type)) return;
  say(
    'Cannot hold anything there',
    `On scopes of kind ${kind} only a ${allowed.join(' or a ')} can be assigned.`,
    ...place,
  );
}

/** Roles that the platform does not have may be made by this very apply, so nothing is said of them. */
function checkAssignable({ platform, say }: Check, kind: string, name: string, ...place: Place): void {
  const role = platform.roles.get(name);
  if (role === undefined) {
    if (platform.customRoles !== null) return;
    const hint =
      didYouMean(name, platform.roles.keys()) ?? `Its roles are ${[...platform.roles.keys()].join(', ')}.`;
    say('No such role', `${platform.title} has no role ${JSON.stringify(name)}. ${hint}`, ...place);
  } else if (!role.assignable) {
    say(
      'Not given by assignment',
      `${role.title} is not a role that people are given by assignment.`,
      ...place,
    );
  } else if (!role.assignableAt.includes(kind)) {
    say(
      'Not assignable there',
      `${name} can be assigned on ${role.assignableAt.join(', ')}, not on a ${kind}.`,
      ...place,
    );
  }
}

/** The kind of the scope an attribute names; null where it is not known or, after saying so, where it is wrong. */
function kindOf({ row, platform, organization, say }: Check, name: 'path' | 'scope' | 'home'): string | null {
  const value = row[name];
  if (typeof value !== 'string') return null;
  const answer = kindAt(value, organization, platform);
  if ('kind' in answer) return answer.kind;
  say('No such scope', answer.fault, name);
  return null;
}

function checkPerson(key: string, say: Check['say'], ...place: Place): void {
  if (key === '' || INVISIBLE.test(key))
    say(
      'Not the key of a person',
      `${JSON.stringify(key)} holds a blank or a sign that cannot be seen, or nothing.`,
      ...place,
    );
}

function checkPrincipal(principal: string, say: Check['say'], ...place: Place): void {
  const parsed = parsePrincipal(principal);
  if (parsed === null) {
    say(
      'Not a principal',
      `${JSON.stringify(principal)}: write member:dan@acme.com or group:acme/qa.`,
      ...place,
    );
  } else if (parsed.type === 'member') {
    checkPerson(parsed.member, say, ...place);
  } else {
    const cut = parsed.group.lastIndexOf('/');
    if (cut <= 0 || cut === parsed.group.length - 1)
      say(
        'Not a path of a group',
        `${JSON.stringify(parsed.group)}: write home and name, as in group:acme/qa.`,
        ...place,
      );
  }
}

function isKnown(map: Row[string] | undefined, key: string): boolean {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return false;
  return Object.entries(map).some(([name, value]) => name === key && typeof value === 'string');
}
