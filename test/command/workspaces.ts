/** Folders with documents in them, and the command line used from there. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import type { SandboxSeed } from '../../src/sandbox/sandbox.ts';
import { PLATFORMS, startTestSandbox, type TestSandbox, type TestSandboxOptions } from '../sandbox/start.ts';
import { type Finished, type Running, run, start } from './bylaw.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/** Odd enough not to occur by chance in any output. */
export const TOKEN = 'tok-7f3Qz9vXw2-Lr8Kd1';

export interface Workspace {
  readonly folder: string;
  /** Where its commands put temporary files; empty when they clean up after themselves. */
  readonly temporary: string;
  readonly environment: NodeJS.ProcessEnv;
  read(file: string): string;
  write(file: string, content: string | Buffer): void;
  remove(file: string): void;
  /** A command line run in the folder. */
  run(...words: readonly string[]): Promise<Finished>;
  start(...words: readonly string[]): Running;
  /** The same with other variables; undefined takes one away. */
  with(variables: NodeJS.ProcessEnv): Workspace;
}

/** Files by name, in a folder that goes with the test. */
export function workspaceOf(files: Readonly<Record<string, string | Buffer>>): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-acceptance-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const place = join(folder, 'work');
  const temporary = join(folder, 'tmp');
  mkdirSync(place);
  mkdirSync(temporary);
  const { PATH, HOME } = process.env;
  const made = workspaceIn(place, temporary, { PATH, HOME, TMPDIR: temporary, BYLAW_TOKEN: TOKEN });
  for (const [file, content] of Object.entries(files)) made.write(file, content);
  return made;
}

function workspaceIn(folder: string, temporary: string, environment: NodeJS.ProcessEnv): Workspace {
  const surroundings = { cwd: folder, env: environment };
  return {
    folder,
    temporary,
    environment,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, content) => {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    },
    remove: (file) => rmSync(join(folder, file), { recursive: true }),
    run: (...words) => run(words, surroundings),
    start: (...words) => start(words, surroundings),
    with: (variables) => workspaceIn(folder, temporary, { ...environment, ...variables }),
  };
}

/** Every file below a folder, for those who search all of them. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

export function expectNothingLeftIn({ temporary }: Workspace): void {
  expect(readdirSync(temporary)).toEqual([]);
}

/** A workspace and the platform it speaks of, in this process. */
export interface Stage extends Workspace {
  readonly platform: TestSandbox;
  /** The same folder, its commands without the platform's url. */
  readonly plainly: Workspace;
  with(variables: NodeJS.ProcessEnv): Stage;
}

export interface StageOptions extends TestSandboxOptions {
  readonly on?: keyof typeof PLATFORMS;
}

/** `--url` is added to what talks to a platform. Held against the API's contract when the test is over. */
export async function stageOf(workspace: Workspace, options: StageOptions = {}): Promise<Stage> {
  const { on = 'lumoauth', ...rest } = options;
  const platform = await startTestSandbox({
    platformFile: PLATFORMS[on],
    token: { value: TOKEN, name: 'bylaw' },
    ...rest,
    tokens: [{ value: STRANGER, name: 'pat' }, ...(rest.tokens ?? [])],
  });
  onTestFinished(() => platform.close());
  return staged(workspace, platform);
}

function staged(plainly: Workspace, platform: TestSandbox): Stage {
  return {
    ...reaching(plainly, platform.url),
    platform,
    plainly,
    with: (variables) => staged(plainly.with(variables), platform),
  };
}

/** Somebody else's token, for what happens behind Bylaw's back. */
export const STRANGER = 'stranger-of-these-tests';

const REMOTE = ['plan', 'apply', 'drift', 'access', 'doctor'];

/** A workspace whose commands find the platform at this URL. */
export function reaching(workspace: Workspace, url: string): Workspace {
  const remote = (words: readonly string[]) =>
    REMOTE.includes(words[0] ?? '') ? [...words, '--url', url] : words;
  return {
    ...workspace,
    run: (...words) => workspace.run(...remote(words)),
    start: (...words) => workspace.start(...remote(words)),
    with: (variables) => reaching(workspace.with(variables), url),
  };
}

/** The example that comes with Bylaw: 21 people, 11 groups, 3 levels, grants that end. */
export function lumoauthExample(): Workspace {
  return exampleOf('lumoauth');
}

