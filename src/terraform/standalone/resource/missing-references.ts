import type { Write } from '../../../plan/write/write.ts';
import { groupAddress, memberAddress, roleAddress, scopeAddress } from '../../../resource/address.ts';
import { grantWords, roleOfWord } from '../../../resource/grant-words.ts';
import { type Principal, parentScope } from '../../../resource/identifiers.ts';
import { type Diagnostic, wayOutOf } from '../../../source/diagnostic.ts';
import { didYouMean } from '../../../source/did-you-mean.ts';
import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { type BlockPath, listedUpTo, rowProblem, rowProblemOf } from '../block-diagnostics.ts';
import type { LiveAccess } from '../live-access.ts';
import { holdersOfRole } from './row-replacement.ts';

/** Something that a write names and that nobody has seen. */
interface MissingReference {
  readonly what: 'scope' | 'role' | 'member' | 'group';
  readonly name: string;
}

/** What a write stands on, beside the thing of its own row, and is not there. */
export function missingReferencesIn(write: Write, live: LiveAccess): readonly MissingReference[] {
  switch (write.write) {
    case 'create-scope':
      return scopes(live, write.scope.parent ?? parentScope(write.scope.path));
    case 'create-group':
      return scopes(live, write.group.home);
    case 'add-member':
      return scopes(live, write.member.scope);
    case 'create-role':
    case 'update-role':
      return roles(live, write.role.includes.keys());
    case 'add-group-member':
      return principals(live, { type: 'member', member: write.member });
    case 'nest-group':
      return principals(live, { type: 'group', group: write.child });
    case 'put-assignment': {
      const { scope, principal } = write.assignment;
      const named = new Set(grantWords(write.assignment).map(roleOfWord));
      return [...scopes(live, scope), ...principals(live, principal), ...roles(live, named)];
    }
    default:
      return [];
  }
}

/** Why a write failed: what it stands on is not there, or what the platform says. */
export function writeFailureProblems(
  { write, isReplaced }: { readonly write: Write; readonly isReplaced: boolean },
  diagnostics: readonly Diagnostic[],
  live: LiveAccess,
  blockPath: BlockPath,
): readonly RowDiagnostic[] {
  const absent = missingReferencesIn(write, live);
  return absent.length > 0
    ? absent.map((one) => absentProblem(one, live, blockPath))
    : diagnostics.map((found) =>
        write.write === 'delete-role' && found.code === 'connector-refused'
          ? roleInUse(write.name, found, isReplaced, live, blockPath)
          : rowProblemOf(found, blockPath),
      );
}

/** A platform does not delete a role that somebody holds; what terraform alone knows a way out of is only a new name. */
function roleInUse(
  name: string,
  found: Diagnostic,
  isReplaced: boolean,
  live: LiveAccess,
  blockPath: BlockPath,
): RowDiagnostic {
  const holders = holdersOfRole(name, live);
  const hints = [
    wayOutOf(found),
    holders.length === 0
      ? null
      : [
          'The role is still in use:',
          ...listedUpTo(holders),
          'Take it from them first. If a block gives it, let that block refer to the role (bylaw_role.….name), so that Terraform removes it first.',
        ].join('\n'),
    isReplaced
      ? 'To rename the role, write lifecycle { create_before_destroy = true } in its block: then the new role is created and given before the old one is removed.'
      : null,
  ].filter((one) => one !== null);
  return rowProblemOf({ ...found, hint: hints.join('\n') }, blockPath);
}

/** In words of the one thing that is to be done about it. */
function absentProblem(
  { what, name }: MissingReference,
  live: LiveAccess,
  blockPath: BlockPath,
): RowDiagnostic {
  const hint = didYouMean(name, namesOf(what, live));
  return rowProblem(
    `There is no ${what} ${JSON.stringify(name)}`,
    `${hint === null ? '' : `${hint} `}If another block creates it, refer to that block here (bylaw_….….…), or name it in depends_on.`,
    blockPath,
  );
}

function scopes(live: LiveAccess, path: string | null): readonly MissingReference[] {
  return path === null || live.get('scope', scopeAddress(path)) !== null
    ? []
    : [{ what: 'scope', name: path }];
}

function roles(live: LiveAccess, names: Iterable<string>): readonly MissingReference[] {
  return [...names]
    .filter((name) => !live.platform.roles.has(name))
    .filter((name) => live.get('role', roleAddress(live.organization, name)) === null)
    .map((name) => ({ what: 'role', name }));
}

function principals(live: LiveAccess, principal: Principal): readonly MissingReference[] {
  if (principal.type === 'group') {
    const there = live.get('group', groupAddress(principal.group)) !== null;
    return there ? [] : [{ what: 'group', name: principal.group }];
  }
  const { member } = principal;
  if (live.get('member', memberAddress(live.organization, member)) !== null) return [];
  const below = live.all('member').some(({ attributes }) => attributes.member === member);
  return below ? [] : [{ what: 'member', name: member }];
}

function namesOf(what: MissingReference['what'], live: LiveAccess): readonly string[] {
  switch (what) {
    case 'scope':
      return live.all('scope').map(({ attributes }) => attributes.path);
    case 'role':
      return [...live.platform.roles.keys(), ...live.all('role').map(({ attributes }) => attributes.name)];
    case 'member':
      return live.all('member').map(({ attributes }) => attributes.display);
    case 'group':
      return live.all('group').map(({ attributes }) => `${attributes.home}/${attributes.name}`);
  }
}
