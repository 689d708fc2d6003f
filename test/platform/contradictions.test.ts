import { describe, expect, it } from 'vitest';
import { formatOrigin } from '../../src/source/origin.ts';
import { MODULAR, NESTED, onlyDocument, policy } from '../policy/fixture.ts';

/** A piece of one of the two platform files, and what is written there instead. */
type Edit = readonly [from: string, to: string];

const edited = (text: string, edits: readonly Edit[]): string =>
  edits.reduce((now, [from, to]) => {
    expect(now).toContain(from);
    return now.replace(from, to);
  }, text);

/** The text that begins at a place, as far as the word goes. */
const wordAt = (text: string, place: string): string => {
  const [, line = '0', column = '0'] = place.split(':');
  const rest = text.split('\n')[Number(line) - 1]?.slice(Number(column) - 1);
  return /^[^\s:,\]}]*/.exec(rest ?? '')?.[0] ?? '';
};

/** `message`, with the words that stand at the two places. */
const contradictions = (text: string): readonly (readonly [string, string, string])[] =>
  policy
    .readPlatform(onlyDocument(text, 'p.yaml'))
    .diagnostics.filter(({ code }) => code === 'platform-invalid')
    .map((d) => [
      d.message,
      wordAt(text, d.origin === null ? '' : formatOrigin(d.origin)),
      d.related.map(({ origin }) => wordAt(text, formatOrigin(origin))).join(' '),
    ]);

const GROUPS = 'groups: { homes: [organization], carry: [roles], nesting: native }';
const NO_GROUPS = 'groups: { homes: [], carry: [], nesting: none }';
const ROOT = 'organization: { title: Organization, root: true, inherits: union';
const WORKSPACE = 'inherits: gated, attached';
const PER_MODULE = 'roles: one-per-module, joining: provisioned';
const KEPT = 'nobody-kept: Its people are administered in another product.';
const SETTING =
  'settings: { seen: { title: Seen, description: Who sees it., unwritten: all, when-nested: all, values: { all: { title: All }, some: { title: Some } } } }';

