import { ROLE_TEXTS, type WrittenCustomRole } from '../policy/document-types.ts';
import { roleAddress } from '../resource/address.ts';
import type { RoleKey } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';
import { checkAbsent } from './absent-with-content.ts';
import { bindPermissions } from './bind-permissions.ts';
import { ancestry, type BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';
import { findCycles, formatCycle } from './cycles.ts';
import type { Authority } from './desired.ts';
import { checkRecord } from './records.ts';
import { type CustomRole, RoleTable } from './role-table.ts';
import { alwaysStated, statedIfWritten, statedTexts, statement } from './statement.ts';

/**
 * The custom roles of all scopes, and the book in which names of roles are looked up from then on. A role at fault
 * is in the book all the same, so that its uses are not reported too. Reports `not-supported`, `predefined-role`,
 * `read-only-type`, `duplicate-declaration`, `absent-with-content`, `unknown-permission`, `unknown-role`, `role-cycle`, and
 * `invalid-value` for a role with fewer permissions than the platform asks for.
 */
export function bindCustomRoles(
  scopes: readonly BoundScope[],
  authority: Authority,
  binding: Binding,
): RoleTable {
  const { declared, absent } = declare(scopes, binding);
  const book = new RoleTable(binding.platform, declared, absent);
  const includes = new Map<RoleKey, Map<RoleKey, Origin>>();
  for (const role of declared.values()) includes.set(role.name, bindRole(role, authority, book, binding));
  for (const cycle of findCycles(includes)) {
    const text = formatCycle(cycle, (name) => name);
    binding.report('role-cycle', `Roles include each other in a cycle: ${text}.`, cycle[0].origin, {
      related: cycle.map((e) => ({ message: `${e.from} includes ${e.to}`, origin: e.origin })),
      hint: 'Remove one of these includes.',
    });
  }
  return book;
}

function declare(scopes: readonly BoundScope[], binding: Binding) {
  const declared = new Map<RoleKey, CustomRole>();
  const absent = new Map<RoleKey, Origin>();
  const seen = new Map<string, Origin>();
  for (const scope of scopes) {
    for (const written of scope.written.roles) {
      checkPlace(written, scope, binding);
      const { name, origin } = written;
      const path = `${scope.path}/${name}`;
      // A tombstone takes no name away from a role elsewhere: that is how a role is moved to another scope.
      const first =
        seen.get(path) ?? (written.absent === null ? declared.get(name)?.written.origin : undefined);
      if (first !== undefined) {
        const message = `The role ${name} is declared twice; a role's name is unique within an organization.`;
        const related = [{ message: 'first declared here', origin: first }];
        binding.report('duplicate-declaration', message, origin, { related });
        continue;
      }
      seen.set(path, origin);
      if (written.absent === null) declared.set(name, { name, home: scope, written });
      else absent.set(name, ruleOut(written, scope, written.absent.origin, binding));
    }
  }
  return { declared, absent };
}

function checkPlace(written: WrittenCustomRole, scope: BoundScope, binding: Binding): void {
  const { name, origin } = written;
  const { platform } = binding;
  const { recorded, absent, renamedFrom } = written;
  checkRecord({ name, origin, recorded, absent, renamedFrom, of: 'role' }, binding);
  if (platform.roles.has(name)) {
    binding.report('predefined-role', `${name} is a predefined role of ${platform.title}.`, origin);
  }
  if (platform.customRoles === null) {
    binding.report('not-supported', `${platform.title} has no custom roles.`, origin, {
      hint: `Use its own: ${[...platform.roles.keys()].join(', ')}.`,
    });
  } else if (!platform.customRoles.at.includes(scope.kind.name)) {
    binding.report(
      'not-supported',
      `${platform.title} has no custom roles in a scope of kind ${scope.kind.name}.`,
      origin,
      { hint: `Declare it in a scope of kind ${platform.customRoles.at.join(' or ')}.` },
    );
  }
}

function ruleOut(written: WrittenCustomRole, scope: BoundScope, absent: Origin, binding: Binding): Origin {
  checkAbsent(
    `The role ${written.name}`,
    { value: true, origin: absent },
    [
      ['permissions', written.permissions !== null && written.permissions.length > 0],
      ['denies', written.denies !== null && written.denies.length > 0],
      ['includes', written.includes !== null && written.includes.length > 0],
    ],
    binding,
  );
  binding.ruleOut(roleAddress(scope.path, written.name), 'absent', absent);
  return absent;
}

/** Its includes among custom roles: the edges along which roles could form a ring. */
function bindRole(
  role: CustomRole,
  authority: Authority,
  book: RoleTable,
  binding: Binding,
): Map<RoleKey, Origin> {
  const { name, home, written } = role;
  const said = binding.diagnostics.length;
  const permissions = bindPermissions(written.permissions, binding);
  const { customRoles } = binding.platform;
  const least = customRoles === null ? 0 : customRoles.minimumPermissions;
  // A list that is not written is whatever it is live, where roles are only declared.
  const isOpen = written.permissions === null && authority.role === 'declared';
  // A misspelt permission is reported as such; once mended it counts.
  if (!isOpen && permissions.size < least && binding.diagnostics.length === said) {
    binding.report(
      'invalid-value',
      `The role ${name} has ${permissions.size} permissions; ${binding.platform.title} wants at least ${least}.`,
      written.origin,
      { hint: `Write at least ${least} under permissions of ${name}.` },
    );
  }
  const { includes, edges } = bindIncludes(role, book, binding);
  const sayings = {
    home: alwaysStated(home.path),
    name: alwaysStated(name),
    ...statedTexts('role', ROLE_TEXTS, written, { name }),
    permissions: statedIfWritten(written.permissions, permissions),
    denies: statedIfWritten(written.denies, bindDenies(role, binding)),
    includes: statedIfWritten(written.includes, includes),
  };
  // Platforms keep roles at the organization, wherever they are written.
  binding.renamed(
    roleAddress(known([...ancestry(role.home)].at(-1), 'the organization').path, role.name),
    written.renamedFrom,
  );
  binding.want(statement('role', sayings, written.origin));
  return edges;
}

function bindDenies({ name, written }: CustomRole, binding: Binding): Map<string, Origin> {
  const { title, customRoles } = binding.platform;
  const [first] = written.denies ?? [];
  if (first !== undefined && customRoles?.denies !== true) {
    const message = `A custom role of ${title} takes nothing away.`;
    binding.report('not-supported', message, first.origin, {
      hint: `Leave out of ${name} and of what gives it to people what they are not to have.`,
    });
  }
  return bindPermissions(written.denies, binding);
}

function bindIncludes({ written, home }: CustomRole, book: RoleTable, binding: Binding) {
  const includes = new Map<RoleKey, Origin>();
  const edges = new Map<RoleKey, Origin>();
  if (written.includes === null) return { includes, edges };
  for (const { value, origin } of written.includes) {
    const included = book.find(value, home, origin, binding);
    if (included === null) continue;
    if (included.predefined?.none === true) {
      const message = `${included.name} gives nothing, so a role cannot include it; on ${binding.platform.title} it is given to people.`;
      binding.report('not-supported', message, origin, { hint: 'Remove it from includes.' });
      continue;
    }
    includes.set(included.name, origin);
    if (included.custom !== null) edges.set(included.name, origin);
  }
  return { includes, edges };
}
