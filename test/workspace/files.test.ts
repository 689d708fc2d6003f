/** What cannot be read is never taken for nothing written: each way a file can be lost, and what is said of it. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Outcome } from '../../src/source/outcome.ts';
import { expandBraces, literalPrefix } from '../../src/workspace/brace-expansion.ts';
import { ConsistentRead } from '../../src/workspace/consistent-read.ts';
import { loadDirectory, loadWorkspace, type Workspace } from '../../src/workspace/workspace.ts';

const INSTANT = '2027-01-31T00:00:00Z';

const ORGANIZATION = `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: lumoauth
authority: full
members:
  a@acme.example: { roles: [admin] }
`;

const STAFF = `apiVersion: bylaw/v1
kind: Organization
name: acme
members:
  b@acme.example: { roles: [editor] }
`;

const EXPECTATIONS = `apiVersion: bylaw/v1
kind: Expectations
organization: acme
expectations:
  editors write:
    members: [b@acme.example]
    can: ["documents:write"]
    on: acme
`;

function folderOf(
  files: Readonly<Record<string, string>>,
  patterns = '["access/*.yaml"]',
  more = '',
): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const workspace = `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ${patterns}\n${more}organizations:\n  acme: { connector: access-api, url: "https://one.example" }\n`;
  const all = { 'bylaw.yaml': workspace, 'access/org.yaml': ORGANIZATION, ...files };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** `error file-unreadable access/x.yaml:1: Cannot read …`, paths as seen from the folder. */
function told(
  folder: string,
  load: (where: string, instant: string) => Outcome<Workspace> = loadWorkspace,
): readonly string[] {
  const here = `${relative('.', folder)}/`;
  return load(folder, INSTANT).diagnostics.map(({ severity, code, origin, message }) => {
    const place = origin?.from === 'file' ? `${relative(folder, origin.file)}:${origin.line}` : '-';
    return `${severity} ${code} ${place}: ${message.replaceAll(here, '').replaceAll(`${folder}/`, '')}`;
  });
}

const DEEP = '["access/**/*.yaml"]';

