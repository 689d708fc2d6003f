import { describe, expect, it } from 'vitest';
import { HEAD, problems } from './fixture.ts';

/** Line 5 is the first after the head and the platform. */
const nested = (body: string): readonly string[] => problems(`${HEAD}platform: nested\n${body}`);
const modular = (body: string): readonly string[] => problems(`${HEAD}platform: modular\n${body}`);
const NAME = 'lower-case letters, digits, dots, dashes and underscores, beginning with a letter or digit';

describe('what a document is', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'no map',
      '- a\n',
      [
        'a.yaml:1:1 invalid-value: A document must be a map. | Begin it with apiVersion: bylaw/v1 and a kind.',
      ],
    ],
    [
      'no apiVersion',
      'kind: Organization\n',
      ['a.yaml:1:1 missing-key: The document has no `apiVersion`. | Allowed: bylaw/v1.'],
    ],
    [
      'another apiVersion',
      'apiVersion: bylaw/v2\nkind: Organization\n',
      [
        'a.yaml:1:13 unknown-kind: The apiVersion "bylaw/v2" is not one Bylaw knows. | Did you mean `bylaw/v1`?',
      ],
    ],
    [
      'a kind misspelt',
      'apiVersion: bylaw/v1\nkind: Organisation\n',
      [
        'a.yaml:2:7 unknown-kind: The kind "Organisation" is not one Bylaw knows. | Did you mean `Organization`?',
      ],
    ],
    [
      'a kind that is no text',
      'apiVersion: bylaw/v1\nkind: [x]\n',
      [
        'a.yaml:2:7 unknown-kind: The kind what is written here is not one Bylaw knows. | Allowed: Organization, Workspace, Platform, Expectations, Guardrails, Rules, People, Connector.',
      ],
    ],
    ['other known kinds', 'apiVersion: bylaw/v1\nkind: Expectations\nanything: 1\n', []],
    [
      'a kind that has no reader',
      'apiVersion: bylaw/v1\nkind: Limits\nmax-removals: 1\n',
      [
        'a.yaml:2:7 unknown-kind: The kind "Limits" is not one Bylaw knows. | Allowed: Organization, Workspace, Platform, Expectations, Guardrails, Rules, People, Connector.',
      ],
    ],
    [
      'no name',
      'apiVersion: bylaw/v1\nkind: Organization\n',
      ['a.yaml:1:1 missing-key: The document needs the key `name`.'],
    ],
    [
      'a name that is a number',
      'apiVersion: bylaw/v1\nkind: Organization\nname: 1e3\n',
      [
        'a.yaml:3:7 invalid-value: `name` must be text, but the number 1e3 is written. | Put it in quotes: "1e3".',
      ],
    ],
    [
      'no platform',
      HEAD,
      [
        'a.yaml:3:1 missing-key: No document of the organization "acme" says its `platform`. | Add platform: to one of them.',
      ],
    ],
    [
      'an unknown platform',
      `${HEAD}platform: nestd\n`,
      ['a.yaml:4:11 unknown-platform: "nestd" is not a platform Bylaw knows. | Did you mean `nested`?'],
    ],
    [
      'no such platform at all',
      `${HEAD}platform: github\n`,
      ['a.yaml:4:11 unknown-platform: "github" is not a platform Bylaw knows. | Known: modular, nested.'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

describe('keys', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'misspelt',
      'titel: x\n',
      ['a.yaml:5:1 unknown-key: "titel" is not a key of an organization on Nested. | Did you mean `title`?'],
    ],
    [
      'of a kind the platform does not have',
      'projects: { x: {} }\n',
      [
        'a.yaml:5:1 unknown-scope-kind: Nested has no "projects" in an organization. | Below an organization stand units, workspaces.',
      ],
    ],
    [
      'of a kind that stands elsewhere',
      'workspaces: { w: { units: {} } }\n',
      [
        'a.yaml:5:20 unknown-scope-kind: Nested has no "units" in a workspace. | They stand in an organization or a unit.',
      ],
    ],
    [
      'of a member',
      'members: { a@b.co: { role: admin } }\n',
      ['a.yaml:5:22 unknown-key: "role" is not a key of a member. | Did you mean `roles`?'],
    ],
    [
      'permissions where groups carry roles',
      'groups: { g: { permissions: [] } }\n',
      [
        'a.yaml:5:16 not-supported: Groups of Nested carry no permissions. | Give the group a role that has them.',
      ],
    ],
    [
      'that define a group away from home',
      'units: { u: { groups: { g: { members: [] } } } }\n',
      [
        'a.yaml:5:30 not-supported: On Nested a group is defined in an organization; in a unit it is only given something. | Move the key to the group in an organization.',
      ],
    ],
    [
      'custom roles where there are none',
      'units: { u: { roles: {} } }\n',
      [
        'a.yaml:5:15 not-supported: On Nested custom roles are declared in an organization, not in a unit. | Declare it in an organization.',
      ],
    ],
    [
      'after a comma in braces',
      'roles: { r: { description: Reads, writes and more } }\n',
      [
        'a.yaml:5:35 unknown-key: "writes and more" is not a key of a custom role. | A comma inside { } begins a new key: put the text in quotes.',
      ],
    ],
    [
      'missing',
      'members: { a@b.co: { roles: [{ until: 2027-01-31 }] } }\n',
      ['a.yaml:5:30 missing-key: Item 1 of `roles` needs the key `role`.'],
    ],
    [
      'prototype names',
      'constructor: x\n__proto__: y\n',
      [
        'a.yaml:5:1 unknown-key: "constructor" is not a key of an organization on Nested. | Keys here: apiVersion, kind, name, platform, title, authority, review, decisions, members, groups, roles, units, workspaces.',
        'a.yaml:6:1 unknown-key: "__proto__" is not a key of an organization on Nested. | Keys here: apiVersion, kind, name, platform, title, authority, review, decisions, members, groups, roles, units, workspaces.',
      ],
    ],
  ])('%s', (_, body, expected) => {
    expect(nested(body)).toEqual(expected);
  });

  it('narrowed to a platform with other rules', () => {
    expect(
      modular(
        'roles: {}\ngroups: { g: { roles: [] } }\nsub-organizations: { s: { groups: { g: { permissions: ["builds:*"], groups: [] } } } }\n',
      ),
    ).toEqual([
      'a.yaml:5:1 not-supported: Modular has no custom roles. | Use its own: operator, no-build, signer. What somebody is given stands under members.',
      'a.yaml:6:1 not-supported: On Modular groups live in a sub-organization, not in an organization. | Write the group in a sub-organization.',
      'a.yaml:7:69 not-supported: Modular has no groups within groups. | List the members of the child group in this group.',
    ]);
  });
});

