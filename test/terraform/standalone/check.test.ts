/** What is said at `validate` and `plan`, and where: before anything is sent. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import { type Row, type RowDiagnostic, UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import { canFunction } from '../../../src/terraform/standalone/can-function.ts';
import { checkForm } from '../../../src/terraform/standalone/check/form-check.ts';
import { checkRules } from '../../../src/terraform/standalone/check/rules-check.ts';
import type { TypeName } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { openPlatformStore } from '../../../src/terraform/standalone/session/bundled-platforms.ts';
import { openConnectorStore } from '../../../src/terraform/standalone/session/connector-store.ts';
import { InFlightWork } from '../../../src/terraform/standalone/session/provider-session.ts';
import {
  checkSettings,
  configureProvider,
  type ProviderEnvironment,
} from '../../../src/terraform/standalone/session/provider-settings.ts';
import { appcircle, atrium, bilbis, lumoauth } from '../../connector/platforms.ts';
import { PLATFORMS, startTestSandbox } from '../../sandbox/start.ts';
import { BUILT } from './stage.ts';

/** `members["dan"]: Not an e-mail address`. */
function told(problems: readonly RowDiagnostic[]): readonly string[] {
  return problems.map(({ attribute = [], summary }) => {
    const [name = '', step] = attribute;
    return `${String(name)}${typeof step === 'object' ? `[${JSON.stringify(step.key)}]` : ''}: ${summary}`;
  });
}

describe('the form of a block', () => {
  test.each<[TypeName, Row, readonly string[]]>([
    ['bylaw_scope', { path: 'acme/units' }, ['path: Not a path']],
    ['bylaw_scope', { path: 'acme//x' }, ['path: Not a path']],
    ['bylaw_scope', { path: UNKNOWN }, []],
    ['bylaw_role', { name: 'Release Manager' }, ['name: Not a name']],
    ['bylaw_role', { name: 'r', title: 'two\nlines', description: 'two\nlines' }, ['title: Not a title']],
    ['bylaw_role', { name: 'r', description: 'a\ttab' }, ['description: Not a description']],
    ['bylaw_role', { name: 'r', title: '' }, ['title: Not a title']],
    ['bylaw_role', { name: 'r'.repeat(100), title: '😀'.repeat(200), description: 'd'.repeat(4000) }, []],
    [
      'bylaw_role',
      { name: 'r'.repeat(101), title: 't'.repeat(201), description: 'd'.repeat(4001) },
      ['name: Too long', 'title: Too long', 'description: Too long'],
    ],
    ['bylaw_scope', { path: `acme/units/${'a'.repeat(101)}` }, ['path: Too long']],
    ['bylaw_member', { member: `${'a'.repeat(320)}@x.y` }, ['member: Too long']],
    [
      'bylaw_group',
      { name: 'qa', members: { 'dan@x.y': 'A lead' } },
      ['members["dan@x.y"]: Not an empty text'],
    ],
    ['bylaw_group', { name: 'qa', members: { 'dan@x.y': UNKNOWN } }, []],
    [
      'bylaw_group',
      { name: 'qa', members: { 'dan\u200b@x.y': '' } },
      ['members["dan\u200b@x.y"]: Not the key of a person'],
    ],
    [
      'bylaw_group',
      { name: 'qa', home: '/', members: { '': '' } },
      ['home: Not a path', 'members[""]: Not the key of a person'],
    ],
    [
      'bylaw_member',
      { member: 'dan @x.y', state: 'invited' },
      ['member: Not the key of a person', 'state: Not a state'],
    ],
    [
      'bylaw_group',
      { name: 'qa', members: { 'dan@x.y': null, 'eve@x.y': UNKNOWN } },
      ['members["dan@x.y"]: A value is null'],
    ],
    [
      'bylaw_roster',
      { scope: 'acme', roles: { 'group:acme/qa': null } },
      ['roles["group:acme/qa"]: A value is null'],
    ],
    ['bylaw_assignment', { scope: 'acme', principal: 'dan@x.y' }, ['principal: Not a principal']],
    ['bylaw_assignment', { scope: 'acme', principal: 'group:qa' }, ['principal: Not a path of a group']],
    [
      'bylaw_roster',
      { scope: 'acme', roles: { 'members:dan@x.y': 'owner' } },
      ['roles["members:dan@x.y"]: Not a principal'],
    ],
  ])('%s %o', (type, row, expected) => {
    expect(told(checkForm(type, row))).toEqual(expected);
  });
});