const LOST: readonly (readonly [
  name: string,
  lose: (folder: string) => void,
  told: readonly (string | RegExp)[],
  patterns?: string,
])[] = [
  [
    'a link to a file that is gone',
    (folder) => symlinkSync('../shared/staff.yaml', join(folder, 'access/more.yaml')),
    [
      'error file-unreadable access/more.yaml:1: Cannot read access/more.yaml: it is a link to ../shared/staff.yaml, and nothing is there',
    ],
  ],
  [
    'a link onto itself',
    (folder) => symlinkSync('more.yaml', join(folder, 'access/more.yaml')),
    [
      'error file-unreadable access/more.yaml:1: Cannot read access/more.yaml: it is a link to more.yaml, which leads back to itself',
    ],
  ],
  [
    'a link to a link that is gone, and expectations behind it',
    (folder) => {
      renameSync(join(folder, 'access/expectations.yaml'), join(folder, 'expectations.yaml'));
      symlinkSync('../link', join(folder, 'access/expectations.yaml'));
      symlinkSync('nowhere', join(folder, 'link'));
    },
    [
      /^error file-unreadable access\/expectations.yaml:1: .*it is a link to \.\.\/link, and nothing is there$/,
    ],
  ],
  [
    'a link to a folder that is gone, as a submodule that is not checked out',
    (folder) => symlinkSync('../squads', join(folder, 'access/squads')),
    [
      'error file-unreadable bylaw.yaml:3: Cannot read the folder access/squads: it is a link to ../squads, and nothing is there',
    ],
    DEEP,
  ],
  [
    'a link to a folder that holds it',
    (folder) => symlinkSync('..', join(folder, 'access/up')),
    [
      'error file-unreadable bylaw.yaml:3: Cannot read the folder access/up: it is a link to a folder that holds it',
    ],
    DEEP,
  ],
  [
    'the folder itself a link that leads nowhere',
    (folder) => {
      renameSync(join(folder, 'access'), join(folder, 'moved'));
      symlinkSync('gone', join(folder, 'access'));
    },
    [
      'error file-unreadable bylaw.yaml:3: Cannot read the folder access: it is a link to gone, and nothing is there',
    ],
  ],
  [
    'a file where the folder was',
    (folder) => {
      rmSync(join(folder, 'access'), { recursive: true });
      writeFileSync(join(folder, 'access'), '');
    },
    [/^error file-unreadable bylaw.yaml:3: Cannot read the folder access: ENOTDIR/],
  ],
  [
    'a folder named like a document',
    (folder) => mkdirSync(join(folder, 'access/more.yaml')),
    ['error file-unreadable access/more.yaml:1: Cannot read access/more.yaml: it is a folder'],
  ],
  [
    'a link to a folder named like a document',
    (folder) => symlinkSync('..', join(folder, 'access/more.yaml')),
    ['error file-unreadable access/more.yaml:1: Cannot read access/more.yaml: it is a folder'],
  ],
  [
    'a pipe, which nobody writes to',
    (folder) => {
      expect(spawnSync('mkfifo', [join(folder, 'access/more.yaml')]).status).toBe(0);
    },
    ['error file-unreadable access/more.yaml:1: Cannot read access/more.yaml: it is not a regular file'],
  ],
  [
    'a device without end',
    (folder) => symlinkSync('/dev/zero', join(folder, 'access/more.yaml')),
    ['error file-unreadable access/more.yaml:1: Cannot read access/more.yaml: it is not a regular file'],
  ],
  [
    'a file of 3 GB, all of it a hole',
    (folder) => {
      writeFileSync(join(folder, 'access/more.yaml'), '');
      truncateSync(join(folder, 'access/more.yaml'), 3 * 1024 ** 3);
    },
    ['error file-too-large access/more.yaml:1: The file is larger than 20 MiB.'],
  ],
  [
    'an empty file',
    (folder) => writeFileSync(join(folder, 'access/staff.yaml'), ''),
    ['error no-documents access/staff.yaml:1: access/staff.yaml is empty.'],
  ],
  [
    'a file of comments',
    (folder) => writeFileSync(join(folder, 'access/staff.yaml'), '# members:\n---\n'),
    ['error no-documents access/staff.yaml:1: access/staff.yaml holds no document, only comments or blanks.'],
  ],
  [
    'a file named as it is, gone',
    (folder) => rmSync(join(folder, 'access/staff.yaml')),
    ['error no-documents bylaw.yaml:3: No file matches "access/staff.yaml".'],
    '["access/org.yaml", "access/staff.yaml"]',
  ],
  [
    'a file named in braces, gone',
    (folder) => rmSync(join(folder, 'access/staff.yaml')),
    [
      'error no-documents bylaw.yaml:3: There is no "access/staff.yaml", which "access/{org,staff,expectations}.yaml" names.',
    ],
    '["access/{org,staff,expectations}.yaml"]',
  ],
  [
    'a folder named in braces, gone',
    (folder) => rmSync(join(folder, 'teams'), { recursive: true }),
    ['error no-documents bylaw.yaml:3: There is no "teams", which "{access,teams}/**/*.{yaml,yml}" names.'],
    '["{access,teams}/**/*.{yaml,yml}"]',
  ],
  [
    'a file cut in the middle of a character',
    (folder) =>
      writeFileSync(
        join(folder, 'access/staff.yaml'),
        Buffer.from(`${STAFF}  ä@acme.example:\n`).subarray(0, STAFF.length + 3),
      ),
    ['error file-not-utf8 access/staff.yaml:6: The byte 0xC3 here is not valid UTF-8.'],
  ],
  [
    'a file cut in the middle of a map',
    (folder) => writeFileSync(join(folder, 'access/staff.yaml'), STAFF.slice(0, -5)),
    [/^error yaml-syntax access\/staff.yaml:/],
  ],
  [
    'a workspace file that is a link to nothing',
    (folder) => {
      rmSync(join(folder, 'bylaw.yaml'));
      symlinkSync('gone', join(folder, 'bylaw.yaml'));
    },
    ['error file-unreadable -: Cannot read bylaw.yaml: it is a link to gone, and nothing is there'],
  ],
];

