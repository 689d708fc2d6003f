/** The provider as a process that is there before terraform, as debuggers need it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { client } from '../protocol/client.ts';
import { BUILT, stage } from './stage.ts';

interface Reattach {
  readonly Pid: number;
  readonly Test: boolean;
  readonly ProtocolVersion: number;
  readonly Addr: { readonly Network: string; readonly String: string };
}

async function debugging(environment: NodeJS.ProcessEnv, flag = '-debug') {
  const child = spawn(process.execPath, [join(BUILT, 'provider.cjs'), flag], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = await new Promise<string>((resolve) => child.stdout.setEncoding('utf8').once('data', resolve));
  const value = /^TF_REATTACH_PROVIDERS='(.*)'\n$/.exec(line)?.[1] ?? '';
  return { child, ended, value, places: JSON.parse(value) as Record<string, Reattach> };
}

test.each(['-debug', '--debug'])(
  '%s says where it is, to terraform and to tofu, and ends when told',
  async (flag) => {
    const { child, ended, places } = await debugging({ PATH: process.env.PATH }, flag);
    expect(Object.keys(places).sort()).toEqual([
      'registry.opentofu.org/bylaw/bylaw',
      'registry.terraform.io/bylaw/bylaw',
    ]);
    const [place] = Object.values(places);
    // Without Test terraform would end the process after its first command.
    expect(place).toMatchObject({
      Pid: child.pid,
      Test: true,
      ProtocolVersion: 6,
      Addr: { Network: 'unix' },
    });
    const socket = place?.Addr.String ?? '';
    expect(existsSync(socket)).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(socket)).toBe(false);
  },
);

itWithTerraform('one process serves command after command, those after an interrupted one too', async () => {
  const world = await stage();
  onTestFinished(world.close);
  const { value, places } = await debugging(world.environment);
  world.environment.TF_REATTACH_PROVIDERS = value;
  world.configure('resource "bylaw_group" "qa" {\n  name = "qa"\n}');
  // Neither init nor a lock file: terraform is told where the provider is.
  await world.apply();
  await world.expectNoChanges();
  const { session, call } = client(Object.values(places)[0]?.Addr.String ?? '');
  await call('/tfplugin6.Provider/StopProvider', new Uint8Array());
  session.destroy();
  world.configure('resource "bylaw_group" "qa" {\n  name  = "qa"\n  title = "Quality"\n}');
  await world.apply();
  await world.expectNoChanges();
});

itWithTerraform('a key that passes from one alias to another is not removed there either', async () => {
  const world = await stage();
  onTestFinished(world.close);
  const { value } = await debugging(world.environment);
  world.environment.TF_REATTACH_PROVIDERS = value;
  const two = `provider "bylaw" {\n  alias        = "two"\n  url          = "${world.sandbox.url}"\n  organization = "acme"\n  platform     = "lumoauth"\n}`;
  const person = (label: string, key: string, more = '') =>
    `resource "bylaw_member" "${label}" {\n  member = ${key}\n${more}}`;
  const second = (key: string) => person('two', key, '  provider = bylaw.two\n');
  const live = async () => Object.keys(await readPlain(connectionTo(world.sandbox)));
  world.configure(two, person('one', '"dan@acme.com"'));
  await world.apply();
  const late = 'resource "terraform_data" "key" {\n  input = "Dan@acme.com"\n}';
  for (const blocks of [[second('"Dan@acme.com"')], [late, second('terraform_data.key.output')]]) {
    world.configure(two, ...blocks);
    const passed = await world.run('apply', '-no-color', '-auto-approve');
    expect(await live()).toContain('member:acme/dan@acme.com');
    if (passed.status === 1) expect(passed.output).toContain('was not removed');
    // Back to where it began: the one block, and the person as it was.
    for (const one of Object.keys(await world.instances())) await world.succeed('state', 'rm', one);
    world.configure(two, person('one', '"dan@acme.com"'));
    await world.apply();
    await world.expectNoChanges();
  }
  // What one command has made, the next may remove.
  world.configure(two);
  await world.apply();
  expect(await live()).not.toContain('member:acme/dan@acme.com');
});
