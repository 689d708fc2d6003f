import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect, openReader } from '../../../src/connector/connect.ts';
import type { Connection } from '../../../src/connector/connector.ts';
import { github } from '../../../src/connector/github/github-connector.ts';
import { SMALL_SEED } from '../../sandbox/github/open-github-stand-in.ts';
import { codesOf, must } from '../connections.ts';
import { fastGithub, githubConnection, githubOf } from './github-connections.ts';

const PAIR = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** As GitHub offers it for download. */
const KEY = PAIR.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const PUBLIC = PAIR.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const OTHER = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

const READS = {
  administration: 'read',
  members: 'read',
  metadata: 'read',
  organization_administration: 'read',
  organization_custom_org_roles: 'read',
  organization_custom_roles: 'read',
  organization_user_blocking: 'read',
} as const;

const SEED = {
  ...SMALL_SEED,
  apps: [
    {
      id: 77,
      slug: 'bylaw-plan',
      publicKey: PUBLIC,
      installations: [{ id: 7, organization: 'acme', permissions: READS }],
    },
    { id: 78, slug: 'elsewhere', publicKey: PUBLIC, installations: [] },
  ],
};

function byApp(url: string, key: string, app: Record<string, number> = { id: 77 }): Connection {
  const settings = { app: { 'key-env': 'GITHUB_APP_KEY', ...app } };
  return { ...githubConnection({ url, token: '' }, settings), secrets: { 'app.key-env': key } };
}

test('an App reads with a token of its installation, which it finds by itself or is told', async () => {
  for (const app of [{ id: 77 }, { id: 77, installation: 7 }]) {
    const standIn = await githubOf({ seed: SEED });
    const read = must(await openReader(fastGithub(), byApp(standIn.url, KEY, app)).read());
    expect(read.resources.map(({ address }) => address)).toContain('group:acme/frontend');
    expect(read.unknown).toBeUndefined();
    const asked = standIn.exchanges.filter(({ path }) => path.endsWith('/access_tokens'));
    expect(asked).toHaveLength(1);
  }
});

test.each([
  ['a key of another App', OTHER, { id: 77 }, 'token-rejected'],
  ['half a key', KEY.slice(0, KEY.length / 2), { id: 77 }, 'token-rejected'],
  ['a key that is none', 'ghp_token', { id: 77 }, 'token-rejected'],
  ['no key', '', { id: 77 }, 'token-missing'],
  ['an App that is not installed there', KEY, { id: 78 }, 'token-forbidden'],
  ['an installation that is not there', KEY, { id: 77, installation: 8 }, 'token-forbidden'],
] as const)('%s is one fault with a way out', async (_, key, app, code) => {
  const standIn = await githubOf({ seed: SEED });
  const read = await openReader(fastGithub(), byApp(standIn.url, key, app)).read();
  expect(codesOf(read)).toEqual([code]);
  for (const line of key.split('\n').filter((text) => text.length > 20 && !text.startsWith('---'))) {
    expect(JSON.stringify(read)).not.toContain(line);
  }
});

test('its key is wanted in place of a token', () => {
  const written = (settings: object) => ({ organization: 'acme', remote: 'acme', settings: { ...settings } });
  expect(connect(github, written({}), {})).toMatchObject({ faults: [{ setting: 'token-env' }] });
  const app = { app: { id: 77, 'key-env': 'GITHUB_APP_KEY' } };
  expect(connect(github, written(app), {})).toMatchObject({ faults: [{ setting: 'app.key-env' }] });
  expect(connect(github, written(app), { GITHUB_APP_KEY: KEY })).toMatchObject({
    ok: true,
    value: { secrets: { 'app.key-env': KEY } },
  });
});