describe('the rules of the platform', () => {
  test.each<[TypeName, Row, readonly string[]]>([
    ['bylaw_scope', { path: 'acme/units/a/workspaces/b', kind: 'workspace' }, []],
    ['bylaw_scope', { path: 'acme/unit/a' }, ['path: No such scope']],
    ['bylaw_scope', { path: 'other/units/a' }, ['path: No such scope']],
    ['bylaw_scope', { path: 'acme' }, ['path: The organization is no resource']],
    [
      'bylaw_scope',
      { path: 'acme', settings: { openness: 'open' } },
      ['path: The organization is no resource'],
    ],
    [
      'bylaw_scope',
      { path: 'acme', settings: { openness: 'wide', listing: 'hidden' } },
      ['settings: No such value', 'settings: No such setting', 'path: The organization is no resource'],
    ],
    ['bylaw_scope', { path: 'acme/archives/a' }, ['path: Not managed here']],
    ['bylaw_scope', { path: 'acme/units/a', kind: 'workspace' }, ['kind: Not the kind of this path']],
    ['bylaw_role', { name: 'owner', permissions: ['*'] }, ['name: The name is taken']],
    ['bylaw_role', { name: 'r', permissions: [] }, ['permissions: Too few permissions']],
    ['bylaw_role', { name: 'r', permissions: [UNKNOWN] }, []],
    [
      'bylaw_role',
      { name: 'r', permissions: ['build:view'], includes: ['s', 'r'] },
      ['includes: A role in itself'],
    ],
    ['bylaw_group', { home: 'acme', name: 'qa', groups: ['acme/qa'] }, ['groups: A group in itself']],
    [
      'bylaw_role',
      { name: 'r', home: 'acme/units/a', permissions: ['biuld:*'] },
      ['home: Roles live in the organization', 'permissions: No such permission'],
    ],
    ['bylaw_group', { home: 'acme/units/a/workspaces/b', name: 'qa' }, ['home: No home for groups']],
    [
      'bylaw_group',
      { home: 'acme', name: 'qa', members: { dan: '' }, groups: ['qa'] },
      ['members["dan"]: Not an e-mail address', 'groups: Not a path of a group'],
    ],
    ['bylaw_member', { scope: 'acme/units/a', member: 'dan@x.y' }, ['scope: No members of its own']],
    [
      'bylaw_group',
      { home: 'acme', name: 'qa', members: { 'dan@x.y': '', 'Dan@x.y': '', 'eve@x.y': '' } },
      ['members["Dan@x.y"]: The same one twice'],
    ],
    [
      'bylaw_roster',
      {
        scope: 'acme',
        roles: { 'member:dan@x.y': 'owner', 'member:DAN@x.y': 'steward', 'group:acme/qa': '' },
      },
      ['roles["member:DAN@x.y"]: The same one twice'],
    ],
    [
      'bylaw_member',
      { scope: 'acme', member: 'dan', state: 'deactivated' },
      ['member: Not an e-mail address'],
    ],
    [
      'bylaw_assignment',
      { scope: 'acme', principal: 'member:dan@x.y', roles: ['founder', 'editor', 'made-here'] },
      ['roles: Not given by assignment', 'roles: Not assignable there'],
    ],
    [
      'bylaw_roster',
      { scope: 'acme/units/a', roles: { 'member:dan@x.y': 'owner, steward' } },
      ['roles["member:dan@x.y"]: Not assignable there'],
    ],
  ])('%s %o', (type, row, expected) => {
    expect(told(checkRules(type, row, atrium, 'acme'))).toEqual(expected);
  });

  test('a setting of the organization has no block, and is set elsewhere', () => {
    const row = { path: 'acme', settings: { openness: 'open' } };
    expect(checkRules('bylaw_scope', row, atrium, 'acme').map(({ detail }) => detail)).toEqual([
      'acme is the organization itself, which belongs to the platform. Set openness with `bylaw apply` or there, and remove the block.',
    ]);
  });

  test.each<[PlatformDefinition, TypeName, Row, readonly string[]]>([
    [bilbis, 'bylaw_assignment', { scope: 'acme', principal: 'member:dan', roles: ['viewer'] }, []],
    [bilbis, 'bylaw_assignment', { scope: 'acme', principal: 'member:dan', roles: [UNKNOWN] }, []],
    [
      bilbis,
      'bylaw_assignment',
      { scope: 'acme', principal: 'member:dan', roles: [] },
      ['roles: Exactly one role'],
    ],
    [
      bilbis,
      'bylaw_roster',
      { scope: 'acme', roles: { 'member:dan': 'viewer,admin', 'member:eve': UNKNOWN } },
      ['roles["member:dan"]: Exactly one role'],
    ],
    [
      appcircle,
      'bylaw_assignment',
      {
        scope: 'acme',
        principal: 'member:dan@x.y',
        roles: ['build-viewer', 'build-operator', 'signing-identities-viewer'],
      },
      ['roles: One role in each module'],
    ],
  ])('how many roles: %#', (platform, type, row, expected) => {
    expect(told(checkRules(type, row, platform, 'acme'))).toEqual(expected);
  });

  test('another platform, other rules', () => {
    expect(
      told(
        checkRules(
          'bylaw_group',
          { home: 'acme', name: 'qa', groups: ['acme/x'], permissions: ['documents:read'] },
          lumoauth,
          'acme',
        ),
      ),
    ).toEqual(['groups: Groups in groups are not stored', 'permissions: Groups carry no permissions']);
  });
});

