/** Of every rule that comes with Bylaw an organization that is right by it and one that is not. */
import type { BUILT_IN_RULES } from '../../src/rule/built-in-rules.ts';

export interface RuleExample {
  /** Lumoauth where none is named. */
  readonly platform?: string;
  /** What stands under the name of the rule, `rule` left out. */
  readonly told: string;
  readonly passing: string;
  readonly failing: string;
  /** Each finding of the failing one. */
  readonly says: readonly string[];
  /** How many places show each of them. Left out: one. */
  readonly witnesses?: number;
}

type RuleName = (typeof BUILT_IN_RULES)[number]['name'];

const PEOPLE = 'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: {}\n';

const TEAMS = 'members:\n  ana: { roles: [owner] }\n  bo: { roles: [owner] }\n  cy: { roles: [member] }\n';

export const RULE_EXAMPLES: { readonly [N in RuleName]: RuleExample } = {
  'email-domains': {
    told: 'domains: [acme.example]',
    passing: PEOPLE,
    failing: PEOPLE.replace('bo@acme.example', 'bo@other.example'),
    says: ['bo@other.example is a member of acme, and "the rule" does not allow the domain other.example.'],
  },
  'empty-groups': {
    told: 'except: [stand-by]',
    passing: `${PEOPLE}groups:\n  outer: { groups: [inner] }\n  inner: { members: [bo@acme.example] }\n  stand-by: {}\n`,
    failing: `${PEOPLE}groups:\n  outer: { groups: [inner] }\n  inner: { members: [] }\n  stand-by: {}\n`,
    says: [
      'Nobody is in the group acme/inner, and "the rule" wants somebody in each.',
      'Nobody is in the group acme/outer, and "the rule" wants somebody in each.',
    ],
  },
  escalation: {
    told: 'giving: [roles:assign], filling: [users:write], roles: [viewer, admin, reader], except-people: ["root@*"]',
    passing:
      'members:\n  ana@acme.example: { roles: [admin] }\n  root@acme.example: { roles: [giver] }\n  bo@acme.example: { roles: [viewer] }\nroles:\n  giver: { permissions: [roles:assign] }\n  reader: { permissions: [documents:read] }\n',
    failing:
      'members:\n  ana@acme.example: { roles: [admin] }\n  root@acme.example: { roles: [giver] }\n  bo@acme.example: { roles: [giver, editor] }\n  cy@acme.example: { roles: [filler, viewer] }\nroles:\n  giver: { permissions: [roles:assign] }\n  filler: { permissions: [users:write] }\n  reader: { permissions: [documents:read] }\n  remover: { permissions: [documents:delete, documents:write] }\ngroups:\n  removers: { roles: [remover] }\n  readers: { roles: [reader] }\n',
    says: [
      'bo@acme.example may give roles on acme, and so come to what they do not have: users:write, users:delete, applications:manage, audit-logs:read, documents:delete (by role admin).',
      'cy@acme.example may fill groups on acme, and so come to what they do not have: documents:write, documents:delete (by group acme/removers).',
    ],
    witnesses: 2,
  },
  'group-owners': {
    platform: 'github',
    told: 'owner-roles: [maintainer], owners: { "stand-*": bo }, except: [all]',
    passing: `${TEAMS}groups:\n  all: { members: [cy] }\n  stand-by: { members: [cy] }\n  team: { members: [{ member: cy, role: maintainer }] }\n`,
    failing: `${TEAMS}groups:\n  all: { members: [cy] }\n  stand-by: { members: [cy] }\n  team: { members: [cy] }\n`,
    says: ['Nobody answers for the group acme/team, and "the rule" wants an owner of each.'],
  },
  'look-alike-names': {
    told: '',
    passing: `${PEOPLE}groups:\n  team-a: {}\n  team-b: {}\n`,
    failing: `${PEOPLE}  "b\u043e@acme.example": {}\n  b0b@acme.example: {}\n  bob@acme.example: {}\ngroups:\n  teams: {}\n  tearns: {}\nroles:\n  adrnin: { permissions: [users:read] }\n`,
    says: [
      'The person "b\u043e@acme.example" (with U+043E) looks like "bo@acme.example", against "the rule".',
      'The person "bob@acme.example" looks like "b0b@acme.example", against "the rule".',
      'The group "tearns" looks like "teams", against "the rule".',
      'The role "adrnin" looks like "admin", against "the rule".',
    ],
    witnesses: 2,
  },
  naming: {
    told: 'groups: ["team-*"], roles: ["*-role", base], people: ["*@acme.example"]',
    passing: `${PEOPLE}groups:\n  team-a: { members: [bo@acme.example] }\nroles:\n  a-role: { permissions: [users:read] }\n  base: { permissions: [users:read] }\n`,
    failing: `${PEOPLE}groups:\n  teama: { members: [bo@acme.example] }\nroles:\n  a-rolle: { permissions: [users:read] }\n`,
    says: [
      'The group acme/teama is not named as "the rule" has it: "team-*".',
      'The role a-rolle of acme is not named as "the rule" has it: "*-role" or "base".',
    ],
  },
  'no-direct-roles': {
    told: 'except: [admin]',
    passing: `${PEOPLE}groups:\n  readers: { members: [bo@acme.example], roles: [viewer] }\n`,
    failing: PEOPLE.replace('{}', '{ roles: [viewer] }'),
    says: ['bo@acme.example is given viewer on acme directly, and "the rule" has roles go to groups.'],
  },
  'owned-files': {
    told: 'owners: { "access/acme.yaml": [owners, ana@acme.example] }',
    passing: `${PEOPLE}groups:\n  owners: { members: [bo@acme.example] }\n`,
    failing:
      'members:\n  ana@acme.example: { state: deactivated }\n  bo@acme.example: { roles: [admin] }\ngroups:\n  owners: { members: [ana@acme.example] }\n  others: { members: [bo@acme.example] }\n',
    says: ['owners', 'others'].map(
      (group) =>
        `Nobody owns FILE, which speaks of the group acme/${group}, and "the rule" wants an owner of each file.`,
    ),
  },
  'required-expiry': {
    told: 'roles: [admin], permissions: ["users:delete"], longest: 30, except-people: ["breakglass@*"]',
    passing:
      'members:\n  breakglass@acme.example: { roles: [admin] }\n  ana@acme.example: { roles: [{ role: admin, until: 2026-12-20 }] }\n  bo@acme.example: {}\n  cy@acme.example: { roles: [viewer], until: 2026-12-01 }\ngroups:\n  admins: { members: [{ member: bo@acme.example, until: 2026-12-10 }], roles: [boss] }\nroles:\n  boss: { includes: [admin] }\n',
    failing:
      'members:\n  breakglass@acme.example: { roles: [admin] }\n  ana@acme.example: { roles: [{ role: admin, until: 2027-12-20 }] }\n  bo@acme.example: {}\n  cy@acme.example: { roles: [boss] }\ngroups:\n  admins: { groups: [inner], roles: [remover] }\n  inner: { members: [bo@acme.example, { member: ana@acme.example, until: 2026-12-10 }] }\nroles:\n  boss: { includes: [admin] }\n  remover: { permissions: ["users:delete"] }\n',
    says: [
      'ana@acme.example holds admin on acme until 2027-12-21T00:00:00Z, longer than 30 days, against "the rule".',
      'bo@acme.example holds remover on acme without an end, against "the rule".',
      'cy@acme.example holds boss on acme without an end, against "the rule".',
    ],
  },
  'separation-of-duties': {
    told: 'either: [users:write], or: [roles:assign]',
    passing: PEOPLE.replace('[admin]', '[viewer]'),
    failing: PEOPLE,
    says: ['ana@acme.example can do both sides of "the rule" on acme: users:write, roles:assign.'],
    witnesses: 2,
  },
  'unused-roles': {
    told: 'except: [spare]',
    passing: `${PEOPLE}groups:\n  readers: { members: [bo@acme.example], roles: [reader] }\nroles:\n  reader: { includes: [base] }\n  base: { permissions: [users:read] }\n  spare: { permissions: [users:read] }\n`,
    failing: `${PEOPLE}groups:\n  readers: { members: [], roles: [reader] }\nroles:\n  reader: { includes: [base] }\n  base: { permissions: [users:read] }\n  spare: { permissions: [users:read] }\n`,
    says: [
      'Nobody holds the role base of acme, and "the rule" wants each to be held.',
      'Nobody holds the role reader of acme, and "the rule" wants each to be held.',
    ],
  },
};
