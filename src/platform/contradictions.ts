import type { Findings } from '../source/findings.ts';
import { reachableFrom } from '../source/reachable.ts';
import type { DocumentPath } from '../source/source-document.ts';
import { type Contradiction, reportContradiction } from './both-places.ts';
import { keptRoles } from './kept-roles.ts';
import { splitInstance } from './permission-instances.ts';
import { permissionsMatching } from './permission-pattern.ts';
import type { CompletePlatform, CompleteRole } from './platform-defaults.ts';
import type { PlatformDocument, SettingEntry } from './platform-document.ts';

/** A platform file, as written and with what it leaves out filled in. */
interface PlatformFile {
  readonly written: PlatformDocument;
  readonly file: CompletePlatform;
}

/**
 * Rules of a platform file that are right each for itself and cannot hold together. Each is refused with both places: a
 * definition that says two things would be read one way by the compiler and the other way by the platform. What names
 * nothing that is there is told elsewhere, and passed over here.
 */
const RULES: readonly ((platform: PlatformFile) => Iterable<Contradiction>)[] = [
  ofScopeKinds,
  ofRoles,
  ofDenyingRoles,
  ofClosingValues,
  ofMembers,
  ofGroups,
  ofGroupSettings,
  ofMembershipRoles,
  ofInvariants,
  ofKeptRoles,
  ofCustomRoles,
  ofOwners,
];

/** Reports `platform-invalid`. */
export function checkContradictions(
  written: PlatformDocument,
  file: CompletePlatform,
  findings: Findings,
): void {
  for (const rule of RULES) for (const found of rule({ written, file })) reportContradiction(found, findings);
}

function* ofScopeKinds({ written, file }: PlatformFile): Iterable<Contradiction> {
  for (const [name, entry] of Object.entries(written.scopes)) {
    const path = ['scopes', name];
    if (entry.root === true && entry.members === false)
      yield {
        at: [...path, 'members'],
        against: [...path, 'root'],
        message: `\`${name}\` is the root, so people are members of it.`,
      };
    const { principals } = entry;
    if (principals === undefined) continue;
    if (entry.members === true && !principals.includes('member'))
      yield {
        at: [...path, 'members'],
        against: [...path, 'principals'],
        message: `People are members of a scope of kind \`${name}\`, and nothing can be given to people there.`,
      };
    if (principals.length > 0 && !principals.includes('member') && file.groups.homes.length === 0)
      yield {
        at: [...path, 'principals'],
        against: ['groups', 'homes'],
        message: `On \`${name}\` access is given to groups alone, and there are no groups: they have no home.`,
      };
  }
  for (const [name, entry] of Object.entries(written.scopes)) {
    if (entry['when-no-groups'] !== 'open' || file.groups.homes.length > 0) continue;
    yield {
      at: ['scopes', name, 'when-no-groups'],
      against: ['groups', 'homes'],
      message: `\`${name}\` stands open while there are no groups, and there never are any: they have no home.`,
      hint: 'Give groups a home, or let the kind inherit by `union`.',
    };
  }
}

function* ofRoles({ written }: PlatformFile): Iterable<Contradiction> {
  for (const [name, entry] of Object.entries(written.roles)) {
    const path = ['roles', name];
    if (entry.none === true && entry.ungated === true)
      yield {
        at: [...path, 'ungated'],
        against: [...path, 'none'],
        message: `\`${name}\` is a none role, which gives nothing, and passes gates.`,
      };
    if (entry.assignable === true && entry['assignable-at']?.length === 0)
      yield {
        at: [...path, 'assignable-at'],
        against: [...path, 'assignable'],
        message: `\`${name}\` can be assigned, and on no kind of scope.`,
      };
  }
}

