import type { Findings } from '../source/findings.ts';
import { expandPattern } from './expand-pattern.ts';
import type { Invariant, PermissionName, PlatformDefinition, RoleName } from './platform-definition.ts';

/** A rule by which a role is never without somebody: the platform's own, or Bylaw's where the platform has none. */
export type KeptRole = Extract<Invariant, { rule: 'minimum-holders' | 'last-holder-stays' }>;

/** The only place that says which rules keep somebody. */
export function keptRoles({ invariants }: Pick<PlatformDefinition, 'invariants'>): readonly KeptRole[] {
  return invariants.filter(keepsSomebody);
}

function keepsSomebody(invariant: Invariant): invariant is KeptRole {
  switch (invariant.rule) {
    case 'minimum-holders':
    case 'last-holder-stays':
      return true;
    case 'group-members-are-members':
    case 'group-members-are-attached':
    case 'members-are-in-groups':
      return false;
  }
}

/** How many there must be. */
export function leastOf(rule: KeptRole): number {
  return rule.rule === 'minimum-holders' ? rule.count : 1;
}

/**
 * Somebody is kept on the organization with a role than which none gives more, or the file says why nobody has to be.
 * Else nothing stops an apply after which nobody could give anybody anything. Codes: `nobody-kept`, `platform-invalid`.
 */
export function checkSomebodyKept(definition: PlatformDefinition, findings: Findings): void {
  const { root, nobodyKept, title } = definition;
  const kept = keptRoles(definition).some((rule) => rule.at === root && isTopmost(rule.role, definition));
  if (nobodyKept !== null && kept) {
    findings.atKey(
      'platform-invalid',
      ['nobody-kept'],
      'The file says that it needs no administrator, but an invariant keeps one.',
      { hint: 'Remove one of the two.' },
    );
  }
  if (nobodyKept !== null || kept) return;
  const [role] = [...definition.roles.keys()].filter((name) => isTopmost(name, definition));
  const reason = 'Write `nobody-kept:` with the reason why it needs none.';
  const line = `{ code: last-${role}, rule: last-holder-stays, role: ${role}, at: ${root} }`;
  findings.atValue(
    'nobody-kept',
    ['name'],
    `No invariant of ${title} keeps an administrator of ${root}: an apply could leave nobody who can give access.`,
    {
      severity: 'warning',
      hint:
        role === undefined
          ? reason
          : `Add \`${line}\` to invariants, with the role of the administrators. Or write \`nobody-kept:\` with the reason why it needs none.`,
    },
  );
}

/** Whether no other of the platform's roles gives all that this one gives, and more. */
function isTopmost(role: RoleName, { roles, permissions }: PlatformDefinition): boolean {
  const given = (name: RoleName): ReadonlySet<PermissionName> => {
    const all = new Set<PermissionName>();
    // A set hands out what is added to it while it is walked, each element once.
    const reached = new Set([name]);
    for (const one of reached) {
      const found = roles.get(one);
      if (found === undefined) continue;
      for (const pattern of found.bypass ? ['*'] : found.permissions) {
        for (const permission of expandPattern(pattern, permissions)) {
          all.add(permission);
          for (const implied of permissions.get(permission)?.implies ?? []) all.add(implied);
        }
      }
      for (const included of found.includes) reached.add(included);
    }
    return all;
  };
  const own = given(role);
  return (
    own.size > 0 &&
    [...roles.keys()].every((other) => {
      const more = given(other);
      return more.size <= own.size || [...own].some((permission) => !more.has(permission));
    })
  );
}