describe('what cannot be read is an error, and nothing written is never what is made of it:', () => {
  it.each(LOST.map(([name, lose, expected, patterns]) => ({ name, lose, expected, patterns })))(
    '$name',
    ({ lose, expected, patterns }) => {
      const folder = folderOf(
        {
          'access/staff.yaml': STAFF,
          'access/expectations.yaml': EXPECTATIONS,
          'teams/c.yaml': STAFF.replace('b@', 'c@'),
        },
        patterns,
      );
      expect(told(folder).filter((line) => !line.startsWith('warning'))).toEqual([]);
      lose(folder);
      const found = told(folder).filter((line) => line.startsWith('error'));
      expect(found).toEqual(
        expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
      );
      expect(loadWorkspace(folder, INSTANT).ok).toBe(false);
    },
  );

  it('files and folders without permission', () => {
    const folder = folderOf({ 'access/staff.yaml': STAFF, 'access/team/c.yaml': STAFF }, DEEP);
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'access/staff.yaml'), 0);
    chmodSync(join(folder, 'access/team'), 0);
    // Nothing is closed to root.
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      expect(told(folder).map((line) => line.replace(/'.*'/, '…'))).toEqual([
        'error file-unreadable bylaw.yaml:3: Cannot read the folder access/team: EACCES: permission denied, scandir …',
        'error file-unreadable access/staff.yaml:1: Cannot read access/staff.yaml: EACCES: permission denied, open …',
      ]);
    } finally {
      if (root) process.seteuid?.(0);
      chmodSync(join(folder, 'access/team'), 0o700);
    }
  });

  it('a platform file of the workspace, at the line that names it', () => {
    const folder = folderOf({ 'a.yaml': '' }, undefined, 'platforms: [a.yaml, gone.yaml]\n');
    mkdirSync(join(folder, 'own.yaml'));
    expect(told(folder)).toEqual([
      'error no-documents a.yaml:1: a.yaml is empty.',
      expect.stringMatching(/^error file-unreadable bylaw.yaml:4: Cannot read gone.yaml: ENOENT/),
    ]);
  });

  it('in a folder without a workspace too', () => {
    const folder = folderOf({});
    rmSync(join(folder, 'bylaw.yaml'));
    expect(told(folder, loadDirectory)).toEqual([]);
    symlinkSync('gone', join(folder, 'access/teams'));
    expect(told(folder, loadDirectory)).toEqual([
      expect.stringMatching(
        /^error file-unreadable .*Cannot read the folder access\/teams: it is a link to gone/,
      ),
    ]);
  });
});

describe('links that lead somewhere are followed,', () => {
  it('to files, to folders, and to folders whose names begin alike', () => {
    const folder = folderOf(
      {
        'shared/staff.yaml': STAFF,
        'teams/one.yaml': STAFF.replace('b@', 'c@'),
        'teams-more/two.yaml': STAFF.replace('b@', 'd@'),
      },
      DEEP,
    );
    symlinkSync('../shared/staff.yaml', join(folder, 'access/staff.yaml'));
    symlinkSync('../teams', join(folder, 'access/teams'));
    symlinkSync('../teams-more', join(folder, 'teams/more'));
    const loaded = loadWorkspace(folder, INSTANT);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
    expect(loaded.value.inputs.map(({ file }) => file)).toEqual([
      'bylaw.yaml',
      'access/org.yaml',
      'access/staff.yaml',
      'access/teams/more/two.yaml',
      'access/teams/one.yaml',
    ]);
  });

  it('and what nobody asked for may lead nowhere', () => {
    const folder = folderOf({});
    symlinkSync('gone', join(folder, 'access/README'));
    symlinkSync('somebody@host:1234', join(folder, 'access/.#org.yaml'));
    symlinkSync('..', join(folder, 'loop'));
    expect(told(folder)).toEqual([]);
  });
});