/** A role may give much and take back some of it, or what it includes. What takes back all that it names is no role. */
function* ofDenyingRoles({ file }: PlatformFile): Iterable<Contradiction> {
  const catalogue = new Map(Object.entries(file.permissions));
  const named = (pattern: string): readonly string[] => permissionsMatching(pattern, catalogue);
  const implied = (permission: string): readonly string[] =>
    [...(catalogue.get(permission)?.implies ?? [])].flatMap(named);
  for (const [name, { permissions, denies, bypass }] of Object.entries(file.roles)) {
    if (denies.length === 0) continue;
    const path = ['roles', name];
    const against = [...path, 'denies'];
    if (bypass && file.denies?.['over-bypass'] === false) {
      yield {
        at: against,
        against: ['denies', 'over-bypass'],
        message: `\`${name}\` bypasses all, and denies do not stand over a bypass here: it denies nobody anything.`,
      };
      continue;
    }
    const taken = new Set(denies.flatMap(named));
    // What implies a permission goes along with it, and so do the texts of one.
    const isTaken = (permission: string): boolean =>
      taken.has(permission) ||
      [...reachableFrom([splitInstance(permission)?.of ?? permission], implied)].some((one) =>
        taken.has(one),
      );
    for (const [index, pattern] of permissions.entries()) {
      const given = named(pattern);
      if (given.length > 0 && given.every(isTaken))
        yield {
          at: [...path, 'permissions', index],
          against,
          message: `\`${name}\` gives \`${pattern}\` and denies it: who holds the role never has it.`,
        };
    }
    if (bypass && [...catalogue.keys()].every(isTaken))
      yield {
        at: against,
        against: [...path, 'bypass'],
        message: `\`${name}\` gives everything and denies everything.`,
      };
  }
}

/** Where nobody can do anything, it is no matter what would come in. */
function* ofClosingValues({ written }: PlatformFile): Iterable<Contradiction> {
  for (const [kind, { settings = {} }] of Object.entries(written.scopes))
    for (const [setting, { values }] of Object.entries(settings))
      for (const [value, { closes, inherits }] of Object.entries(values)) {
        const path = ['scopes', kind, 'settings', setting, 'values', value];
        if (closes === true && inherits !== undefined)
          yield {
            at: [...path, 'inherits'],
            against: [...path, 'closes'],
            message: `Where \`${setting}\` is \`${value}\` nobody can do anything, so nothing comes from above.`,
          };
      }
}

function* ofMembers({ written, file }: PlatformFile): Iterable<Contradiction> {
  const { members } = file;
  const wanted = members['default-role'];
  const role = roleOf(wanted, file);
  const at: DocumentPath = ['members', 'default-role'];
  if (wanted !== undefined && role !== null && members.roles === 'exactly-one') {
    const [root] = Object.keys(file.scopes).filter((kind) => file.scopes[kind]?.root === true);
    const message = `Members have exactly one role, without their own \`${wanted}\`, and nobody can be given that one`;
    if (!role.assignable)
      yield { at, against: ['roles', wanted, 'assignable'], message: `${message}: it is not assignable.` };
    else if (root !== undefined && !role['assignable-at'].includes(root))
      yield {
        at,
        against: ['roles', wanted, 'assignable-at'],
        message: `${message} where they are members, on \`${root}\`.`,
      };
  }
  if (wanted !== undefined && role !== null && role.denies.length > 0)
    yield {
      at,
      against: ['roles', wanted, 'denies'],
      message: `Everybody without a role of their own has \`${wanted}\`, which takes permissions away.`,
      hint: 'Make another role the default, or move what it denies to a role that is given.',
    };
  if (
    members.roles === 'one-per-module' &&
    file.assignments['roles-per-principal'] === 'one' &&
    Object.keys(file.modules).length > 1
  )
    yield {
      at: ['assignments', 'roles-per-principal'],
      against: ['members', 'roles'],
      message: 'Members hold one role for each module, and nobody holds two roles on one scope.',
    };
  if (written.members.invitations !== undefined && members.joining === 'provisioned')
    yield {
      at: ['members', 'invitations'],
      against: ['members', 'joining'],
      message: 'Members are provisioned, so there are no invitations that could expire.',
    };
}

