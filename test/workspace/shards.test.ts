/** A workspace in parts: each shard says what is wrong with its own, and together they say what the whole says. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Diagnostic } from '../../src/source/diagnostic.ts';
import { shardNumberOf } from '../../src/workspace/shard-membership.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';

const INSTANT = '2027-01-31T00:00:00Z';
const NAMES = ['acme', 'beta', 'corp', 'delta', 'echo', 'fox', 'golf'];
const COUNTS = [1, 2, 3, 8];

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-shards-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

const organization = (name: string, body = 'members: { ada@x.example: { roles: [admin] } }\n'): string =>
  `apiVersion: bylaw/v1\nkind: Organization\nname: ${name}\nplatform: lumoauth\n${body}`;

const expectations = (name: string): string =>
  `apiVersion: bylaw/v1\nkind: Expectations\norganization: ${name}\nexpectations:\n  ada reads:\n    members: ada@x.example\n    can: documents:read\n    on: ${name}\n`;

const WORKSPACE = `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/**/*.yaml"]\norganizations:\n${NAMES.map((name) => `  ${name}: { connector: access-api, url: "https://${name}.example" }\n`).join('')}`;

const GOOD: Readonly<Record<string, string>> = {
  'bylaw.yaml': WORKSPACE,
  ...Object.fromEntries(NAMES.map((name) => [`access/${name}.yaml`, organization(name)])),
};

const text = (folder: string) => (one: Diagnostic) => {
  const { origin } = one;
  const place =
    origin?.from === 'file' ? `${relative(folder, origin.file)}:${origin.line}:${origin.column}` : '-';
  return `${one.severity} ${one.code} ${place} ${one.message.replaceAll(folder, '').replaceAll(relative('.', folder), '')}`;
};

const toldBy = (folder: string, shard: { number: number; count: number } | null): readonly string[] =>
  [...new Set(loadWorkspace(folder, INSTANT, shard).diagnostics.map(text(folder)))].sort();

const toldByAll = (folder: string, count: number): readonly string[] => {
  const all = [...new Array(count).keys()].flatMap((at) => toldBy(folder, { number: at + 1, count }));
  return [...new Set(all)].sort();
};

describe('all organizations, each in one shard and just as in the whole:', () => {
  it.each(COUNTS)('%i', (count) => {
    const folder = folderOf(GOOD);
    const whole = loadWorkspace(folder, INSTANT);
    if (!whole.ok) throw new Error('the workspace is good');
    const parts = [...new Array(count).keys()].map((at) =>
      loadWorkspace(folder, INSTANT, { number: at + 1, count }),
    );
    const found = parts.flatMap((part, at) => {
      if (!part.ok) throw new Error('the part is good');
      for (const { organization: name } of part.value.organizations)
        expect(shardNumberOf(name, count)).toBe(at + 1);
      // Only what it needs was parsed; what the others have was read as far as to know that it is theirs.
      const files = part.value.inputs.map(({ file }) => file).filter((file) => file !== 'bylaw.yaml');
      expect(files.sort()).toEqual(
        part.value.organizations.map(({ organization: name }) => `access/${name}.yaml`).sort(),
      );
      expect(part.value.revision()).toBe(whole.value.revision());
      return part.value.organizations;
    });
    const sorted = [...found].sort((a, b) => (a.organization < b.organization ? -1 : 1));
    expect(sorted).toEqual(whole.value.organizations);
  });

  it('another file, another revision: of a file of another shard too', () => {
    const folder = folderOf(GOOD);
    const revisions = (): readonly (string | null)[] =>
      [1, 2, 3].map((number) => {
        const part = loadWorkspace(folder, INSTANT, { number, count: 3 });
        return part.ok ? part.value.revision() : null;
      });
    const before = revisions();
    expect(new Set(before).size).toBe(1);
    writeFileSync(join(folder, 'access/beta.yaml'), `${organization('beta')}# more\n`);
    const after = revisions();
    expect(new Set(after).size).toBe(1);
    expect(after[0]).not.toBe(before[0]);
  });
});

/** What is wrong anywhere is told by one shard at least, in the words of the whole. */
const WRONG: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a file that is broken below its head', { 'access/beta.yaml': `${organization('beta')}groups: [\n` }],
  ['a file that is broken in its head', { 'access/beta.yaml': 'apiVersion: bylaw/v1\nkind: [\n' }],
  ['a file without text', { 'access/beta.yaml': '' }],
  ['a file of no kind', { 'access/x.yaml': 'hello: world\n' }],
  ['an unknown kind', { 'access/x.yaml': organization('beta').replace('Organization', 'Organisation') }],
  ['no name', { 'access/x.yaml': 'apiVersion: bylaw/v1\nkind: Organization\nplatform: lumoauth\n' }],
  ['a name that is no text', { 'access/x.yaml': organization('[beta]') }],
  ['a key twice', { 'access/beta.yaml': `${organization('beta')}name: corp\n` }],
  ['one person twice, in two files of one organization', { 'access/more.yaml': organization('beta') }],
  [
    'two platforms for one organization',
    { 'access/more.yaml': organization('beta', 'members: {}\n').replace('lumoauth', 'oten') },
  ],
  [
    'several organizations in one file, one of them wrong',
    {
      'access/x.yaml': `${organization('beta', 'members: { bo@x.example: { roles: [nobody] } }\n')}---\n${organization('corp', 'members: { cy@x.example: {} }\n')}`,
    },
  ],
  [
    'an unknown role',
    { 'access/fox.yaml': organization('fox', 'members: { ada@x.example: { roles: [king] } }\n') },
  ],
  ['expectations of nobody that is written', { 'access/x.yaml': expectations('nobody') }],
  [
    'an organization that is connected and not written',
    { 'bylaw.yaml': `${WORKSPACE}  zulu: { connector: access-api, url: "https://z.example" }\n` },
  ],
  ['an organization that is written and not connected', { 'access/zulu.yaml': organization('zulu') }],
  [
    'two organizations on one live one',
    {
      'bylaw.yaml': `${WORKSPACE}  zulu: { connector: access-api, url: "https://beta.example", organization: beta }\n`,
      'access/zulu.yaml': organization('zulu'),
    },
  ],
  ['a document of a kind that no pattern is for', { 'access/x.yaml': WORKSPACE }],
  ['a file that no pattern finds', { 'access/x.yml': organization('beta') }],
];

describe('together the shards tell what the whole tells:', () => {
  it.each(WRONG)('%s', (_, files) => {
    const folder = folderOf({ ...GOOD, ...files });
    const whole = toldBy(folder, null);
    expect(whole.length).toBeGreaterThan(0);
    for (const count of COUNTS) {
      const hints = (all: readonly string[]) => all.map((one) => one.replace(/ Declared: .*/, ''));
      expect(hints(toldByAll(folder, count)), `${count} shards`).toEqual(hints(whole));
    }
  });

  it('expectations go with their organization', () => {
    const folder = folderOf({ ...GOOD, 'access/tests.yaml': expectations('corp') });
    for (const count of COUNTS) {
      for (let number = 1; number <= count; number += 1) {
        const part = loadWorkspace(folder, INSTANT, { number, count });
        if (!part.ok) throw new Error('the part is good');
        expect(part.value.expectations.has('corp')).toBe(shardNumberOf('corp', count) === number);
      }
    }
  });
});