describe('what contradicts itself is refused with both places', () => {
  it.each<[string, string, readonly Edit[], readonly (readonly [string, string, string])[]]>([
    [
      'a root whose people are no members',
      NESTED,
      [[ROOT, `${ROOT}, members: false`]],
      [['`organization` is the root, so people are members of it.', 'members', 'root']],
    ],
    [
      'a role that gives what it denies',
      NESTED,
      [
        [
          'title: Viewer, permissions: [documents:read]',
          'title: Viewer, permissions: [users:read, documents:read], denies: [users:read]',
        ],
      ],
      [['`viewer` gives `users:read` and denies it: who holds the role never has it.', 'users', 'denies']],
    ],
    [
      'a role that gives what implies what it denies, by a pattern',
      NESTED,
      [
        [
          'title: Viewer, permissions: [documents:read]',
          'title: Viewer, permissions: ["documents:*"], denies: [documents:read]',
        ],
      ],
      [
        [
          '`viewer` gives `documents:*` and denies it: who holds the role never has it.',
          '"documents',
          'denies',
        ],
      ],
    ],
    [
      'a role that bypasses all and denies all',
      NESTED,
      [['permissions: ["*"], ungated', 'bypass: true, denies: ["*"], ungated']],
      [['`admin` gives everything and denies everything.', 'denies', 'bypass']],
    ],
    [
      'a role that bypasses what it denies',
      NESTED,
      [
        ['permissions: ["*"], ungated', 'bypass: true, denies: [users:read], ungated'],
        [KEPT, `denies: { over-bypass: false }\n${KEPT}`],
      ],
      [
        [
          '`admin` bypasses all, and denies do not stand over a bypass here: it denies nobody anything.',
          'denies',
          'over-bypass',
        ],
      ],
    ],
    [
      'a value that closes a scope and says what comes into it',
      NESTED,
      [
        [
          'inherits: gated, attached',
          `settings: { state: { title: State, description: D., unwritten: on, values: { on: { title: On }, off: { title: Off, closes: true, inherits: union } } } }, ${WORKSPACE}`,
        ],
      ],
      [['Where `state` is `off` nobody can do anything, so nothing comes from above.', 'inherits', 'closes']],
    ],
    [
      'members of a scope on which people are given nothing',
      NESTED,
      [[WORKSPACE, `members: true, principals: [group], ${WORKSPACE}`]],
      [
        [
          'People are members of a scope of kind `workspace`, and nothing can be given to people there.',
          'members',
          'principals',
        ],
      ],
    ],
    [
      'access for groups alone, and no groups',
      NESTED,
      [
        [GROUPS, NO_GROUPS],
        [WORKSPACE, `principals: [group], ${WORKSPACE}`],
      ],
      [
        [
          'On `workspace` access is given to groups alone, and there are no groups: they have no home.',
          'principals',
          'homes',
        ],
      ],
    ],
    [
      'a gate that stands open while there are no groups, and no groups',
      NESTED,
      [
        [GROUPS, NO_GROUPS],
        [WORKSPACE, `when-no-groups: open, ${WORKSPACE}`],
      ],
      [
        [
          '`workspace` stands open while there are no groups, and there never are any: they have no home.',
          'when-no-groups',
          'homes',
        ],
      ],
    ],
    [
      'a gate that stands open where there is none',
      NESTED,
      [['inherits: isolated', 'inherits: isolated, when-no-groups: open']],
      [['`unit` has no gate that could stand open: it inherits isolated.', 'when-no-groups', 'inherits']],
    ],
    [
      'a None that passes gates, and one that bypasses all',
      MODULAR,
      [['none: true', 'none: true, ungated: true, bypass: true']],
      [
        ['`no-build` is a none role, and bypasses all.', 'bypass', 'none'],
        ['`no-build` is a none role, which gives nothing, and passes gates.', 'ungated', 'none'],
      ],
    ],
    [
      'a None that includes something',
      MODULAR,
      [['none: true', 'none: true, includes: [signer]']],
      [['`no-build` is a none role, which gives nothing, but has includes.', 'includes', 'none']],
    ],
    [
      'a role that can be assigned nowhere',
      NESTED,
      [['ungated: true, assignable-at: [organization]', 'assignable: true, assignable-at: []']],
      [['`admin` can be assigned, and on no kind of scope.', 'assignable-at', 'assignable']],
    ],
    [
      'exactly one role, and a default that is not assignable',
      NESTED,
      [
        ['roles: many', 'roles: exactly-one, default-role: viewer'],
        ['title: Viewer', 'title: Viewer, assignable: false'],
      ],
      [
        [
          'Members have exactly one role, without their own `viewer`, and nobody can be given that one: it is not assignable.',
          'default-role',
          'assignable',
        ],
      ],
    ],
    [
      'exactly one role, and a default that is not assignable on the organization',
      NESTED,
      [
        ['roles: many', 'roles: exactly-one, default-role: viewer'],
        ['title: Viewer', 'title: Viewer, assignable-at: [unit]'],
      ],
      [
        [
          'Members have exactly one role, without their own `viewer`, and nobody can be given that one where they are members, on `organization`.',
          'default-role',
          'assignable-at',
        ],
      ],
    ],
    [
      'one role for each module, and one role on a scope',
      MODULAR,
      [['members: {', 'assignments: { roles-per-principal: one }\nmembers: {']],
      [
        [
          'Members hold one role for each module, and nobody holds two roles on one scope.',
          'roles-per-principal',
          'roles',
        ],
      ],
    ],
    [
      'invitations where nobody is invited',
      MODULAR,
      [[PER_MODULE, `${PER_MODULE}, invitations: { expire-after-days: 3 }`]],
      [['Members are provisioned, so there are no invitations that could expire.', 'invitations', 'joining']],
    ],
    ...(['one', 'one-per-home'] as const).map(
      (many): [string, string, readonly Edit[], readonly (readonly [string, string, string])[]] => [
        `${many} group a member, and nested groups flat on the wire`,
        NESTED,
        [['nesting: native', `nesting: flatten, per-member: ${many}`]],
        [
          [
            'Nobody has places in two groups, and who is in a nested group is put into the outer ones too.',
            'per-member',
            'nesting',
          ],
        ],
      ],
    ),
    [
      'a setting of nested groups where none nest',
      NESTED,
      [['nesting: native', `nesting: none, ${SETTING}`]],
      [['`seen` says what nested groups are set to, and groups do not nest.', 'when-nested', 'nesting']],
    ],
    [
      'an ordinary role in a group that is implied, and a role that implies two',
      NESTED,
      [
        [
          'nesting: native',
          'nesting: native, membership-roles: { default: member, roles: { member: { title: Member, implied-by: [admin] }, lead: { title: Lead, implied-by: [admin] } } }',
        ],
      ],
      [
        [
          '`member` is what everybody in a group is of whom nothing is said, so no role can imply it.',
          'implied-by',
          'default',
        ],
        ['`admin` implies two roles in a group, and a person is one.', 'admin', 'admin'],
      ],
    ],
    [
      'everybody in a group, and no groups',
      NESTED,
      [[GROUPS, `${NO_GROUPS}\ninvariants: [{ code: no-group, rule: members-are-in-groups }]`]],
      [['Every member is in a group, and there are no groups: they have no home.', '{', 'homes']],
    ],
    [
      'groups of one person that nest',
      NESTED,
      [[GROUPS, `${GROUPS}\ninvariants: [{ code: of-one, rule: groups-are-of-one-member }]`]],
      [
        ['A group is of one person, and groups nest.', '{', 'nesting'],
        [
          'A group is not there without the one person that it is of, and is given something on scopes.',
          '{',
          'carry',
        ],
      ],
    ],
    [
      'groups for people who are attached, where people cannot be',
      NESTED,
      [
        ['title: Unit,', 'title: Unit, principals: [group],'],
        ['homes: [organization]', 'homes: [unit]'],
        [KEPT, `${KEPT}\ninvariants: [{ code: elsewhere, rule: group-members-are-attached }]`],
      ],
      [
        [
          'Groups of a scope of kind `unit` are for people who are attached to it, and people cannot be.',
          '{',
          'principals',
        ],
      ],
    ],
    [
      'somebody kept in a role that is none, and in one that cannot be held there',
      MODULAR,
      [
        ['title: Operator,', 'title: Operator, assignable-at: [sub-organization],'],
        [
          KEPT,
          `${KEPT}
invariants:
  - { code: a, rule: minimum-holders, role: no-build, at: organization, count: 1 }
  - { code: b, rule: last-holder-stays, role: operator, at: organization }`,
        ],
      ],
      [
        ['Somebody has to hold `no-build`, which is the absence of a role.', '{', 'none'],
        [
          'Somebody has to hold `operator` on `organization`, where it cannot be assigned.',
          '{',
          'assignable-at',
        ],
      ],
    ],
    [
      'one role kept by two rules',
      NESTED,
      [
        [
          KEPT,
          `invariants:
  - { code: a, rule: minimum-holders, role: admin, at: organization, count: 1 }
  - { code: b, rule: last-holder-stays, role: admin, at: organization }
  - { code: c, rule: minimum-holders, role: admin, at: organization, count: 2 }
  - { code: d, rule: minimum-holders, role: admin, at: organization, count: 1 }`,
        ],
      ],
      [
        [
          '`admin` on `organization` is kept in two ways: minimum-holders 1, and last-holder-stays.',
          '{',
          '{',
        ],
        [
          '`admin` on `organization` is kept in two ways: minimum-holders 1, and minimum-holders 2.',
          '{',
          '{',
        ],
        ['`admin` on `organization` is kept twice.', '{', '{'],
      ],
    ],
    [
      'a reason why nobody is kept, and a rule that keeps somebody',
      NESTED,
      [
        [
          KEPT,
          `${KEPT}\ninvariants: [{ code: last, rule: last-holder-stays, role: admin, at: organization }]`,
        ],
      ],
      [['The file says that it needs no administrator, but an invariant keeps one.', 'nobody-kept', '{']],
    ],
    [
      'more permissions in a custom role than there are',
      NESTED,
      [['custom-roles: { at: [organization]', 'custom-roles: { at: [organization], minimum-permissions: 4']],
      [['A custom role has at least 4 permissions, and there are 3.', 'minimum-permissions', 'permissions']],
    ],
    [
      'a role that takes away, as the default of everybody',
      NESTED,
      [
        ['roles: many', 'roles: many, default-role: viewer'],
        ['title: Viewer', 'title: Viewer, denies: [users:read]'],
      ],
      [
        [
          'Everybody without a role of their own has `viewer`, which takes permissions away.',
          'default-role',
          'denies',
        ],
      ],
    ],
    [
      'a None that takes away',
      MODULAR,
      [['none: true', 'none: true, denies: [builds:run]']],
      [['`no-build` is a none role, which gives nothing, but has denies.', 'denies', 'none']],
    ],
    [
      'custom roles of somebody else, and none',
      MODULAR,
      [[KEPT, `${KEPT}\nread-only: { role: a file }`]],
      [
        [
          'Something else owns the custom roles, and there are none but those of the platform itself.',
          'role',
          'roles',
        ],
      ],
    ],
    [
      'custom roles of somebody else, in which documents write too little',
      NESTED,
      [
        ['custom-roles: { at: [organization]', 'custom-roles: { at: [organization], minimum-permissions: 1'],
        [KEPT, `${KEPT}\nread-only: { role: a file }`],
      ],
      [
        [
          'Custom roles are not written by documents, so documents cannot write too little in one.',
          'minimum-permissions',
          'role',
        ],
      ],
    ],
    [
      'groups of somebody else, and none',
      NESTED,
      [
        [GROUPS, NO_GROUPS],
        [KEPT, `${KEPT}\nread-only: { group: a directory }`],
      ],
      [['Something else owns the groups, and there are none: they have no home.', 'group', 'homes']],
    ],
    [
      'exactly one role, which something else gives to people that documents add',
      NESTED,
      [
        ['roles: many', 'roles: exactly-one'],
        [KEPT, `${KEPT}\nread-only: { assignment: a file }`],
      ],
      [
        [
          'Members have exactly one role, which something else gives, and documents say who is a member: nobody they add could have one.',
          'roles',
          'assignment',
        ],
      ],
    ],
    [
      'a last holder whom no plan could take away',
      NESTED,
      [
        [
          KEPT,
          `invariants: [{ rule: last-holder-stays, code: last, role: admin, at: organization }]\nread-only: { group: a directory, member: a directory, assignment: a file }`,
        ],
      ],
      [
        [
          'The platform lets the last holder go, so plans alone would keep them, and no plan takes anything: people, groups and what they are given are owned by something else.',
          '{',
          'assignment',
        ],
      ],
    ],
  ])('%s', (_, text, edits, expected) => {
    expect(contradictions(edited(text, edits))).toEqual(expected);
  });

  it.each<[string, string, readonly Edit[]]>([
    ['the two files themselves', NESTED, []],
    ['the other of them', MODULAR, []],
    [
      'one group a member, kept in groups by the platform',
      NESTED,
      [['nesting: native', 'nesting: native, per-member: one']],
    ],
    [
      'one group a member, and none nested',
      MODULAR,
      [['nesting: none', 'nesting: none, per-member: one-per-home']],
    ],
    [
      'one role on a scope, of many',
      NESTED,
      [['members: {', 'assignments: { roles-per-principal: one }\nmembers: {']],
    ],
    [
      'exactly one role, and a default that can be assigned',
      NESTED,
      [['roles: many', 'roles: exactly-one, default-role: viewer']],
    ],
    [
      'a default that is not assignable, of many',
      NESTED,
      [
        ['roles: many', 'roles: many, default-role: viewer'],
        ['title: Viewer', 'title: Viewer, assignable: false'],
      ],
    ],
    [
      'one role kept on two kinds of scope, each by its own rule',
      NESTED,
      [
        ['ungated: true, assignable-at: [organization]', 'ungated: true'],
        [
          KEPT,
          `invariants:
  - { code: a, rule: minimum-holders, role: admin, at: organization, count: 1 }
  - { code: b, rule: last-holder-stays, role: admin, at: unit }`,
        ],
      ],
    ],
    [
      'a role that gives much and denies some of it, of what it includes too',
      NESTED,
      [
        ['permissions: [documents:write]', 'permissions: ["*"], denies: [documents:write]'],
        ['permissions: ["*"], ungated', 'bypass: true, denies: [users:read], ungated'],
      ],
    ],
    [
      'a role that takes what one that it includes gives',
      NESTED,
      [['permissions: [documents:write]', 'denies: [documents:read]']],
    ],
    [
      'as many permissions as there are',
      NESTED,
      [['custom-roles: { at: [organization]', 'custom-roles: { at: [organization], minimum-permissions: 3']],
    ],
    [
      'a setting of nested groups where they nest',
      NESTED,
      [['nesting: native', `nesting: native, ${SETTING}`]],
    ],
  ])('nothing is wrong with %s', (_, text, edits) => {
    expect(policy.readPlatform(onlyDocument(edited(text, edits))).diagnostics).toEqual([]);
  });
});