function* ofGroups({ file }: PlatformFile): Iterable<Contradiction> {
  const { groups } = file;
  if (groups['per-member'] !== 'many' && groups.nesting === 'flatten')
    yield {
      at: ['groups', 'per-member'],
      against: ['groups', 'nesting'],
      message:
        'Nobody has places in two groups, and who is in a nested group is put into the outer ones too.',
      hint: 'Write `nesting: native` where the platform keeps groups in groups itself, else `nesting: none`.',
    };
}

function* ofGroupSettings({ file }: PlatformFile): Iterable<Contradiction> {
  const settings: Readonly<Record<string, SettingEntry>> = file.groups.settings;
  if (file.groups.nesting !== 'none') return;
  for (const [name, entry] of Object.entries(settings)) {
    if (entry['when-nested'] === undefined) continue;
    yield {
      at: ['groups', 'settings', name, 'when-nested'],
      against: ['groups', 'nesting'],
      message: `\`${name}\` says what nested groups are set to, and groups do not nest.`,
    };
  }
}

function* ofMembershipRoles({ file }: PlatformFile): Iterable<Contradiction> {
  const rules = file.groups['membership-roles'];
  if (rules === null) return;
  const path = ['groups', 'membership-roles'];
  const ordinary = rules.roles[rules.default];
  if (ordinary !== undefined && ordinary['implied-by'].length > 0)
    yield {
      at: [...path, 'roles', rules.default, 'implied-by'],
      against: [...path, 'default'],
      message: `\`${rules.default}\` is what everybody in a group is of whom nothing is said, so no role can imply it.`,
    };
  // Whoever holds the implying role would be two things in one group.
  const implied = new Map<string, DocumentPath>();
  for (const [name, { 'implied-by': by }] of Object.entries(rules.roles)) {
    for (const [index, held] of by.entries()) {
      const at = [...path, 'roles', name, 'implied-by', index];
      const first = implied.get(held);
      implied.set(held, at);
      if (first === undefined) continue;
      yield { at, against: first, message: `\`${held}\` implies two roles in a group, and a person is one.` };
    }
  }
}

function* ofInvariants({ file }: PlatformFile): Iterable<Contradiction> {
  const { homes } = file.groups;
  for (const [index, invariant] of file.invariants.entries()) {
    const at = ['invariants', index];
    if (invariant.rule === 'members-are-in-groups' && homes.length === 0)
      yield {
        at,
        against: ['groups', 'homes'],
        message: 'Every member is in a group, and there are no groups: they have no home.',
      };
    if (invariant.rule === 'groups-are-of-one-member') yield* ofGroupsOfOne(at, file.groups);
    if (invariant.rule !== 'group-members-are-attached') continue;
    for (const home of homes) {
      const kind = file.scopes[home];
      if (kind === undefined || kind.root || kind.principals.includes('member')) continue;
      yield {
        at,
        against: ['scopes', home, 'principals'],
        message: `Groups of a scope of kind \`${home}\` are for people who are attached to it, and people cannot be.`,
      };
    }
  }
}

/** A group that comes and goes with one person cannot be what something else hangs on. */
function* ofGroupsOfOne(
  at: DocumentPath,
  { nesting, carry }: PlatformFile['file']['groups'],
): Iterable<Contradiction> {
  if (nesting !== 'none')
    yield { at, against: ['groups', 'nesting'], message: 'A group is of one person, and groups nest.' };
  if (carry.some((cargo) => cargo !== 'permissions'))
    yield {
      at,
      against: ['groups', 'carry'],
      message: 'A group is not there without the one person that it is of, and is given something on scopes.',
      hint: 'Write carry: [permissions].',
    };
}

