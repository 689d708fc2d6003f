/** The plan as an artifact between two jobs: applied exactly, or refused with what moved since. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileInZip, namesInZip } from '../../src/terraform/run/plan-archive.ts';
import { zip } from '../../src/terraform/standalone/package/zip.ts';
import { itWithTerraform, terraform } from '../terraform/available.ts';
import { EMBEDDED, type Engine, itOnBothEngines, TERRAFORM } from './bylaw.ts';
import { everything, meddle, writesSeen } from './live.ts';
import {
  lumoauthExample,
  organization,
  reaching,
  type Stage,
  stageOf,
  TOKEN,
  workspaceOf,
} from './workspaces.ts';

const FILE = 'plan.bylaw';

async function plannedStage(engine: Engine): Promise<Stage> {
  const stage = await stageOf(lumoauthExample());
  const planned = await stage.run('plan', ...engine.words, '--out', FILE);
  expect(planned).toMatchObject({ status: 2 });
  expect(planned.err).toBe(
    'The plan is in "plan.bylaw". Apply exactly this plan: bylaw apply "plan.bylaw"\n',
  );
  return stage;
}

async function refused(stage: Stage, ...words: readonly string[]): Promise<string> {
  const before = writesSeen(stage).length;
  const applied = await stage.run('apply', FILE, ...words);
  expect(applied).toMatchObject({ status: 1, out: '' });
  expect(writesSeen(stage).length).toBe(before);
  return applied.err;
}

describe('a plan in a file', () => {
  it('that is not there is no unknown organization', async () => {
    const { status, err } = await organization('members: { ana@acme.example: { roles: [admin] } }\n').run(
      'apply',
      'missing.bylaw',
    );
    expect(status).toBe(1);
    expect(err).toContain('There is neither a plan file "missing.bylaw" nor an organization of that name.');
    expect(err).toContain('Declared: acme.');
  });

  itOnBothEngines('is applied just as it is, and only once', async (engine) => {
    const stage = await plannedStage(engine);
    expect(writesSeen(stage)).toEqual([]);
    const applied = await stage.run('apply', FILE, ...engine.words);
    expect(applied, applied.err).toMatchObject({ status: 0, err: '' });
    expect(applied.out).toContain('applied 45 changes and proved it');
    expect(await stage.run('plan', ...engine.words)).toMatchObject({ status: 0 });
    const again = await refused(stage, ...engine.words);
    expect(again).toContain('error[plan-file-stale]: acme: the platform changed since the plan was made: ');
    expect(again).toContain('group:acme/engineering is new');
  });

  itOnBothEngines('ends as an apply without a file does', async (engine) => {
    const stage = await plannedStage(engine);
    expect((await stage.run('apply', FILE, ...engine.words)).status).toBe(0);
    const other = await stageOf(lumoauthExample());
    expect((await other.run('apply', ...engine.words)).status).toBe(0);
    expect(await everything(stage)).toEqual(await everything(other));
  });

  itWithTerraform('is applied by another machine, which has the documents and no state', async () => {
    const stage = await stageOf(lumoauthExample());
    expect((await stage.run('apply')).status).toBe(0);
    // Something to update and to remove, planned on a state that the other machine does not have.
    stage.write(
      'access/groups.yaml',
      stage.read('access/groups.yaml').replace('emil@acme.example', 'fay@acme.example'),
    );
    const planned = await stage.run('plan', '--out', FILE);
    expect(planned.status).toBe(2);
    const elsewhere = workspaceOf({});
    cpSync(stage.folder, elsewhere.folder, { recursive: true });
    mkdirSync(join(elsewhere.folder, 'artifacts'));
    cpSync(join(stage.folder, FILE), join(elsewhere.folder, 'artifacts/plan'));
    elsewhere.remove('.bylaw');
    const there = reaching(elsewhere, stage.platform.url);
    const applied = await there.run('apply', 'artifacts/plan');
    expect(applied, applied.err).toMatchObject({ status: 0, err: '' });
    expect(await stage.run('plan')).toMatchObject({ status: 0 });
  });

  it('names the documents that moved', async () => {
    const stage = await plannedStage(TERRAFORM);
    stage.write(
      'access/more.yaml',
      'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nmembers: { zoe@acme.example: }\n',
    );
    stage.write('access/people.yaml', `${stage.read('access/people.yaml')}# one line more\n`);
    const said = await refused(stage);
    expect(said).toContain(
      'error[plan-file-stale]: The documents are not those the plan was made from: access/more.yaml is new; access/people.yaml changed.',
    );
  });

  itOnBothEngines(
    'still holds after a rebase by which nothing else is said of what it plans',
    async (engine) => {
      const stage = await plannedStage(engine);
      stage.write('access/people.yaml', `# who works here\n\n${stage.read('access/people.yaml')}`);
      stage.write(
        'access/another.yaml',
        'apiVersion: bylaw/v1\nkind: Organization\nname: another\nplatform: lumoauth\nmembers: { ana@another.example: }\n',
      );
      stage.write('access/teams.yaml', stage.read('access/groups.yaml'));
      stage.remove('access/groups.yaml');
      const applied = await stage.run('apply', FILE, ...engine.words);
      expect({ status: applied.status, err: applied.err }).toEqual({ status: 0, err: '' });
      expect(applied.out).toContain(
        'note[plan-file-moved]: Files changed since the plan was made, and say the same of acme: access/another.yaml is new; access/groups.yaml is gone; access/people.yaml changed; access/teams.yaml is new.',
      );
      expect(await stage.run('plan', 'acme', ...engine.words)).toMatchObject({ status: 0 });
    },
  );

  it.each([
    ['bylaw.yaml', 'bylaw.yaml changed'],
    ['access/expectations.yaml', 'access/expectations.yaml changed'],
  ])('does not hold if %s is another, which says something of everybody', async (file, phrase) => {
    const stage = await plannedStage(EMBEDDED);
    stage.write(file, `${stage.read(file)}# one line more\n`);
    stage.write('access/people.yaml', `${stage.read('access/people.yaml')}# one line more\n`);
    expect(await refused(stage, ...EMBEDDED.words)).toContain(
      `error[plan-file-stale]: The documents are not those the plan was made from: ${phrase}.`,
    );
  });

  it('does not hold if an end is another, which no platform is told', async () => {
    const stage = await stageOf(
      organization('members:\n  ana@acme.example: { roles: [{ role: admin, until: 2090-01-31 }] }\n'),
    );
    expect((await stage.run('plan', '--out', FILE, ...EMBEDDED.words)).status).toBe(2);
    stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace('2090-01-31', '2091-01-31'));
    expect(await refused(stage, ...EMBEDDED.words)).toContain('access/acme.yaml changed.');
  });

  it('names what changed on the platform, also what the plan did not speak of', async () => {
    const stage = await plannedStage(TERRAFORM);
    await meddle(stage, 'POST', '/members', { key: 'intruder@evil.example' });
    expect(await refused(stage)).toContain(': member:acme/intruder@evil.example is new.');
  });

  it('is refused when time makes it another plan', async () => {
    const stage = await stageOf(
      organization('members:\n  ana@acme.example: { roles: [{ role: admin, until: 2090-01-31 }] }\n'),
    );
    expect((await stage.run('plan', '--out', FILE)).status).toBe(2);
    const said = await refused(stage, '--at', '2091-01-01');
    expect(said).toContain('acme: other changes are due now, at 2091-01-01T00:00:00.000Z');
    expect(said).toContain('no longer: create assignment:acme|member:ana@acme.example');
  });

  itWithTerraform('is refused where another engine would carry it out', async () => {
    const stage = await plannedStage(TERRAFORM);
    const said = await refused(stage, '--engine', 'embedded');
    expect(said).toMatch(/The plan was made with \w+ [\d.]+, and here it is the embedded engine\./);
  });

  it('holds no secret, and a file that is no plan is one message', async () => {
    const stage = await plannedStage(TERRAFORM);
    const whole = readFileSync(join(stage.folder, FILE));
    const text = gunzipSync(whole).toString('utf8');
    expect(text).not.toContain(TOKEN);
    const edited = (change: (plan: Record<string, unknown>) => object): Buffer =>
      gzipSync(JSON.stringify(change(JSON.parse(text))));
    const bad: readonly (readonly [Buffer, string])[] = [
      [whole.subarray(0, 100), 'is not a plan file'],
      [Buffer.from(''), 'is not a plan file'],
      [gzipSync('{}'), 'is not a plan file'],
      [gzipSync('null'), 'is not a plan file'],
      [edited((plan) => ({ ...plan, bylaw: '0.0.1' })), 'was made by Bylaw 0.0.1'],
      [edited((plan) => ({ ...plan, organizations: [{ organization: 'acme' }] })), 'is not a plan file'],
    ];
    for (const [content, message] of bad) {
      stage.write(FILE, content);
      expect(await refused(stage)).toContain(`error[plan-file-invalid]: "plan.bylaw" ${message}`);
    }
    stage.write(FILE, whole);
    const two = await stage.run('apply', FILE, 'acme');
    expect(two).toMatchObject({ status: 1, out: '' });
    expect(two.err).toContain('A plan file is applied alone');
  });

  itOnBothEngines('whose lists were emptied applies nothing', async (engine) => {
    const stage = await stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));
    expect((await stage.run('plan', ...engine.words, '--out', FILE)).status).toBe(2);
    const text = gunzipSync(readFileSync(join(stage.folder, FILE))).toString('utf8');
    await meddle(stage, 'POST', '/members', { key: 'intruder@evil.example' });
    for (const emptied of [{ organizations: [], runs: [] }, { organizations: [] }, { inputs: [null] }]) {
      stage.write(FILE, gzipSync(JSON.stringify({ ...JSON.parse(text), ...emptied })));
      const said = await refused(stage, ...engine.words);
      expect(said).toContain('error[plan-file-invalid]: "plan.bylaw" is not a plan file: it ');
    }
  });

  itWithTerraform('whose configuration was changed in terraform’s own file applies nothing', async () => {
    const stage = await stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));
    expect((await stage.run('plan', '--out', FILE)).status).toBe(2);
    const made = JSON.parse(gunzipSync(readFileSync(join(stage.folder, FILE))).toString('utf8'));
    const archive = Buffer.from(made.runs[0].plan, 'base64');
    const files = (namesInZip(archive) ?? []).map((path) => {
      const bytes = fileInZip(archive, path) ?? Buffer.alloc(0);
      const changed = bytes
        .toString('utf8')
        .replace('"member:ana@acme.example": "admin"', '"member:ana@acme.example": "viewer"');
      return { path, bytes: path.endsWith('cdk.tf.json') ? Buffer.from(changed) : bytes, executable: false };
    });
    const forged = zip(files);
    expect(fileInZip(forged, 'tfconfig/m-/cdk.tf.json')?.toString('utf8')).toContain('"viewer"');
    made.runs[0].plan = forged.toString('base64');
    stage.write(FILE, gzipSync(JSON.stringify(made)));
    const applied = await stage.run('apply', FILE);
    expect(applied.status).toBe(1);
    expect(`${applied.out}${applied.err}`).toMatch(
      /error\[engine-disagrees\].*the configuration in the plan file is not that of the documents/,
    );
    expect(writesSeen(stage)).toEqual([]);
  });

  it('that unpacks to more than anybody plans is not unpacked', async () => {
    const stage = await stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));
    const bombs = [Buffer.alloc(300 * 1024 * 1024, ' '), Buffer.from(`[${'[],'.repeat(11_000_000)}0]`)];
    for (const bomb of bombs) {
      stage.write(FILE, gzipSync(bomb, { level: 1 }));
      expect(await refused(stage)).toContain('error[plan-file-invalid]: "plan.bylaw" is not a plan file.');
    }
    truncateSync(join(stage.folder, FILE), 3 * 1024 ** 3);
    expect(await refused(stage)).toContain(
      'error[file-too-large]: plan.bylaw: The file is larger than 64 MiB.',
    );
  });

  itWithTerraform('whose terraform part was exchanged applies nothing', async () => {
    const stage = await plannedStage(TERRAFORM);
    const other = await stageOf(organization('members:\n  mal@acme.example: { roles: [admin] }\n'));
    expect((await other.run('plan', '--out', FILE)).status).toBe(2);
    const open = (from: Stage) =>
      JSON.parse(gunzipSync(readFileSync(join(from.folder, FILE))).toString('utf8'));
    const mine = open(stage);
    mine.runs = open(other).runs;
    stage.write(FILE, gzipSync(JSON.stringify(mine)));
    const applied = await stage.run('apply', FILE);
    expect(applied.status).toBe(1);
    expect(`${applied.out}${applied.err}`).toContain('error[engine-disagrees]');
    expect(writesSeen(stage)).toEqual([]);
  });

  itWithTerraform('that would run a program on the way runs none', async () => {
    const stage = await stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));
    const done = join(stage.folder, 'done-by-stealth');
    const provisioner = `"provisioner": {"local-exec": {"command": "touch ${done}"}}`;
    // It plans with a provisioner in every block and conceals that where it is asked: only its file knows.
    await forge(
      stage,
      `
  *" plan "*) sed -i 's|"lifecycle": {|${provisioner}, "lifecycle": {|g' cdk.tf.json ;;
  *" show "*) ${terraform?.path} "$@" | sed 's/"provisioners":\\[[^]]*\\],\\{0,1\\}//g'; exit ;;`,
    );
    const applied = await stage.run('apply', FILE);
    expect(applied.status).toBe(1);
    expect(`${applied.out}${applied.err}`).toMatch(
      /error\[engine-disagrees\].*bylaw_members\.\S+ has a provisioner/,
    );
    expect(existsSync(done)).toBe(false);
    expect(writesSeen(stage)).toEqual([]);
  });

  itWithTerraform('that would keep its state elsewhere keeps none', async () => {
    const stage = await stageOf(organization('members:\n  ana@acme.example: { roles: [admin] }\n'));
    const elsewhere = join(stage.folder, 'elsewhere.json');
    await forge(
      stage,
      `
  *" init "*) sed -i -E 's|"http": *\\{[^}]*\\}|"local": {"path": "${elsewhere}"}|' cdk.tf.json ;;`,
    );
    const applied = await stage.run('apply', FILE);
    expect(applied.status).toBe(1);
    expect(`${applied.out}${applied.err}`).toMatch(
      /error\[engine-disagrees\].*the plan keeps its state in a backend of type local/,
    );
    expect(existsSync(elsewhere)).toBe(false);
    expect(writesSeen(stage)).toEqual([]);
  });

  it('is for its owner alone, whoever could read the file before', async () => {
    const stage = await stageOf(organization('members:\n  ana@acme.example:\n'));
    stage.write(FILE, 'an earlier plan');
    chmodSync(join(stage.folder, FILE), 0o644);
    expect(await stage.run('plan', '--engine', 'embedded', '--out', FILE)).toMatchObject({ status: 2 });
    expect(statSync(join(stage.folder, FILE)).mode & 0o777).toBe(0o600);
    const nowhere = await stage.run('plan', '--engine', 'embedded', '--out', 'no/where/plan.bylaw');
    expect(nowhere.status).toBe(1);
    expect(nowhere.err).toContain('error[file-unwritable]: Cannot write "no/where/plan.bylaw"');
  });
});

/** A plan file by a terraform that does, in the cases of a shell's `case`, what it should not. */
async function forge(stage: Stage, cases: string): Promise<void> {
  const bin = join(stage.folder, '..', 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'terraform'),
    `#!/bin/sh\ncase " $* " in${cases}\nesac\nexec ${terraform?.path} "$@"\n`,
  );
  chmodSync(join(bin, 'terraform'), 0o755);
  const forger = stage.with({ PATH: `${bin}${delimiter}${process.env.PATH}` });
  expect(await forger.run('plan', '--out', FILE)).toMatchObject({ status: 2 });
}
