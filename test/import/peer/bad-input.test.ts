import { expect, it } from 'vitest';
import { formatOrigin } from '../../../src/source/origin.ts';
import { expectGolden } from '../../golden.ts';
import { readPeer } from './peer-scene.ts';

type Case = readonly [
  what: string,
  format: string,
  texts: Readonly<Record<string, string>>,
  organizations?: readonly string[],
];

const org = (teams: string, members = 'members: [ben, chi]'): Record<string, string> => ({
  'acme/org.yaml': `admins: [octavia]\n${members}\nteams:\n${teams}`,
});
const code = (text: string): Record<string, string> => ({
  'github/acme.yml': `members: { admin: [octavia], member: [ben] }\n${text}`,
});

/** What is wrong is told with its place, and nothing is imported. */
const CASES: readonly Case[] = [
  ['no YAML', 'peribolos', { 'acme/org.yaml': 'admins: [octavia\nmembers: {' }],
  ['a team twice in one map', 'peribolos', org('  core: {}\n  core: {}\n')],
  [
    'a team in two files',
    'peribolos',
    { ...org('  core: {}\n'), 'acme/sig-x/teams.yaml': 'teams:\n  core: {}\n' },
  ],
  ['a team below another and beside it', 'peribolos', org('  core: {}\n  top:\n    teams: { core: {} }\n')],
  ['two names with one slug', 'peribolos', org('  front end: {}\n  Front-End: {}\n')],
  ['a name without a slug', 'peribolos', org('  "!!": {}\n')],
  ['somebody in a team who is no member', 'peribolos', org('  core:\n    members: [ben, dana]\n')],
  ['a maintainer who is no member', 'peribolos', org('  core: { maintainers: [Dana] }\n')],
  ['a member twice', 'peribolos', org('  core: {}\n', 'members: [ben, Ben]')],
  ['an admin among the members', 'peribolos', org('  core: {}\n', 'members: [OCTAVIA]')],
  ['a member of a team twice', 'peribolos', org('  core: { members: [ben, ben] }\n')],
  [
    'a maintainer who is a member of the team too',
    'peribolos',
    org('  core: { maintainers: [ben], members: [ben] }\n'),
  ],
  ['what cannot be a login', 'peribolos', org('  core: {}\n', 'members: ["ben@acme.example", "", ~, [x]]')],
  ['an unknown permission', 'peribolos', org('  core: { repos: { web: wrte } }\n')],
  ['no permission', 'peribolos', org('  core: { repos: { web: } }\n')],
  [
    'lists where maps are, and maps where lists are',
    'peribolos',
    org('  core: { members: { ben: }, repos: [web] }\n  other: [x]\n'),
  ],
  ['a merge key', 'peribolos', org('  core: &c { members: [ben] }\n  other: { <<: *c }\n')],
  ['two documents in a file', 'peribolos', { 'acme/org.yaml': 'admins: [a]\n---\nadmins: [b]\n' }],
  ['a file without a document', 'peribolos', { 'acme/org.yaml': '# nothing\n' }],
  ['an organization that is not there', 'peribolos', org('  core: {}\n'), ['acme', 'umbrella']],
  ['no organization at all', 'peribolos', { 'other.yaml': 'a: 1\n', 'more.yaml': 'b: 1\n' }],
  ['teams without an organization', 'peribolos', { 'acme/sig-x/teams.yaml': 'teams: {}\n' }],
  [
    'teams below each other',
    'github-as-code',
    code('teams:\n  a: { parent_team_id: b }\n  b: { parent_team_id: c }\n  c: { parent_team_id: a }\n'),
  ],
  ['a team below itself', 'github-as-code', code('teams:\n  a: { parent_team_id: A }\n')],
  ['a parent that is no team', 'github-as-code', code('teams:\n  a: { parent_team_id: b }\n')],
  [
    'a repository for a team that is none',
    'github-as-code',
    code('repositories: { web: { teams: { push: [core] } } }\n'),
  ],
  [
    'two permissions for one',
    'github-as-code',
    code('repositories: { web: { collaborators: { pull: [ben], push: [Ben] } } }\n'),
  ],
  [
    'a permission that is none',
    'github-as-code',
    code('repositories: { web: { collaborators: { write: [ben] } } }\n'),
  ],
  ['a repository twice', 'github-as-code', code('repositories: { web: {}, Web: {} }\n')],
  [
    'somebody in a team of another place',
    'github-as-code',
    code('teams: { a: { members: { member: [dana] } } }\n'),
  ],
  ['no file of the organization', 'github-as-code', code(''), ['umbrella']],
  ['no organization', 'clowarden', { 'config.yaml': 'teams: []\n' }],
  ['another organization', 'clowarden', { 'config.yaml': 'organization: acme\n' }, ['umbrella']],
  ['several organizations', 'clowarden', { 'config.yaml': 'teams: []\n' }, ['acme', 'umbrella']],
  ['a list at the top', 'clowarden', { 'config.yaml': '- organization: acme\n' }, ['acme']],
  [
    'a team without a name',
    'clowarden',
    { 'config.yaml': 'teams: [{ members: [ben] }, { name: }]\n' },
    ['acme'],
  ],
  ['a team twice', 'clowarden', { 'config.yaml': 'teams: [{ name: a }, { name: a }]\n' }, ['acme']],
  [
    'a formation of nobody',
    'clowarden',
    { 'config.yaml': 'teams: [{ name: a, formation: [b] }]\n' },
    ['acme'],
  ],
  [
    'a repository with what is not there',
    'clowarden',
    {
      'config.yaml':
        'repositories:\n  - name: web\n    teams: { a: write }\n    collaborators: { ben: pull }\n  - name: web\n  - {}\n',
    },
    ['acme'],
  ],
  ['no organization', 'safe-settings', { '.github/settings.yml': 'teams: []\n' }],
  [
    'entries without a name',
    'safe-settings',
    { 'settings.yml': 'teams: [{ permission: pull }]\ncollaborators: [{ name: ben }, ben]\n' },
    ['acme'],
  ],
  [
    'a repository of two suborganizations',
    'safe-settings',
    { 'suborgs/a.yml': 'suborgrepos: [web]\n', 'suborgs/b.yml': 'suborgrepos: ["w*"]\n' },
    ['acme'],
  ],
  [
    'a restriction of nothing',
    'safe-settings',
    { 'settings.yml': 'restrictedRepos: { only: [a] }\n' },
    ['acme'],
  ],
];

it('what is wrong in the files is told with its place', () => {
  const told = CASES.flatMap(([what, format, texts, organizations]) => {
    const read = readPeer(format, texts, organizations);
    expect(read.ok, `${format}: ${what}`).toBe(false);
    expect(read.diagnostics.length).toBeGreaterThan(0);
    return [
      `${format}: ${what}`,
      ...read.diagnostics.flatMap(({ severity, code: name, message, origin, related, hint }) => [
        `  ${origin === null ? '-' : formatOrigin(origin)} ${severity} ${name}: ${message}`,
        ...related.map((one) => `      ${formatOrigin(one.origin)} ${one.message}`),
        ...(hint === null ? [] : [`      = ${hint}`]),
      ]),
    ];
  });
  expectGolden('test/import/peer/golden/bad-input.txt', `${told.join('\n')}\n`);
});