describe('the provider block', () => {
  const world = (environment: NodeJS.ProcessEnv = {}): ProviderEnvironment => ({
    environment,
    platforms: openPlatformStore(BUILT),
    connectors: openConnectorStore(BUILT),
    course: new InFlightWork(),
  });
  const good = {
    url: 'https://access.acme.com',
    organization: 'acme',
    platform: 'oten',
    connector: null,
    remote: null,
    token_env: null,
  };

  test.each<[string, Row, readonly string[]]>([
    ['is good', {}, []],
    ['waits for what is not known yet', { url: UNKNOWN, platform: UNKNOWN }, []],
    ['names no connector', { connector: 'access-apj' }, ['connector: No such connector']],
    ['has another URL', { url: 'ftp://x' }, ['url: Not a URL']],
    ['has a URL with a password', { url: 'https://me:secret@x.y' }, ['url: Not a URL']],
    ['has a URL with a query', { url: 'https://x.y/?x=1' }, ['url: Not a URL']],
    ['has a URL with nothing but a sign', { url: 'https://x.y/?' }, ['url: Not a URL']],
    ['has a URL with an anchor', { url: 'https://x.y/#top' }, ['url: Not a URL']],
    ['has a path for an organization', { organization: 'acme/units' }, ['organization: Not a name']],
    ['has no remote', { remote: '' }, ['remote: Not an id']],
    [
      'has a token where its name belongs',
      { token_env: 'tok-1234' },
      ['token_env: Not the name of a variable'],
    ],
    ['misspells the platform', { platform: 'otne' }, ['platform: There is no platform "otne".']],
    [
      'names a file that is not there',
      { platform: './none.yaml' },
      [expect.stringContaining('platform: Cannot read ./none.yaml')],
    ],
    [
      'says all at once',
      { url: 'x', organization: '', platform: 'x' },
      ['url: Not a URL', 'organization: Not a name', 'platform: There is no platform "x".'],
    ],
  ])('%s', async (_what, more, expected) => {
    expect(told(await checkSettings({ ...good, ...more }, world()))).toEqual(expected);
  });

  test.each([
    'https://me:secret@x.y',
    'ftp://me:secret@x.y',
    'https://me:secret@',
    'me:secret@x.y',
    '//me:secret@x.y',
  ])('the password in %s is not repeated', async (url) => {
    const problems = await checkSettings({ ...good, url }, world());
    expect(told(problems)).toEqual(['url: Not a URL']);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  test('a platform file of one’s own is checked like any other document', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-own-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    expect(await checkSettings({ ...good, platform: PLATFORMS.atrium }, world())).toEqual([]);
    const file = join(folder, 'own.yaml');
    writeFileSync(file, 'apiVersion: bylaw/v1\nkind: Platform\nname: own\ntitel: Own\n');
    const problems = await checkSettings({ ...good, platform: file }, world());
    expect(told(problems).join('\n')).toMatch(/platform: .*titel/);
    expect(problems.map(({ detail }) => detail).join('\n')).toContain('own.yaml:4:');
  });

  test('nothing is asked while a value is unknown', async () => {
    expect(await configureProvider({ ...good, url: UNKNOWN }, world())).toMatchObject({
      session: { state: 'waiting' },
    });
  });

  test.each<[string, Row, NodeJS.ProcessEnv, string]>([
    ['no token', {}, {}, 'token_env: No token'],
    [
      'a token in another variable',
      { token_env: 'OTHER' },
      { BYLAW_TOKEN: 'sandbox-admin' },
      'token_env: No token',
    ],
    ['a wrong token', {}, { BYLAW_TOKEN: 'wrong' }, 'token_env: '],
    [
      'another organization',
      { organization: 'umbrella' },
      { BYLAW_TOKEN: 'sandbox-admin' },
      'organization: ',
    ],
    [
      'another platform',
      { platform: 'oten' },
      { BYLAW_TOKEN: 'sandbox-admin' },
      'platform: The live organization is one of platform lumoauth, not oten',
    ],
    ['nobody at the URL', { url: 'http://127.0.0.1:9' }, { BYLAW_TOKEN: 'sandbox-admin' }, 'url: '],
  ])('%s is said once, at its attribute, without the token', async (_what, more, environment, expected) => {
    const sandbox = await startTestSandbox();
    onTestFinished(() => sandbox.close());
    const { session, problems = [] } = await configureProvider(
      { ...good, url: sandbox.url, platform: 'lumoauth', ...more },
      world(environment),
    );
    expect(session).toBeNull();
    expect(told(problems)).toHaveLength(1);
    expect(told(problems)[0]).toContain(expected);
    for (const token of Object.values(environment)) expect(JSON.stringify(problems)).not.toContain(token);
  });
});

describe('can', () => {
  const grants = {
    'dan@x.y': 'documents:read,documents:write',
    constructor: '',
    eve: '',
    EVE: 'documents:read',
  };
  test.each([
    ['dan@x.y', 'documents:read', true],
    ['dan@x.y', 'documents:delete', false],
    ['dan@x.y', 'documents', false],
    ['Dan@x.y', 'documents:read', true],
    ['constructor', 'documents:read', false],
    ['toString', 'documents:read', expect.objectContaining({ argument: 1 })],
    ['dam@x.y', 'documents:read', expect.objectContaining({ argument: 1 })],
    ['Eve', 'documents:read', expect.objectContaining({ argument: 1 })],
    ['EVE', 'documents:read', true],
    ['constructor', '', expect.objectContaining({ argument: 2 })],
    ['dan@x.y', 'documents:*', expect.objectContaining({ argument: 2 })],
  ])('%s %s', (member, permission, expected) => {
    expect(canFunction.call([grants, member, permission])).toEqual(expected);
  });
});
