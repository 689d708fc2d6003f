import { hasErrors } from '../source/diagnostic.ts';
import { Findings } from '../source/findings.ts';
import { failure, type Outcome, outcome } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { readDenies } from './denies.ts';
import { checkSomebodyKept, keptRoles } from './kept-roles.ts';
import { readPermissions } from './permissions.ts';
import { type CompletePlatform, withDefaults } from './platform-defaults.ts';
import type { MemberRules, MembershipRoleRules, PlatformDefinition } from './platform-definition.ts';
import type { PlatformDocument } from './platform-document.ts';
import { checkKind, checkRoleName, readPredefinedRoles } from './predefined-roles.ts';
import { readSettings } from './read-settings.ts';
import { readScopeKinds, rootKind } from './scope-kinds.ts';

/** Refuses rules that cannot hold together; files that come with Bylaw were asked when they were built. */
export type ContradictionCheck = (
  written: PlatformDocument,
  file: CompletePlatform,
  findings: Findings,
) => void;

/**
 * A platform file that the schema has accepted → its definition, defaults filled in, every contradiction reported at
 * its place. Codes: `platform-invalid`, `missing-key`, `unknown-permission`, `unknown-role`, `unknown-module`,
 * `unknown-scope-kind`, `role-cycle`; and the warning `nobody-kept`.
 */
export function loadPlatform(
  written: PlatformDocument,
  document: SourceDocument,
  contradictions: ContradictionCheck = () => {},
): Outcome<PlatformDefinition> {
  const file = withDefaults(written);
  const findings = new Findings(document);
  const permissions = readPermissions(file, findings);
  const root = rootKind(file, findings);
  const scopeKinds = readScopeKinds(file, permissions, findings);
  const roles = readPredefinedRoles(file, permissions, findings);
  const custom = file['custom-roles'];
  if (custom !== null) checkKinds(custom.at, ['custom-roles', 'at'], file, findings);
  checkKinds(file.groups.homes, ['groups', 'homes'], file, findings);
  checkInvariants(file, findings);
  const members = readMembers(file, findings);
  contradictions(written, file, findings);
  if (root === null) return failure(findings.diagnostics);
  const definition: PlatformDefinition = {
    name: file.name,
    title: file.title,
    description: file.description,
    root,
    scopeKinds,
    modules: new Map(Object.entries(file.modules).map(([name, { title }]) => [name, { title }])),
    permissions,
    roles,
    customRoles:
      custom === null
        ? null
        : {
            at: custom.at,
            minimumPermissions: custom['minimum-permissions'],
            denies: custom.denies,
            reach: custom.reach,
          },
    assignments: {
      rolesPerPrincipal: file.assignments['roles-per-principal'],
      below: file.assignments.below,
      denied: file.assignments.denied,
    },
    denies: readDenies(file, findings),
    members,
    groups: {
      homes: file.groups.homes,
      carry: file.groups.carry,
      nesting: file.groups.nesting,
      perMember: file.groups['per-member'],
      membershipRoles: readMembershipRoles(file, findings),
      settings: readSettings(file.groups.settings, ['groups', 'settings'], 'group', file, findings),
    },
    invariants: file.invariants.map((invariant) => ({ ...invariant })),
    owners: file['read-only'] ?? {},
    nobodyKept: file['nobody-kept'] ?? null,
    lint: file.lint,
    capabilities: {
      pageSize: file.capabilities['page-size'],
    },
    decisions: file.decisions.map((entry) => ({ ...entry })),
    example: file.example ?? null,
  };
  // Of rules that name what is not there nothing can be said.
  if (!hasErrors(findings.diagnostics)) checkSomebodyKept(definition, findings);
  return outcome(definition, findings.diagnostics);
}

function readMembers(file: CompletePlatform, findings: Findings): MemberRules {
  const rules = file.members;
  const defaultRole = rules['default-role'] ?? null;
  if (defaultRole !== null) checkRoleName(defaultRole, ['members', 'default-role'], file, findings);
  if (rules.roles === 'one-per-module' && Object.keys(file.modules).length === 0) {
    findings.atValue(
      'platform-invalid',
      ['members', 'roles'],
      'Members have one role for each module, but the platform has no modules.',
    );
  }
  return {
    key: rules.key,
    compare: rules.compare,
    roles: rules.roles,
    defaultRole,
    joining: rules.joining,
    invitations:
      rules.invitations === undefined ? null : { expireAfterDays: rules.invitations['expire-after-days'] },
    invitedInGroups: rules['invited-in-groups'],
    deactivation: rules.deactivation,
  };
}

function readMembershipRoles(file: CompletePlatform, findings: Findings): MembershipRoleRules | null {
  const rules = file.groups['membership-roles'];
  if (rules === null) return null;
  const path = ['groups', 'membership-roles'];
  const names = Object.keys(rules.roles);
  if (!names.includes(rules.default)) {
    const message = `The ordinary role \`${rules.default}\` is none of those in a group: ${names.join(', ')}.`;
    findings.atValue('platform-invalid', [...path, 'default'], message);
  }
  for (const [name, role] of Object.entries(rules.roles)) {
    role['implied-by'].forEach((held, index) => {
      checkRoleName(held, [...path, 'roles', name, 'implied-by', index], file, findings);
    });
  }
  return {
    defaultRole: rules.default,
    roles: new Map(
      Object.entries(rules.roles).map(([name, role]) => [
        name,
        { title: role.title, impliedBy: role['implied-by'] },
      ]),
    ),
  };
}

function checkKinds(
  kinds: readonly string[],
  path: readonly string[],
  file: CompletePlatform,
  findings: Findings,
): void {
  kinds.forEach((kind, index) => {
    checkKind(kind, [...path, index], file, findings);
  });
}

function checkInvariants(file: CompletePlatform, findings: Findings): void {
  const seen = new Set<string>();
  file.invariants.forEach((invariant, index) => {
    const path = ['invariants', index];
    if (seen.has(invariant.code)) {
      findings.atValue(
        'platform-invalid',
        [...path, 'code'],
        `Two invariants have the code \`${invariant.code}\`.`,
      );
    }
    seen.add(invariant.code);
    for (const { role, at } of keptRoles({ invariants: [invariant] })) {
      checkRoleName(role, [...path, 'role'], file, findings);
      checkKind(at, [...path, 'at'], file, findings);
    }
  });
}
