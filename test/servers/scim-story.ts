/** The whole story of an organization behind SCIM, on a server that nobody here wrote: from nothing to an import of all. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { run } from '../command/bylaw.ts';
import { EVERYTHING_MEANT } from '../command/meant.ts';

export interface ScimPlace {
  readonly url: string;
  readonly base: string;
  readonly token: string;
  readonly dialect: Readonly<Record<string, string | number | boolean>>;
}

type Json = Readonly<Record<string, unknown>>;

/** The server by its own API, past Bylaw. */
async function ask(
  { url, base, token }: ScimPlace,
  method: string,
  path: string,
  body?: Json,
): Promise<Json> {
  const response = await fetch(`${url}${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Json);
}

async function idOf(place: ScimPlace, list: 'Users' | 'Groups', name: string): Promise<string> {
  const { Resources } = await ask(place, 'GET', `/${list}`);
  const found = (Resources as readonly Json[]).find(
    (one) => one.userName === name || one.displayName === name,
  );
  if (found === undefined) throw new Error(`no ${name} in ${list}`);
  return String(found.id);
}

async function membersOf(place: ScimPlace, group: string): Promise<readonly string[]> {
  const { members } = await ask(place, 'GET', `/Groups/${await idOf(place, 'Groups', group)}`);
  return (members as readonly Json[]).map(({ display }) => String(display)).sort();
}

const PEOPLE = ['ana', 'bo', 'cy', 'di', 'eve'].map((name) => `${name}@scim.example`);

function documents(groups: Readonly<Record<string, readonly string[]>>): string {
  return [
    'apiVersion: bylaw/v1',
    'kind: Organization',
    'name: acme',
    'platform: scim',
    'authority: { members: declared, groups: full }',
    'members:',
    ...PEOPLE.map((key) => `  ${key}:`),
    'groups:',
    ...Object.entries(groups).flatMap(([key, names]) => [
      `  ${key}:`,
      ...(key === 'night-shift' ? ['    title: Night shift'] : []),
      `    members: [${names.map((name) => `${name}@scim.example`).join(', ')}]`,
    ]),
    '',
  ].join('\n');
}

/** Plan, apply by both engines, an empty plan, drift, healed, and an import of what is there. */
export async function livesTheStory(place: ScimPlace): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-scim-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, SCIM_TOKEN: place.token };
  const workspace = (name: string): string => {
    const at = join(folder, name);
    mkdirSync(at);
    const dialect = Object.entries(place.dialect).map(([key, value]) => `${key}: ${value}`);
    const files = name === 'written' ? 'files: ["*.yaml"]' : 'files: ["access/*.yaml"]';
    writeFileSync(
      join(at, 'bylaw.yaml'),
      `apiVersion: bylaw/v1\nkind: Workspace\n${files}\norganizations:\n  acme:\n    connector: scim\n    url: ${place.url}\n    base: ${place.base}\n    dialect: { ${dialect.join(', ')} }\n`,
    );
    return at;
  };
  const cwd = workspace('written');
  const write = (text: string): void => writeFileSync(join(cwd, 'acme.yaml'), text);
  const bylaw = async (status: number, ...words: readonly string[]): Promise<string> => {
    const done = await run(words, { cwd, env });
    expect([words, done.status, done.err, done.status === status ? '' : done.out]).toEqual([
      words,
      status,
      done.err,
      '',
    ]);
    return done.out;
  };
  writeFileSync(join(cwd, 'meant.yaml'), EVERYTHING_MEANT);

  write(documents({ qa: ['ana', 'bo', 'cy'], 'night-shift': ['ana', 'di'] }));
  await bylaw(0, 'check');
  await bylaw(2, 'plan');
  await bylaw(0, 'apply', '--engine', 'embedded', '--yes');
  await bylaw(0, 'plan');
  expect(await membersOf(place, 'qa')).toHaveLength(3);

  // One goes, one comes, a group comes; by terraform.
  write(documents({ qa: ['ana', 'cy', 'eve'], 'night-shift': ['ana', 'di'], ops: ['bo'] }));
  await bylaw(0, 'apply', '--engine', 'terraform', '--yes');
  await bylaw(0, 'plan');
  expect(await membersOf(place, 'qa')).toHaveLength(3);
  expect(await membersOf(place, 'ops')).toHaveLength(1);

  // Somebody else puts one person in, by the server's own API.
  const group = await idOf(place, 'Groups', 'ops');
  const di = await idOf(place, 'Users', 'di@scim.example');
  await ask(place, 'PATCH', `/Groups/${group}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'add', path: 'members', value: [{ value: di }] }],
  });
  const told = await bylaw(2, 'drift');
  expect(told).toContain('di@scim.example');
  await bylaw(0, 'apply', '--engine', 'embedded', '--yes');
  await bylaw(0, 'drift');
  expect(await membersOf(place, 'ops')).toHaveLength(1);

  // The first group goes; what is left is imported, and nothing is to be done.
  write(documents({ qa: ['ana', 'cy', 'eve'], 'night-shift': ['ana', 'di'] }));
  await bylaw(0, 'apply', '--engine', 'embedded', '--yes');
  const imported = workspace('imported');
  const done = await run(['import', 'acme', '--platform', 'scim'], { cwd: imported, env });
  expect([done.status, done.err]).toEqual([0, done.err]);
  expect(await run(['plan'], { cwd: imported, env })).toMatchObject({ status: 0 });
}
