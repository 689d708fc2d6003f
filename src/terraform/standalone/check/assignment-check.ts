import { roleOfWord } from '../../../resource/grant-words.ts';
import { parsePrincipal } from '../../../resource/identifiers.ts';
import { didYouMean } from '../../../source/did-you-mean.ts';
import type { Row } from '../../provider/protocol/row.ts';
import { escapeKey } from '../../provider/rows/map-key.ts';
import type { BlockPath } from '../block-diagnostics.ts';
import { canonicalPrincipal, entriesIn, rolesIn } from '../schema/equivalence.ts';
import { textsIn } from '../schema/row-resources.ts';
import { type BlockCheck, checkTwice, kindOfScopeAttribute } from './block-check.ts';

export function checkAssignment(blockCheck: BlockCheck): void {
  const { row } = blockCheck;
  const kind = kindOfScopeAttribute(blockCheck, 'scope');
  if (kind === null) return;
  if (typeof row.principal === 'string') checkHolder(blockCheck, kind, row.principal, 'principal');
  for (const attribute of ['roles', 'below', 'denied'] as const) {
    for (const role of textsIn(row[attribute])) checkAssignable(blockCheck, kind, role, attribute);
  }
  checkWords(blockCheck, { below: textsIn(row.below).length > 0, denied: textsIn(row.denied).length > 0 });
  const roles = textsIn(row.roles);
  if (typeof row.principal === 'string' && Array.isArray(row.roles) && roles.length === row.roles.length)
    checkNumber(blockCheck, kind, { principal: row.principal, roles }, 'roles');
}

export function checkRoster(blockCheck: BlockCheck): void {
  const kind = kindOfScopeAttribute(blockCheck, 'scope');
  if (kind === null) return;
  const held = entriesIn(blockCheck.row.roles);
  checkTwice(
    blockCheck,
    'roles',
    held.map(([key]) => key),
    (key) => canonicalPrincipal(key, blockCheck.platform),
  );
  for (const [key, written] of held) {
    const words = rolesIn(written);
    const roles = words.filter((word) => word === roleOfWord(word));
    const has = (mark: string) => words.some((word) => word.startsWith(mark));
    checkWords(blockCheck, { below: has('below:'), denied: has('denied:') }, key);
    checkHolder(blockCheck, kind, key, 'roles', { key });
    for (const word of words) checkAssignable(blockCheck, kind, roleOfWord(word), 'roles', { key });
    if (isKnown(blockCheck.row.roles, key))
      checkNumber(blockCheck, kind, { principal: key, roles }, 'roles', { key });
  }
}

/** What no assignment of the platform can say. */
function checkWords(
  { platform, say }: BlockCheck,
  said: { readonly below: boolean; readonly denied: boolean },
  key: string | null = null,
): void {
  const at = (attribute: string): BlockPath => (key === null ? [attribute] : ['roles', { key }]);
  if (said.below && !platform.assignments.below)
    say('No roles below', `${platform.title} has no roles that hold below a scope alone.`, ...at('below'));
  if (said.denied && !platform.assignments.denied)
    say('No denies', `On ${platform.title} nothing can be denied to somebody.`, ...at('denied'));
}

function checkHolder(
  { platform, say }: BlockCheck,
  kind: string,
  principal: string,
  ...blockPath: BlockPath
): void {
  const parsed = parsePrincipal(principal);
  const allowed = platform.scopeKinds.get(kind)?.principals ?? [];
  if (parsed === null || allowed.includes(parsed.type)) return;
  say(
    'Cannot hold anything there',
    `On scopes of kind ${kind} only a ${allowed.join(' or a ')} can be assigned.`,
    ...blockPath,
  );
}

/** On platforms where a member holds exactly one role in the organization, or one in each module. Groups hold any. */
function checkNumber(
  { platform, say }: BlockCheck,
  kind: string,
  { principal, roles }: { readonly principal: string; readonly roles: readonly string[] },
  ...blockPath: BlockPath
): void {
  const rule = platform.members.roles;
  if (parsePrincipal(principal)?.type !== 'member') return;
  if (rule === 'exactly-one' && kind === platform.root && roles.length !== 1)
    say(
      'Exactly one role',
      `On ${platform.title} a member of the organization holds exactly one role, and not ${roles.length === 0 ? 'none' : roles.join(' and ')}.`,
      ...blockPath,
    );
  if (rule !== 'one-per-module') return;
  const held = new Map<string, string>();
  for (const role of roles) {
    const module = platform.roles.get(role)?.module ?? null;
    const other = module === null ? undefined : held.get(module);
    if (other !== undefined)
      say(
        'One role in each module',
        `${other} and ${role} are both of module ${module}: on ${platform.title} a member holds one of them.`,
        ...blockPath,
      );
    if (module !== null) held.set(module, role);
  }
}

/** Roles that the platform does not have may be made by this very apply, so nothing is said of them. */
function checkAssignable(
  { platform, say }: BlockCheck,
  kind: string,
  name: string,
  ...blockPath: BlockPath
): void {
  const role = platform.roles.get(name);
  if (role === undefined) {
    if (platform.customRoles !== null) return;
    const hint =
      didYouMean(name, platform.roles.keys()) ?? `Its roles are ${[...platform.roles.keys()].join(', ')}.`;
    say('No such role', `${platform.title} has no role ${JSON.stringify(name)}. ${hint}`, ...blockPath);
  } else if (!role.assignable) {
    say(
      'Not given by assignment',
      `${role.title} is not a role that people are given by assignment.`,
      ...blockPath,
    );
  } else if (!role.assignableAt.includes(kind)) {
    say(
      'Not assignable there',
      `${name} can be assigned on ${role.assignableAt.join(', ')}, not on a ${kind}.`,
      ...blockPath,
    );
  }
}

function isKnown(map: Row[string] | undefined, key: string): boolean {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return false;
  return Object.entries(map).some(([name, value]) => name === escapeKey(key) && typeof value === 'string');
}