describe('values', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a word for a list',
      'members: { a@b.co: { roles: admin } }\n',
      [
        'a.yaml:5:29 invalid-value: `roles` must be a list, but the text "admin" is written. | Put it in brackets: a list of one.',
      ],
    ],
    [
      'None where there is none',
      'members: { a@b.co: { roles: none } }\n',
      [
        'a.yaml:5:29 invalid-value: Roles are a list, and "none" is one word. | Nested has no None; leave `roles` out.',
      ],
    ],
    [
      'modules where there are none',
      'members: { a@b.co: { roles: { build: x } } }\n',
      ['a.yaml:5:29 not-supported: Roles of Nested are not given by module. | Write a list of roles.'],
    ],
    [
      'nothing for a roster',
      'members:\n',
      [
        'a.yaml:5:1 invalid-value: `members` must be a map, but nothing is written. | Write {} to say there are none.',
      ],
    ],
    [
      'nothing for a list',
      'groups:\n  g:\n    members:\n',
      [
        'a.yaml:7:5 invalid-value: `members` must be a list, but nothing is written. | Write [] to say there are none.',
      ],
    ],
    [
      'a huge number for text',
      'title: 99999999999999999999999\n',
      [
        'a.yaml:5:8 invalid-value: `title` must be text, but the number 99999999999999999999999 is written. | Put it in quotes: "99999999999999999999999".',
      ],
    ],
    [
      'a state misspelt',
      'members: { a@b.co: { state: deactive } }\n',
      [
        'a.yaml:5:29 invalid-value: `state` must be one of active, deactivated, but the text "deactive" is written. | Did you mean `active`?',
      ],
    ],
    [
      'absent: false',
      'members: { a@b.co: { absent: false } }\n',
      ['a.yaml:5:30 invalid-value: `absent` must be true, but false is written.'],
    ],
    [
      'an authority misspelt',
      'authority: ful\n',
      [
        'a.yaml:5:12 invalid-value: `authority` must be one of full, declared, but the text "ful" is written. | Did you mean `full`?',
      ],
    ],
    [
      'an authority over nothing',
      'authority: { group: full, members: some }\n',
      [
        'a.yaml:5:14 unknown-key: "group" is not a key of an authority. | Did you mean `groups`?',
        'a.yaml:5:36 invalid-value: `members` must be one of full, declared, but the text "some" is written.',
      ],
    ],
    [
      'a control character in a title',
      'title: "a\\u0007b"\n',
      ['a.yaml:5:8 invalid-value: "a\\u{7}b" is not allowed here: it holds the control character U+0007.'],
    ],
    [
      'text that turns its line around',
      'title: "a\\u202eb"\n',
      [
        'a.yaml:5:8 invalid-value: "a\\u{202e}b" is not allowed here: it holds the invisible character U+202E.',
      ],
    ],
    [
      'a line break in a title',
      'title: "a\\nb"\n',
      ['a.yaml:5:8 invalid-value: "a\\u{a}b" is not allowed here: it holds a line break.'],
    ],
    ['a line break in a description', 'groups: { g: { description: "a\\nb" } }\n', []],
    ['templates of other languages', "title: '$\u007bpath.module} %{if x}'\n", []],
  ])('%s', (_, body, expected) => {
    expect(nested(body)).toEqual(expected);
  });
});

