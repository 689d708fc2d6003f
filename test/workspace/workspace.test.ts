/** The loader that both front doors use: what it finds, and what it says of what does not fit together. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '../../src/source/outcome.ts';
import { loadDirectory, loadWorkspace, type Workspace } from '../../src/workspace/workspace.ts';
import { MODULAR, NESTED } from '../policy/fixture.ts';

const INSTANT = '2027-01-31T00:00:00Z';

const organization = (name: string, body = ''): string =>
  `apiVersion: bylaw/v1\nkind: Organization\nname: ${name}\nplatform: lumoauth\n${body}`;

const connection = (name: string, more = ''): string =>
  `  ${name}: { connector: access-api, url: "https://one.example"${more} }\n`;

const workspace = (organizations: string, more = '', files = '["access/**/*.yaml"]'): string =>
  `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ${files}\n${more}organizations:\n${organizations}`;

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-workspace-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** `error duplicate-organization bylaw.yaml:5`, sorted. */
function told(
  folder: string,
  load: (where: string, instant: string) => Outcome<Workspace> = loadWorkspace,
): readonly string[] {
  return load(folder, INSTANT)
    .diagnostics.map(({ severity, code, origin }) => {
      const place = origin?.from === 'file' ? `${relative(folder, origin.file)}:${origin.line}` : '-';
      return `${severity} ${code} ${place}`;
    })
    .sort();
}

const ACME = { 'access/acme.yaml': organization('acme') };
const BOTH = { ...ACME, 'access/globex.yaml': organization('globex') };

const LOADED: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  told: readonly string[],
])[] = [
  ['nothing to say', { ...ACME, 'bylaw.yaml': workspace(connection('acme')) }, []],
  ['no workspace file', ACME, ['error file-unreadable -']],
  ['an empty workspace file', { ...ACME, 'bylaw.yaml': '# nothing\n' }, ['error no-documents bylaw.yaml:1']],
  [
    'two names of one live organization, a slash apart',
    {
      ...BOTH,
      'bylaw.yaml': workspace(
        `${connection('acme', ', organization: one')}${connection('globex', ', organization: one').replace('.example', '.example/')}`,
      ),
    },
    ['error duplicate-organization bylaw.yaml:6'],
  ],
  [
    'a platform of its own that keeps nobody, and one that says why',
    {
      'access/acme.yaml': organization('acme').replace('lumoauth', 'nested'),
      'own.yaml': NESTED.replace(/nobody-kept: .*\n/, ''),
      'other.yaml': MODULAR,
      'bylaw.yaml': workspace(connection('acme'), 'platforms: [own.yaml, other.yaml]\n'),
    },
    ['warning nobody-kept own.yaml:3'],
  ],
  [
    'one platform, two organizations on it',
    { ...BOTH, 'bylaw.yaml': workspace(connection('acme') + connection('globex')) },
    [],
  ],
  [
    'two states in one place',
    {
      ...BOTH,
      'bylaw.yaml': workspace(
        connection('acme') + connection('globex'),
        'state: { backend: { type: http, address: "https://state.example/all" } }\n',
      ),
    },
    ['error shared-state bylaw.yaml:4'],
  ],
  [
    'a place for each',
    {
      ...BOTH,
      'bylaw.yaml': workspace(
        connection('acme') + connection('globex'),
        'state: { backend: { type: http, address: "https://state.example/{organization}" } }\n',
      ),
    },
    [],
  ],
  [
    'connected, and declared nowhere',
    { ...ACME, 'bylaw.yaml': workspace(connection('acme') + connection('globex')) },
    ['error unknown-organization bylaw.yaml:6'],
  ],
  [
    'declared, and connected nowhere',
    { ...BOTH, 'bylaw.yaml': workspace(connection('acme')) },
    ['warning unknown-organization access/globex.yaml:3'],
  ],
  [
    'a pattern that finds nothing beside one that does',
    { ...ACME, 'bylaw.yaml': workspace(connection('acme'), '', '["access/*.yaml", "acess/*.yaml"]') },
    ['error no-documents bylaw.yaml:3'],
  ],
  [
    'a platform file that is not there, and one that is no platform',
    {
      ...ACME,
      'own.yaml': organization('acme'),
      'bylaw.yaml': workspace(connection('acme'), 'platforms: [gone.yaml, own.yaml]\n'),
    },
    ['error file-unreadable bylaw.yaml:4', 'error unknown-kind own.yaml:2'],
  ],
  [
    'faults of several files, all at once',
    {
      'access/acme.yaml': organization('acme', 'members: { a@x.example: { roles: [nobody] } }\n'),
      'access/globex.yaml': organization('globex', 'groups: { one: { members: [who@x.example] } }\n'),
      'bylaw.yaml': workspace(connection('acme') + connection('globex')),
    },
    ['error unknown-member access/globex.yaml:5', 'error unknown-role access/acme.yaml:5'],
  ],
];

describe('a workspace', () => {
  it.each(LOADED)('%s', (_name, files, expected) => {
    expect(told(folderOf(files))).toEqual(expected);
  });

  it('is named by its folder or by its file, and reads each document once, in order', () => {
    const folder = folderOf({
      ...BOTH,
      'bylaw.yaml': workspace(
        connection('acme') + connection('globex'),
        '',
        '["access/globex.yaml", "access/*.yaml"]',
      ),
    });
    for (const where of [folder, join(folder, 'bylaw.yaml')]) {
      const loaded = loadWorkspace(where, INSTANT);
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
      expect(loaded.value.root).toBe(folder);
      expect(loaded.value.organizations.map(({ organization }) => organization)).toEqual(['acme', 'globex']);
    }
  });
});

describe('a folder without a workspace', () => {
  it('is read with what lies below it, and nobody asks where its organizations are', () => {
    expect(told(folderOf({ ...BOTH, 'deep/down/more.yml': organization('initech') }), loadDirectory)).toEqual(
      [],
    );
  });

  it('says what is wrong in it', () => {
    expect(told(folderOf({ 'a.yaml': organization('acme', 'grups: {}\n') }), loadDirectory)).toEqual([
      'error unknown-key a.yaml:5',
    ]);
    expect(told(folderOf({ 'notes.txt': 'x' }), loadDirectory)).toEqual([
      expect.stringMatching(/^error no-documents /),
    ]);
  });
});
