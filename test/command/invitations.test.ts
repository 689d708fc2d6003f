import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readPlatform } from '../sandbox/start.ts';
import { itOnBothEngines } from './bylaw.ts';
import { acceptEverything, auditLog, listAll, meddle, writesSeen } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import { type Stage, stageOf, workspaceOf } from './workspaces.ts';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const DAY = 86_400;
const VERA = 'vera@kioskworks.example';
const KIOSK = 'tramway/sub-organizations/kiosk';

/** An example as it is shipped, applied to the organization `acme` of a sandbox of its platform. */
async function example(name: 'appcircle' | 'gorules'): Promise<Stage> {
  const workspace = workspaceOf({});
  cpSync(at(`examples/${name}`), workspace.folder, { recursive: true });
  const file = readFileSync(join(workspace.folder, 'bylaw.yaml'), 'utf8');
  workspace.write(
    'bylaw.yaml',
    file.replace('connector: access-api', 'connector: access-api\n    organization: acme'),
  );
  return stageOf(workspace, { platform: readPlatform(at(`schemas/platforms/${name}.yaml`)) });
}

describe('members of a sub-organization alone', () => {
  itOnBothEngines(
    'are invited, let in, and brought up to the organization without a day outside',
    async (engine) => {
      const stage = await example('appcircle');
      expect((await stage.run('plan', ...engine.words)).status).toBe(2);
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
      const pending = await stage.run('plan', ...engine.words);
      expect(pending).toMatchObject({ status: 0, err: '' });
      expect(pending.out).toContain('Invited, and nothing holds before they accept: ');
      expect(pending.out).toContain(`${VERA} to ${KIOSK}: sent `);
      const asked = ['access', 'why', VERA, 'build:run', KIOSK, '--live'];
      expect((await stage.run(...asked)).out).toContain(
        `not yet (live): ${VERA} will have, once accepted, build:run on ${KIOSK}`,
      );
      expect((await stage.run('access', 'what', VERA, '--live')).out).toContain('will have, once accepted:');

      await acceptEverything(stage);
      expect((await stage.run('plan', ...engine.words)).status).toBe(0);
      expect((await stage.run(...asked)).out).toContain(`yes (live): ${VERA} has build:run on ${KIOSK}`);

      // An unchanged plan costs one request for each page and no more.
      stage.platform.resetRequests();
      expect((await stage.run('plan', ...engine.words)).status).toBe(0);
      const pages = await countPages(stage, 50);
      expect(stage.platform.requests().filter(({ path }) => !path.includes('pageSize=1'))).toHaveLength(
        pages,
      );

      stage.write('access/moved.yaml', MOVED);
      const subs = readFileSync(join(stage.folder, 'access/sub-organizations.yaml'), 'utf8');
      stage.write(
        'access/sub-organizations.yaml',
        subs.replace(/ {6}vera@[\s\S]*?Vendor of the kiosk"\n/, ''),
      );
      const planned = await stage.run('plan', ...engine.words);
      expect(planned.out).toContain('tramway: 3 changes, 2 deferred, 1 person loses');
      // No place gives the other role any more: that does not wait.
      expect(planned.out).toContain(`lose signing-identities:* on ${KIOSK}: ${VERA}`);
      expect(planned.out).toContain(`waits for ${VERA} accepting the invitation to tramway`);
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
      expect((await stage.run(...asked)).out).toContain('yes (live)');
      const waiting = await stage.run('plan', ...engine.words, '--json');
      expect(waiting.status).toBe(0);
      expect(JSON.parse(waiting.out)).toMatchObject({
        organizations: [
          { summary: { changes: 0, deferred: 2 }, pending: [{ member: VERA, scope: 'tramway', sent: 1 }] },
        ],
      });

      await meddle(stage, 'POST', `/members/{members/${VERA}}/accept`);
      expect((await stage.run('plan', ...engine.words)).status).toBe(2);
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
      expect(await listAll(stage, '/scope-members')).toEqual([]);
      expect((await stage.run('plan', ...engine.words)).status).toBe(0);
      expect((await stage.run(...asked)).out).toContain('yes (live)');
    },
  );
});

const MOVED = `apiVersion: bylaw/v1
kind: Organization
name: tramway
members:
  ${VERA}: { roles: { build: operator } }
`;

describe('groups of projects', () => {
  itOnBothEngines(
    'are filled with those who are attached, and left before they are detached',
    async (engine) => {
      const stage = await example('gorules');
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
      await acceptEverything(stage);
      expect((await stage.run('plan', ...engine.words)).status).toBe(0);
      // One leaves the project and its group, one comes to both.
      const projects = stage.read('access/fraud.yaml');
      const changed = projects
        .replace('      hugo@lendwell.example:\n', '      boris@lendwell.example:\n')
        .replace('members: [hugo@lendwell.example, ', 'members: [boris@lendwell.example, ');
      stage.write('access/fraud.yaml', changed);
      const planned = await stage.run('plan', ...engine.words);
      expect(planned.out).toContain('lendwell: 3 changes, 1 person gains, 1 loses');
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
      const log = await auditLog(stage);
      const taken = log.filter((line) => line.includes('hugo@') && /removed|deleted/.test(line));
      expect(taken).toHaveLength(2);
      expect((await stage.run('plan', ...engine.words)).status).toBe(0);
    },
  );
});

const WORKSPACE = `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
organizations:
  acme: { connector: access-api, url: "http://127.0.0.1:1" }
invitations: { resend: { max: 3, wait-days: 10 } }
`;

const PEOPLE = `apiVersion: bylaw/v1
kind: Organization
name: acme
platform: appcircle
authority: full
members:
  ana@acme.example: { roles: [owner] }
  bo@acme.example: { roles: { build: viewer } }
`;

describe('an invitation that nobody accepts', () => {
  itOnBothEngines('is sent again when it is time, and not for ever', async (engine) => {
    const stage = await stageOf(workspaceOf({ 'bylaw.yaml': WORKSPACE, 'access/acme.yaml': PEOPLE }), {
      platform: readPlatform(at('schemas/platforms/appcircle.yaml')),
      seed: {
        organization: 'acme',
        members: [{ key: 'ana@acme.example', state: 'active' }],
        assignments: [{ principal: { type: 'member', name: 'ana@acme.example' }, roles: ['owner'] }],
      },
    });
    const start = Date.now();
    let days = 0;
    const later = (more: number): void => {
      days += more;
      stage.platform.advanceClock(more * DAY);
    };
    const bylaw = (command: string, ...words: readonly string[]) =>
      stage.run(
        command,
        ...(command === 'drift' ? [] : engine.words),
        '--at',
        new Date(start + days * DAY * 1000 + 240_000).toISOString(),
        ...words,
      );
    const sent = async () => {
      const [bo] = (await listAll(stage, '/members')).filter(({ key }) => key === 'bo@acme.example');
      return bo?.invitation;
    };
    expect((await bylaw('apply')).status).toBe(0);
    expect(await sent()).toMatchObject({ sent: 1 });
    expect((await bylaw('drift')).status).toBe(0);

    later(8);
    const early = await bylaw('plan');
    expect(early.status).toBe(0);
    expect(early.out).toContain('member bo@acme.example invited again');
    expect(early.out).toMatch(/waits for \S+Z \(invited again at most every 10 days\)/);
    const drifted = await bylaw('drift');
    expect(drifted.status).toBe(2);
    expect(drifted.out).toContain('the invitation of member bo@acme.example has expired: sent once');
    expect(drifted.out).toContain('member.invitation-expired');
    expect((await bylaw('apply')).out).toContain('nothing to do');

    later(3);
    expect((await bylaw('plan')).status).toBe(2);
    expect(await bylaw('apply')).toMatchObject({ status: 0, err: '' });
    expect(await sent()).toMatchObject({ sent: 2 });
    expect((await bylaw('plan')).status).toBe(0);
    // The same person with all that was given: nobody was removed and made anew.
    expect((await auditLog(stage)).filter((line) => /deleted|revoked/.test(line))).toEqual([]);

    later(11);
    expect((await bylaw('apply')).status).toBe(0);
    expect(await sent()).toMatchObject({ sent: 3 });

    later(30);
    const writes = writesSeen(stage).length;
    const capped = await bylaw('plan');
    expect(capped.status).toBe(0);
    expect(capped.out).toContain('waits for somebody to raise the cap: invited 3 times, none accepted');
    expect(capped.out).toContain('warning[invitation-cap]: bo@acme.example was invited 3 times');
    expect(capped.out).toContain('access/acme.yaml:8:3');
    expect((await bylaw('apply')).status).toBe(0);
    expect(writesSeen(stage).length).toBe(writes);

    stage.write('bylaw.yaml', WORKSPACE.replace('max: 3', 'max: 4'));
    expect((await bylaw('apply')).status).toBe(0);
    expect(await sent()).toMatchObject({ sent: 4 });
    await meddle(stage, 'POST', '/members/{members/bo@acme.example}/accept');
    expect((await bylaw('plan')).out).toContain('acme: no changes');
    expect((await bylaw('drift')).status).toBe(0);
  });

  it('who is not wanted any more is not waited for: the invitation is taken back', async () => {
    const stage = await stageOf(workspaceOf({ 'bylaw.yaml': WORKSPACE, 'access/acme.yaml': PEOPLE }), {
      platform: readPlatform(at('schemas/platforms/appcircle.yaml')),
    });
    expect((await stage.run('apply', '--engine', 'embedded')).status).toBe(0);
    stage.write('access/acme.yaml', PEOPLE.replace(/ {2}bo@.*\n/, ''));
    expect((await stage.run('apply', '--engine', 'embedded')).status).toBe(0);
    expect(await auditLog(stage)).toContain('member.invitation-revoked bo@acme.example');
  });
});

describe('until an acceptance only what must wait waits', () => {
  const acme = (platform: string, body: string): string =>
    `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${platform}\nauthority: full\n${body}`;
  const assignmentsOf = async (stage: Stage, principal: string): Promise<readonly string[]> =>
    (await stage.run('access', 'what', principal, '--live')).out.split('\n');

  itOnBothEngines('of a greater role below, what is given above stands in', async (engine) => {
    const before = acme(
      'appcircle',
      `members: { ana@acme.example: { roles: [owner] } }
sub-organizations:
  kiosk: { members: { vera@acme.example: { roles: { build: manager, signing-identities: manager } } } }
`,
    );
    const after = acme(
      'appcircle',
      `members: { ana@acme.example: { roles: [owner] }, vera@acme.example: { roles: { build: operator } } }
sub-organizations: { kiosk: }
`,
    );
    const stage = await stageOf(workspaceOf({ 'bylaw.yaml': WORKSPACE, 'access/acme.yaml': before }), {
      platform: readPlatform(at('schemas/platforms/appcircle.yaml')),
    });
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    await acceptEverything(stage);
    stage.write('access/acme.yaml', after);
    const planned = await stage.run('plan', ...engine.words);
    expect(planned).toMatchObject({ status: 2, err: '' });
    expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
    const held = (await assignmentsOf(stage, 'vera@acme.example')).join('\n');
    expect(held).toContain('build:run');
    expect(held).not.toContain('signing-identities:manage');
    expect((await stage.run('plan', ...engine.words)).out).toContain('vera@acme.example accepting');
    await acceptEverything(stage);
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    expect((await stage.run('plan', ...engine.words)).out).toContain('acme: no changes');
    expect((await stage.run('drift')).status).toBe(0);
  });

  itOnBothEngines('others in a group that goes are not owners any longer', async (engine) => {
    const before = acme(
      'github',
      'members: { old: , side: }\ngroups: { chiefs: { members: [old, side], roles: [owner] } }\n',
    );
    const after = acme('github', 'members: { new: { roles: [owner] }, old: , side: }\n');
    const members = ['old', 'side'].map((key) => ({ key, state: 'active' as const }));
    const stage = await stageOf(workspaceOf({ 'bylaw.yaml': WORKSPACE, 'access/acme.yaml': before }), {
      platform: readPlatform(at('schemas/platforms/github.yaml')),
      seed: { organization: 'acme', members },
    });
    expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
    stage.write('access/acme.yaml', after);
    expect((await stage.run('apply', ...engine.words)).err).toContain('mass-removal');
    stage.write('access/rails.yaml', EVERYTHING_MEANT);
    expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0 });
    const owners = (await stage.run('access', 'who', 'org-billing:manage', 'acme', '--live')).out;
    expect(owners).toContain('old');
    expect(owners).not.toContain('side');
    await acceptEverything(stage);
    expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
    expect((await stage.run('plan', ...engine.words)).out).toContain('acme: no changes');
  });
});

async function countPages(stage: Stage, pageSize: number): Promise<number> {
  const lists = ['scopes', 'roles', 'members', 'scope-members', 'groups', 'memberships', 'assignments'];
  let pages = 0;
  for (const list of lists) {
    const items = await listAll(stage, `/${list}?pageSize=1`);
    pages += Math.max(1, Math.ceil(items.length / pageSize));
  }
  return pages;
}