describe('a document that no pattern finds is told of:', () => {
  it('another ending, another case, a folder below', () => {
    const folder = folderOf({
      'access/b.yml': STAFF,
      'access/D.YAML': EXPECTATIONS,
      'access/team/c.yaml': `# somebody wrote this\n${STAFF}`,
      'access/notes.yml': 'kind: Notes\n',
      'access/.draft.yml': STAFF,
      'elsewhere/e.yaml': STAFF,
    });
    expect(told(folder)).toEqual([
      'warning file-not-read access/D.YAML:2: access/D.YAML holds a document, and no pattern in bylaw.yaml finds it: it is not read.',
      'warning file-not-read access/b.yml:2: access/b.yml holds a document, and no pattern in bylaw.yaml finds it: it is not read.',
      'warning file-not-read access/team/c.yaml:3: access/team/c.yaml holds a document, and no pattern in bylaw.yaml finds it: it is not read.',
    ]);
  });

  it('beside files that are named as they are', () => {
    const folder = folderOf({ 'access/staff.yaml': STAFF }, '["access/org.yaml"]');
    expect(told(folder)).toEqual([expect.stringMatching(/^warning file-not-read access\/staff.yaml:2: /)]);
  });
});

it('somebody at the files while they are read is told, and nothing is made of what was read', () => {
  const folder = folderOf({ 'access/staff.yaml': STAFF });
  const files = ['org', 'staff'].map((name) => join(folder, `access/${name}.yaml`));
  const read = () => {
    const consistentRead = new ConsistentRead(folder);
    for (const file of files) expect(consistentRead.documents(file).ok).toBe(true);
    return consistentRead;
  };
  const words = (consistentRead: ConsistentRead, again: readonly string[]) =>
    consistentRead.moved(files, again).map(({ code, message }) => `${code} ${message.replace(folder, '')}`);
  expect(words(read(), files)).toEqual([]);
  // A checkout takes it away and writes it anew.
  expect(words(read(), files.slice(1))).toEqual([
    'file-changed /access/org.yaml was changed while the documents were read.',
  ]);
  expect(words(read(), [...files, '/new.yaml'])).toEqual([
    'file-changed /new.yaml was changed while the documents were read.',
  ]);
  const before = read();
  writeFileSync(join(folder, 'access/staff.yaml'), `${STAFF}# more\n`);
  expect(words(before, files)).toEqual([
    'file-changed /access/staff.yaml was changed while the documents were read.',
  ]);
  const gone = read();
  rmSync(join(folder, 'access/staff.yaml'));
  expect(words(gone, files)).toEqual([
    'file-changed /access/staff.yaml was changed while the documents were read.',
  ]);
});

it.each([
  ['a/*.yaml', ['a/*.yaml'], ['a']],
  ['a/{b,c}.yaml', ['a/b.yaml', 'a/c.yaml'], ['a/b.yaml', 'a/c.yaml']],
  ['{a,b/{c,d}}/**/*.{yaml,yml}', undefined, ['a', 'b/c', 'b/d']],
  ['**/*.{yaml,yml}', ['**/*.yaml', '**/*.yml'], ['']],
  ['a/{1..3}.yaml', ['a/{1..3}.yaml'], ['a']],
  ['a/[bc].yaml', ['a/[bc].yaml'], ['a']],
] as const)('%s names', (pattern, all, named) => {
  const found = expandBraces(pattern);
  if (all !== undefined) expect(found).toEqual(all);
  expect([...new Set(found.map(literalPrefix))]).toEqual(named);
});