function* ofKeptRoles({ file }: PlatformFile): Iterable<Contradiction> {
  const seen = new Map<string, { readonly at: DocumentPath; readonly says: string }>();
  for (const [index, invariant] of file.invariants.entries()) {
    for (const rule of keptRoles({ invariants: [invariant] })) {
      const at = ['invariants', index];
      const role = roleOf(rule.role, file);
      if (role?.none === true)
        yield {
          at,
          against: ['roles', rule.role, 'none'],
          message: `Somebody has to hold \`${rule.role}\`, which is the absence of a role.`,
        };
      else if (
        role !== null &&
        Object.hasOwn(file.scopes, rule.at) &&
        !role['assignable-at'].includes(rule.at)
      )
        yield {
          at,
          against: ['roles', rule.role, 'assignable-at'],
          message: `Somebody has to hold \`${rule.role}\` on \`${rule.at}\`, where it cannot be assigned.`,
          hint: `Add ${rule.at} to assignable-at, or keep another role.`,
        };
      const says = rule.rule === 'minimum-holders' ? `${rule.rule} ${rule.count}` : rule.rule;
      const key = `${rule.role}\n${rule.at}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, { at, says });
      else
        yield {
          at,
          against: first.at,
          message:
            first.says === says
              ? `\`${rule.role}\` on \`${rule.at}\` is kept twice.`
              : `\`${rule.role}\` on \`${rule.at}\` is kept in two ways: ${first.says}, and ${says}.`,
          hint: 'Keep the rule that the platform has; `last-holder-stays` only where it has none.',
        };
    }
  }
}

function* ofCustomRoles({ file }: PlatformFile): Iterable<Contradiction> {
  const custom = file['custom-roles'];
  const owned: DocumentPath = ['read-only', 'role'];
  if (file['read-only']?.role !== undefined && custom === null)
    yield {
      at: owned,
      against: ['roles'],
      message: 'Something else owns the custom roles, and there are none but those of the platform itself.',
      hint: 'Say under `custom-roles` where there are custom roles, or remove the key.',
    };
  if (file['read-only']?.role !== undefined && custom !== null && custom['minimum-permissions'] > 0)
    yield {
      at: ['custom-roles', 'minimum-permissions'],
      against: owned,
      message: 'Custom roles are not written by documents, so documents cannot write too little in one.',
    };
  const all = Object.keys(file.permissions).length;
  if (custom !== null && custom['minimum-permissions'] > all)
    yield {
      at: ['custom-roles', 'minimum-permissions'],
      against: ['permissions'],
      message: `A custom role has at least ${custom['minimum-permissions']} permissions, and there are ${all}.`,
    };
}

/** What something else owns, beside what only documents that own it could mean or keep. */
function* ofOwners({ file }: PlatformFile): Iterable<Contradiction> {
  const owners = file['read-only'];
  if (owners === undefined) return;
  if (owners.group !== undefined && file.groups.homes.length === 0)
    yield {
      at: ['read-only', 'group'],
      against: ['groups', 'homes'],
      message: 'Something else owns the groups, and there are none: they have no home.',
    };
  const { members } = file;
  if (
    owners.assignment !== undefined &&
    owners.member === undefined &&
    members.roles === 'exactly-one' &&
    members['default-role'] === undefined
  )
    yield {
      at: ['members', 'roles'],
      against: ['read-only', 'assignment'],
      message:
        'Members have exactly one role, which something else gives, and documents say who is a member: nobody they add could have one.',
      hint: 'Write a default-role, or say who owns members.',
    };
  if (owners.member === undefined || owners.group === undefined || owners.assignment === undefined) return;
  for (const [index, { rule }] of file.invariants.entries()) {
    if (rule !== 'last-holder-stays') continue;
    yield {
      at: ['invariants', index],
      against: ['read-only', 'assignment'],
      message:
        'The platform lets the last holder go, so plans alone would keep them, and no plan takes anything: people, groups and what they are given are owned by something else.',
    };
  }
}

function roleOf(name: string | undefined, { roles }: CompletePlatform): CompleteRole | null {
  return name !== undefined && Object.hasOwn(roles, name) ? (roles[name] ?? null) : null;
}
