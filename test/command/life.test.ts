import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWithTerraform } from '../terraform/available.ts';
import { EMBEDDED, type Engine, itOnBothEngines, TERRAFORM } from './bylaw.ts';
import { everything, meddle, writesSeen } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import {
  ATRIUM_OPENED,
  atriumExample,
  expectNothingLeftIn,
  lumoauthExample,
  type Stage,
  stageOf,
  type Workspace,
} from './workspaces.ts';

const INVITED = ['bob', 'cy', 'dee'].map((name) => `${name}@acme.example`);

function openAtrium(): Promise<Stage> {
  return stageOf(atriumExample(), { on: 'atrium', seed: ATRIUM_OPENED });
}

async function acceptInvitations(stage: Stage): Promise<void> {
  for (const key of INVITED) await meddle(stage, 'POST', `/members/{members/${key}}/accept`);
}

async function expectNoChanges(workspace: Workspace, engine: Engine): Promise<void> {
  const planned = await workspace.run('plan', ...engine.words);
  expect(planned).toMatchObject({ status: 0, err: '' });
  expect(planned.out).toContain('acme: no changes');
  expect(planned.out).toContain(`engine: ${engine.name}`);
}

describe('the life of an organization', () => {
  itOnBothEngines('plan shows changes, apply makes them, and a second plan has none', async (engine) => {
    const stage = await stageOf(lumoauthExample());
    const planned = await stage.run('plan', ...engine.words);
    expect(planned).toMatchObject({ status: 2, err: '' });
    expect(planned.out).toContain('acme: 45 changes, 19 people gain');
    expect(writesSeen(stage)).toEqual([]);
    const applied = await stage.run('apply', ...engine.words);
    expect(applied).toMatchObject({ status: 0, err: '' });
    expect(applied.out).toContain('applied 45 changes and proved it: read again, nothing is left');
    expect(applied.out).toContain(engine.name);
    const writes = writesSeen(stage).length;
    expect(writes).toBeGreaterThan(27);

    await expectNoChanges(stage, engine);
    const again = await stage.run('apply', ...engine.words);
    expect(again).toMatchObject({ status: 0, err: '' });
    expect(again.out).toContain('acme: nothing to do');
    expect(writesSeen(stage).length).toBe(writes);
    expectNothingLeftIn(stage);
  });

  itWithTerraform(
    'the state is a cache: lost, damaged or foreign, the next plan still has no changes',
    async () => {
      const stage = await stageOf(lumoauthExample());
      expect((await stage.run('apply')).status).toBe(0);
      const state = join(stage.folder, '.bylaw/acme.tfstate');
      expect(readdirSync(join(stage.folder, '.bylaw'))).toEqual([
        'acme.place.json',
        'acme.tfstate',
        'journal',
      ]);

      stage.remove('.bylaw');
      await expectNoChanges(stage, TERRAFORM);
      expect((await stage.run('apply')).status).toBe(0);
      const damaged = [
        '',
        '{"version":4,',
        '\0\0\0',
        '{"version":3,"serial":1,"lineage":"x","resources":[]}',
      ];
      for (const text of damaged) {
        writeFileSync(state, text);
        await expectNoChanges(stage, TERRAFORM);
      }
      const applied = await stage.run('apply');
      expect(applied.status).toBe(0);
      expect(applied.out).toContain('nothing to do');
      expect(writesSeen(stage).length).toBe(75);
    },
  );

  it('without terraform on the PATH the embedded engine does it and says so', async () => {
    const workspace = lumoauthExample();
    const stage = await stageOf(workspace.with({ PATH: workspace.temporary }));
    const planned = await stage.run('plan');
    expect(planned.status).toBe(2);
    expect(planned.out).toContain('engine: embedded');
    const applied = await stage.run('apply');
    expect(applied.status).toBe(0);
    expect(applied.out).toContain('embedded: 75 writes');
    const asked = await stage.run('apply', '--engine', 'terraform');
    expect(asked).toMatchObject({ status: 1, out: '' });
    expect(asked.err).toContain('error[engine-missing]: No terraform is on the PATH.');
    expect(asked.err).toContain('--engine embedded');
  });

  itOnBothEngines(
    'what waits for an accepted invitation is no change, and is made by the first apply after it',
    async (engine) => {
      const stage = await openAtrium();
      const planned = await stage.run('plan', ...engine.words);
      expect(planned).toMatchObject({ status: 2, err: '' });
      expect(planned.out).toMatch(/acme: \d+ changes, 2 deferred/);
      const applied = await stage.run('apply', ...engine.words);
      expect(applied).toMatchObject({ status: 0, err: '' });
      const waiting = await stage.run('plan', ...engine.words, '--json');
      expect(waiting.status).toBe(0);
      expect(JSON.parse(waiting.out)).toMatchObject({
        organizations: [{ summary: { changes: 0, deferred: 2 } }],
      });
      await acceptInvitations(stage);
      expect((await stage.run('plan', ...engine.words)).status).toBe(2);
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
      await expectNoChanges(stage, engine);
    },
  );
});

describe('both engines end in the same live state', () => {
  itWithTerraform('of the lumoauth example, made and then changed', async () => {
    const dumps = [EMBEDDED, TERRAFORM].map(async (engine) => {
      const stage = await stageOf(lumoauthExample());
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      const made = await everything(stage);
      stage.write('access/groups.yaml', CHANGED_GROUPS);
      stage.remove('access/expectations.yaml');
      stage.write('access/rails.yaml', EVERYTHING_MEANT);
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      return [made, await everything(stage)];
    });
    const [embedded, terraform] = await Promise.all(dumps);
    expect(embedded?.[0]?.members.length).toBe(21);
    expect(embedded?.[0]).not.toEqual(embedded?.[1]);
    expect(terraform).toEqual(embedded);
  });

  itWithTerraform("of an organization on a user's own platform, before and after people accept", async () => {
    const dumps = [EMBEDDED, TERRAFORM].map(async (engine) => {
      const stage = await openAtrium();
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      const invited = await everything(stage);
      await acceptInvitations(stage);
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      return [invited, await everything(stage)];
    });
    const [embedded, terraform] = await Promise.all(dumps);
    expect(embedded?.[1]?.scopes.length).toBe(5);
    expect(embedded?.[1]?.memberships.length).toBe(3);
    expect(embedded?.[1]?.['group-nestings'].length).toBe(1);
    expect(terraform).toEqual(embedded);
  });
});

/** One group renamed in title, one gone, one new, people moved about, a role exchanged. */
const CHANGED_GROUPS = `apiVersion: bylaw/v1
kind: Organization
name: acme
groups:
  engineering:
    title: Engineering and design
    groups: [platform]
    members: [chloe@acme.example, jun@acme.example]
    roles: [viewer]
  platform:
    title: Platform team
    members: [emil@acme.example, fay@acme.example]
    roles: [release-manager, support]
  reserve: { members: [gita@acme.example], groups: [] }
  # Kept, so that fewer than half of the people lose all they have.
  data: { members: [mei@acme.example, nuno@acme.example], roles: [editor] }
  finance: { members: [olive@acme.example], roles: [viewer] }
  people-team: { members: [pia@acme.example, sana@acme.example], roles: [joiner-leaver] }
`;