describe('names', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'of groups',
      'groups: { Back End: {} }\n',
      [
        `a.yaml:5:11 invalid-name: "Back End" is not a name: ${NAME}. | Write back-end, and put the display name in title.`,
      ],
    ],
    [
      'of a hundred characters, and of one more than a platform takes',
      `groups: { ${'a'.repeat(100)}: {}, ${'b'.repeat(101)}: {} }\n`,
      [
        expect.stringMatching(
          /^a.yaml:5:117 invalid-name: "b.*" is not a name: it has 101 characters, more than the 100 allowed\. \| Shorten it/,
        ),
      ],
    ],
    [
      'for people, as long as a platform takes them',
      `groups: { a: { title: ${'t'.repeat(200)}, description: ${'d'.repeat(4000)} }, b: { title: ${'t'.repeat(201)}, description: ${'d'.repeat(4001)} } }\n`,
      [
        expect.stringContaining('invalid-value: `title` must have at most 200 characters.'),
        expect.stringContaining('invalid-value: `description` must have at most 4000 characters.'),
      ],
    ],
    [
      'of scopes',
      'units: { Bücher: }\n',
      [
        `a.yaml:5:10 invalid-name: "Bücher" is not a name: ${NAME}. | Write bucher, and put the display name in title.`,
      ],
    ],
    [
      'of roles',
      'roles: { "日本": {} }\n',
      [`a.yaml:5:10 invalid-name: "日本" is not a name: ${NAME}. | Put the display name in title.`],
    ],
    [
      'with a slash',
      'groups: { a/b: {} }\n',
      [
        `a.yaml:5:11 invalid-name: "a/b" is not a name: ${NAME}. | Write a-b, and put the display name in title.`,
      ],
    ],
    [
      'with a tilde, which pointers escape',
      'groups: { a~b/c: { until: x } }\n',
      [
        `a.yaml:5:11 invalid-name: "a~b/c" is not a name: ${NAME}. | Write a-b-c, and put the display name in title.`,
        'a.yaml:5:27 invalid-date: "x" is not a date or RFC 3339 instant.',
      ],
    ],
    [
      'that are prototype names',
      'groups: { constructor: {}, __proto__: {} }\n',
      [
        `a.yaml:5:28 invalid-name: "__proto__" is not a name: ${NAME}. | Write proto__, and put the display name in title.`,
      ],
    ],
    [
      'of roles given, with a blank',
      'members: { a@b.co: { roles: ["the admin"] } }\n',
      ['a.yaml:5:30 invalid-name: "the admin" is not a name: it holds a space.'],
    ],
  ])('%s', (_, body, expected) => {
    expect(nested(body)).toEqual(expected);
  });
});

