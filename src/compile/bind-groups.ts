import { GRANT_KEYS, GROUP_CONTENTS, type WrittenGroup } from '../policy/document-types.ts';
import { groupAddress } from '../resource/address.ts';
import { groupPath } from '../resource/identifiers.ts';
import type { Origin } from '../source/origin.ts';
import { escapeText } from '../source/quote.ts';
import { checkAbsent, isBounded } from './absent-with-content.ts';
import { type AssignmentHolder, groupHolder } from './assignment-holder.ts';
import { bindAssignment, ruleOutAssignment } from './bind-assignments.ts';
import { bindGiven, givesAny, listsWritten, mayAttach } from './bind-given.ts';
import type { BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';
import { GroupTable, homesAbove, isHome, reportElsewhere } from './group-table.ts';
import { checkRecord } from './records.ts';
import type { RoleTable } from './role-table.ts';
import { ALWAYS, type BoundWindow, bindWindow } from './windows.ts';

/**
 * Tells definitions from mentions, parents first. An entry at a scope where groups can be homed defines a group,
 * unless it says nothing of what a group is and one of its name is defined above: then it gives that group something
 * here. What it gives is bound here too; the contents of groups need all groups known and come after. Reports
 * `not-supported`, `read-only-type`, `unknown-group`, `duplicate-declaration`, `absent-with-content`, all that binding roles reports,
 * and what is due of their windows.
 */
export function bindGroups(scopes: readonly BoundScope[], book: RoleTable, binding: Binding): GroupTable {
  const directory = new GroupTable();
  for (const scope of scopes) {
    const mentions: WrittenGroup[] = [];
    for (const written of eachOnce(scope, binding)) {
      const isDefined = isDefinition(written, scope, directory, binding);
      checkRecordOf(written, isDefined ? 'group' : 'assignment', binding);
      if (!isDefined) mentions.push(written);
      else if (written.absent === null) define(written, scope, directory, book, binding);
      else ruleOutGroup(written, written.absent.origin, scope, directory, binding);
    }
    for (const written of mentions) bindMention(written, scope, directory, book, binding);
  }
  for (const { home, written } of directory.defined.values()) {
    const meant = home.parent === null || !isBare(written) ? null : directory.elsewhere(written.name, home);
    if (meant === null || isBare(meant.written)) continue;
    const hint = `To define another ${written.name} here, write its members, or members: [].`;
    reportElsewhere(meant, home, written.origin, hint, binding);
  }
  return directory;
}

/** Reports `read-only-type`. */
function checkRecordOf(written: WrittenGroup, of: 'group' | 'assignment', binding: Binding): void {
  if (!binding.hasOwners && written.recorded === null) return;
  const { name, origin, recorded, absent, renamedFrom, window, members, groups } = written;
  const contents = [...(members ?? []), ...(groups ?? [])];
  const entry = {
    name: `group ${name}`,
    origin,
    recorded,
    absent,
    renamedFrom,
    window,
    contents,
    given: written,
    of,
  };
  checkRecord(entry, binding);
}

function eachOnce(scope: BoundScope, binding: Binding): readonly WrittenGroup[] {
  const seen = new Map<string, Origin>();
  return scope.written.groups.filter(({ name, origin }) => {
    const first = seen.get(name);
    if (first === undefined) {
      seen.set(name, origin);
      return true;
    }
    binding.report('duplicate-declaration', `The group ${name} is written twice on ${scope.path}.`, origin, {
      related: [{ message: 'first written here', origin: first }],
    });
    return false;
  });
}

function isDefinition(
  written: WrittenGroup,
  scope: BoundScope,
  directory: GroupTable,
  binding: Binding,
): boolean {
  if (!isHome(scope, binding)) return false;
  if (saysWhatItIs(written)) return true;
  if (directory.nearest(written.name, scope) !== null) return false;
  // Beside a group ruled out above, `absent: true` speaks of what that group is given here.
  return written.absent === null || directory.nearestAbsent(written.name, scope) === null;
}

/** The keys by which an entry says what a group is, rather than what it is given. */
const OWN_KEYS = ['renamedFrom', ...GROUP_CONTENTS] as const;

function ownKeys(written: WrittenGroup): readonly string[] {
  return OWN_KEYS.filter((key) => written[key] !== null);
}

function saysWhatItIs(written: WrittenGroup): boolean {
  for (const key of OWN_KEYS) if (written[key] !== null) return true;
  return false;
}

/** A name and a colon: at a home that defines an empty group, unless it was meant to mention one. */
function isBare(written: WrittenGroup): boolean {
  return !saysWhatItIs(written) && !givesAny(written) && !isBounded(written.window);
}

function define(
  written: WrittenGroup,
  home: BoundScope,
  directory: GroupTable,
  book: RoleTable,
  binding: Binding,
): void {
  const path = groupPath(home.path, written.name);
  const label = home.parent === null ? `group ${written.name}` : `group ${written.name} of ${home.path}`;
  const window = bindWindow(written.window, () => `${label} on ${home.path}`, written.origin, binding);
  const holder = groupHolder(path);
  directory.define({ path, holder, label, home, written, window });
  bindGivenTo(written, home, { holder, label, windows: [window] }, false, book, binding);
}

function ruleOutGroup(
  written: WrittenGroup,
  absent: Origin,
  home: BoundScope,
  directory: GroupTable,
  binding: Binding,
): void {
  checkNothingBeside(written, absent, binding);
  const path = groupPath(home.path, written.name);
  directory.absent.set(path, absent);
  binding.ruleOut(groupAddress(path), 'absent', absent);
  ruleOutAssignment(home, groupHolder(path), absent, binding);
}

function bindMention(
  written: WrittenGroup,
  scope: BoundScope,
  directory: GroupTable,
  book: RoleTable,
  binding: Binding,
): void {
  const { name, origin, absent } = written;
  if (absent !== null) {
    checkNothingBeside(written, absent.origin, binding);
    const path =
      directory.nearest(name, scope)?.path ??
      directory.nearestAbsent(name, scope)?.path ??
      directory.find(name, scope, origin, binding)?.path;
    if (path !== undefined) ruleOutAssignment(scope, groupHolder(path), absent.origin, binding);
    return;
  }
  if (saysWhatItIs(written)) {
    const own = ownKeys(written);
    const homes = homesAbove(scope, binding);
    binding.report(
      'not-supported',
      `On ${binding.platform.title} a scope of kind ${scope.kind.name} cannot be the home of a group: ${own.join(', ')} of ${escapeText(name)} cannot be written here.`,
      origin,
      {
        hint:
          homes.length === 0
            ? `Groups live in a scope of kind ${binding.platform.groups.homes.join(' or ') || '(none)'}.`
            : `Define the group under groups of ${homes.join(' or ')}, and give it roles here.`,
      },
    );
    // Whoever defines in the wrong place would else be told, of the same line, that the group is unknown.
    if (directory.nearest(name, scope) === null) return;
  }
  const group = directory.find(name, scope, origin, binding);
  const takesGroups = scope.kind.principals.includes('group');
  if (!takesGroups && group !== null) {
    binding.report(
      'not-supported',
      `On ${binding.platform.title} nothing is given to groups on a scope of kind ${scope.kind.name}.`,
      origin,
      { hint: 'Give it to the members themselves.' },
    );
  }
  const attaches = takesGroups && mayAttach(written) && binding.platform.groups.carry.includes('attachments');
  if (takesGroups && !givesAny(written) && !attaches && group !== null) {
    binding.report(
      'not-supported',
      `${group.label} is given nothing on ${scope.path}; ${binding.platform.title} has no attachment without roles.`,
      origin,
      { hint: 'Write roles, or remove the entry.' },
    );
  }
  const holder = group?.holder ?? groupHolder(groupPath(scope.path, name));
  const label = group?.label ?? `group ${escapeText(name)}`;
  const window = bindWindow(written.window, () => `${label} on ${scope.path}`, origin, binding);
  // Outside its window at home there is no group to give anything to, so that window counts here too.
  const windows = [group?.window ?? ALWAYS, window];
  bindGivenTo(written, scope, { holder, label, windows }, attaches, book, binding);
}

interface Receiver {
  readonly holder: AssignmentHolder;
  readonly label: string;
  readonly windows: readonly BoundWindow[];
}

/** What a group is given on one scope. */
function bindGivenTo(
  written: WrittenGroup,
  scope: BoundScope,
  { holder, label, windows }: Receiver,
  attaches: boolean,
  book: RoleTable,
  binding: Binding,
): void {
  if (!binding.platform.groups.carry.includes('roles')) reportRoles(written, binding);
  const given = bindGiven(written, scope, label, book, binding);
  bindAssignment({ scope, holder, label, origin: written.origin, windows, given, attaches }, binding);
}

function reportRoles(written: WrittenGroup, binding: Binding): void {
  const [firstRole] = GRANT_KEYS.flatMap((key) => written[key]);
  if (firstRole === undefined) return;
  binding.report('not-supported', `Groups of ${binding.platform.title} carry no roles.`, firstRole.origin, {
    hint: `They carry ${binding.platform.groups.carry.join(' and ') || 'nothing'}.`,
  });
}

function checkNothingBeside(written: WrittenGroup, absent: Origin, binding: Binding): void {
  const own = ownKeys(written).map((key) => [key, true] as const);
  const given = [...listsWritten(written), ['a window', isBounded(written.window)]] as const;
  checkAbsent(`The group ${written.name}`, { value: true, origin: absent }, [...own, ...given], binding);
}