/** A copy of one of the examples. */
export function exampleOf(name: string): Workspace {
  const made = workspaceOf({});
  cpSync(join(EXAMPLES, name), made.folder, { recursive: true });
  return made;
}

const BYLAW_YAML = `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
organizations:
  acme: { connector: access-api, url: "http://127.0.0.1:1" }
`;

/** An organization on lumoauth from what follows its head. */
export function organization(body: string, authority = 'full'): Workspace {
  return workspaceOf({ 'bylaw.yaml': BYLAW_YAML, 'access/acme.yaml': document(body, authority) });
}

/** The head takes five lines: the body begins on line 6. */
export function document(body: string, authority = 'full'): string {
  return `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: ${authority}\n${body}`;
}

/** Generated people and groups; person n is in `memberships` groups, and each group has a role. */
export interface Size {
  readonly members: number;
  readonly groups: number;
  readonly memberships: number;
}

export function personOf(n: number): string {
  return `person-${String(n).padStart(4, '0')}@acme.example`;
}

export function groupOf(n: number): string {
  return `group-${String(n).padStart(3, '0')}`;
}

export function groupsOfPerson(n: number, size: Size): readonly string[] {
  const names = Array.from({ length: size.memberships }, (_, i) => groupOf((n * 7 + i * 3) % size.groups));
  return [...new Set(names)];
}

export function generated(size: Size): Workspace {
  const people = Array.from({ length: size.members }, (_, n) => n);
  const members = people.map((n) => `  ${personOf(n)}:`).join('\n');
  const groups = Array.from({ length: size.groups }, (_, g) => {
    const name = groupOf(g);
    const inside = people.filter((n) => groupsOfPerson(n, size).includes(name)).map(personOf);
    return `  ${name}:\n    title: Group ${g}\n    members: [${inside.join(', ')}]\n    roles: [${g % 2 === 0 ? 'viewer' : 'editor'}]`;
  }).join('\n');
  return organization(`members:\n${members}\ngroups:\n${groups}\n`);
}

/** What `generated` asks for, as it is live. */
export function seedOf(size: Size): SandboxSeed {
  const people = Array.from({ length: size.members }, (_, n) => n);
  return {
    organization: 'acme',
    members: people.map((n) => ({ key: personOf(n) })),
    groups: Array.from({ length: size.groups }, (_, g) => ({
      slug: groupOf(g),
      name: `Group ${g}`,
      members: people.filter((n) => groupsOfPerson(n, size).includes(groupOf(g))).map(personOf),
      roles: [g % 2 === 0 ? 'viewer' : 'editor'],
    })),
  };
}

/** An organization on a platform of the user's own, with units, workspaces, modules, invitations and nested groups. */
export function atriumExample(): Workspace {
  const made = workspaceOf({
    'bylaw.yaml': `${BYLAW_YAML}platforms: [platform/atrium.yaml]\n`,
    'access/acme.yaml': `apiVersion: bylaw/v1
kind: Organization
name: acme
title: Acme
platform: atrium
authority: full
roles:
  tester: { title: Tester, permissions: [build:view] }
members:
  ada@acme.example: { roles: [owner] }
  bob@acme.example: { roles: { build: build-viewer } }
  cy@acme.example:
  dee@acme.example:
groups:
  crew:
    title: Crew
    members: [ada@acme.example]
    groups: [night]
    permissions: [members:read]
    roles: [steward]
  night: { title: Night shift, members: [bob@acme.example, cy@acme.example] }
units:
  emea:
    title: Europe
    groups:
      crew: { roles: [tester] }
    units:
      nordics: { title: Nordics, members: { dee@acme.example: { roles: [build-none] } } }
    workspaces:
      checkout:
        title: Checkout
        groups:
          night: { roles: [editor] }
          crew:
        annexes:
          vault: { title: Vault, members: { cy@acme.example: { roles: [signer] } } }
`,
  });
  cpSync(PLATFORMS.atrium, join(made.folder, 'platform/atrium.yaml'));
  return made;
}

/** An owner there must be: somebody opened the account. */
export const ATRIUM_OPENED: SandboxSeed = {
  organization: 'acme',
  members: [{ key: 'ada@acme.example', state: 'active' }],
  assignments: [{ principal: { type: 'member', name: 'ada@acme.example' }, roles: ['owner'] }],
};