describe('member keys', () => {
  it.each<[string, string | null]>([
    ['alice@acme.com', null],
    ["Alice.O'Brien+x@Mail.acme.co.uk", null],
    ['größe@bücher.example', null],
    ['alice', 'there is no @'],
    ['alice@acme', 'a part of it is malformed'],
    ['alice@acme..com', 'a part of it is malformed'],
    ['alice@-acme.com', 'a part of it is malformed'],
    ['@acme.com', 'a part of it is malformed'],
    ['a@b@acme.com', 'a part of it is malformed'],
    ['al ice@acme.com', 'it holds a space'],
    ['alice@acme.com ', 'it holds a space'],
    ['al\\u0000ice@acme.com', 'it holds the control character U+0000'],
    ['al\\u200bice@acme.com', 'it holds the invisible character U+200B'],
    ['al\\u202eice@acme.com', 'it holds the invisible character U+202E'],
    ['', 'it is empty'],
    [`${'a'.repeat(250)}@acme.com`, 'it has 259 characters, more than the 254 allowed'],
  ])('%j as an e-mail address', (key, fault) => {
    for (const body of [
      `members: { "${key}": }\n`,
      `groups: { g: { members: ["${key}"] } }\n`,
      `groups: { g: { members: [{ member: "${key}" }] } }\n`,
    ]) {
      const found = nested(body);
      expect(found.length).toBe(fault === null ? 0 : 1);
      if (fault === null) continue;
      expect(found[0]).toMatch(/invalid-member-key/);
      expect(found[0]).toContain(`is not an e-mail address: ${fault}.`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: raw ones are what must not get through
      expect(found[0]).not.toMatch(/[\u0000-\u001f\u200b\u202e]/);
    }
  });

  it.each<[string, boolean]>([
    ['octocat', true],
    ['a-b_c.d', true],
    ['-a', false],
    ['a b', false],
    ['a/b', false],
    ['a@b.co', false],
  ])('%j as a user name', (key, allowed) => {
    expect(modular(`members: { "${key}": }\n`).length).toBe(allowed ? 0 : 1);
  });
});

describe('dates', () => {
  it.each<[string, string | null]>([
    ['2027-01-31', null],
    ['2028-02-29', null],
    ['2027-01-31T18:00:00Z', null],
    ['2027-01-31T18:00:00.123+02:00', null],
    ['2027-02-30', 'is not a day and time that exists'],
    ['2027-02-29', 'is not a day and time that exists'],
    ['2027-13-01', 'is not a day and time that exists'],
    ['2027-01-31T25:00:00Z', 'is not a day and time that exists'],
    ['2027-01-31T18:00:00', 'is not a date or RFC 3339 instant'],
    ['2027-01-31 18:00:00Z', 'is not a date or RFC 3339 instant'],
    ['31.01.2027', 'is not a date or RFC 3339 instant'],
    ['tomorrow', 'is not a date or RFC 3339 instant'],
  ])('%s', (date, fault) => {
    const found = nested(`members: { a@b.co: { until: "${date}" } }\n`);
    expect(found).toEqual(fault === null ? [] : [`a.yaml:5:29 invalid-date: "${date}" ${fault}.`]);
  });

  it.each([
    ['2027', ''],
    ['20270630', ' | Write 2027-06-30.'],
    ['20270631', ''],
  ])('that is a number, which is no date in quotes either: %s', (number, hint) => {
    expect(nested(`members: { a@b.co: { until: ${number} } }\n`)).toEqual([
      `a.yaml:5:29 invalid-date: \`until\` must be text, but the number ${number} is written.${hint}`,
    ]);
  });

  it.each([
    ['"20270630"', 'Write 2027-06-30.'],
    ['2027/6/3', 'Write 2027-06-03.'],
    ['2027-6-30', 'Write 2027-06-30.'],
    ['2027.13.01', null],
  ])('that is meant: %s', (text, hint) => {
    const found = nested(`members: { a@b.co: { until: ${text} } }\n`);
    expect(found).toHaveLength(1);
    expect(found[0]?.split(' | ')[1] ?? null).toBe(hint);
    const written = /Write (\S+)\.$/.exec(hint ?? '')?.[1] ?? '2027-01-31';
    expect(nested(`members: { a@b.co: { until: ${written} } }\n`)).toEqual([]);
  });

  it.each<[string, string, boolean]>([
    ['2027-01-31', '2027-01-31', true],
    ['2027-01-31', '2027-01-30', false],
    ['2027-01-31T12:00:00Z', '2027-01-31', true],
    ['2027-01-31T12:00:00Z', '2027-01-31T12:00:00Z', false],
    ['2027-01-31T12:00:00+02:00', '2027-01-31T11:00:00Z', true],
    ['2027-01-31T12:00:00-02:00', '2027-01-31T13:00:00Z', false],
  ])('from %s until %s', (from, until, holds) => {
    const found = nested(
      `groups: { g: { members: [{ member: a@b.co, from: ${from}, until: ${until} }] } }\n`,
    );
    expect(found).toEqual(
      holds
        ? []
        : [
            expect.stringContaining(
              `window-empty: \`until\` ${until} is not after \`from\` ${from}. [from is written here a.yaml:5:50]`,
            ),
          ],
    );
  });
});
