/** The example of plain HCL and of a CDKTF app, as they are shipped, on a JupyterHub that runs. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { packagesIn } from '../cdktf/app.ts';
import { terraform } from '../terraform/available.ts';
import { stage } from '../terraform/standalone/stage.ts';
import { itWithServer, variable } from './with-server.ts';

const EXAMPLE = 'examples/jupyterhub/terraform';

itWithServer(
  'jupyterhub',
  'plain HCL and a CDKTF app: groups are made, changed outside, healed, imported and deleted; what the file does not describe is refused by the plan',
  async (variables) => {
    if (terraform === null) return;
    const url = variable(variables, 'JUPYTERHUB_URL');
    const token = variable(variables, 'JUPYTERHUB_TOKEN');
    const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const response = await fetch(`${url}/hub/api${path}`, {
        method,
        headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === '' ? null : JSON.parse(text);
    };
    const people = async (): Promise<unknown> => {
      const { users } = (await call('GET', '/groups/biology')) as { readonly users: readonly string[] };
      return [...users].sort();
    };
    const world = await stage();
    onTestFinished(() => world.close());
    world.environment.JUPYTERHUB_TOKEN = token;
    world.environment.JUPYTERHUB_URL = url;
    const hcl = readFileSync(join(EXAMPLE, 'main.tf'), 'utf8').replace('http://127.0.0.1:8081', url);
    world.write('main.tf', hcl);
    await world.succeed('init', '-no-color');
    await world.apply();
    expect(await people()).toEqual(['rosa', 'sam']);
    await world.expectNoChanges();

    // By the hub's own API: out of the group, and the plan puts it right.
    await call('DELETE', '/groups/biology/users', { users: ['sam'] });
    const drifted = await world.plan();
    expect(drifted.actions).toEqual({ 'bylaw_group.biology': 'update' });
    await world.applyPlanned();
    expect(await people()).toEqual(['rosa', 'sam']);
    await world.succeed('state', 'rm', 'bylaw_group.biology');
    await world.succeed('import', '-no-color', 'bylaw_group.biology', 'lab/biology');
    await world.expectNoChanges();

    world.write(
      'given.tf',
      'resource "bylaw_assignment" "given" {\n  scope = "lab"\n  principal = "group:${bylaw_group.biology.id}"\n  roles = ["user"]\n}\n',
    );
    const refused = await world.run('plan', '-no-color');
    expect(refused.status).toBe(1);
    expect(refused.output).toMatch(/Code: \S+/);
    world.write('given.tf', '');
    const files = ['terraform.tfstate', 'plan'].map((name) => join(world.folder, name)).filter(existsSync);
    for (const file of files) expect(readFileSync(file, 'latin1')).not.toContain(token);
    await world.succeed('destroy', '-no-color', '-auto-approve');
    await expect(people()).rejects.toThrow('404');

    const app = join(world.folder, 'app');
    mkdirSync(app);
    cpSync(join(EXAMPLE, 'main.mjs'), join(app, 'main.mjs'));
    packagesIn(app);
    const synthesized = spawnSync(process.execPath, ['main.mjs'], {
      cwd: app,
      env: world.environment,
      encoding: 'utf8',
    });
    expect([synthesized.status, synthesized.stderr]).toEqual([0, '']);
    const chdir = `-chdir=${join(app, 'cdktf.out/stacks/lab')}`;
    await world.succeed(chdir, 'init', '-no-color');
    await world.succeed(chdir, 'apply', '-no-color', '-auto-approve');
    expect(await people()).toEqual(['rosa', 'sam']);
    await world.succeed(chdir, 'plan', '-no-color', '-detailed-exitcode');
    await world.succeed(chdir, 'destroy', '-no-color', '-auto-approve');
    await expect(people()).rejects.toThrow('404');
  },
);
