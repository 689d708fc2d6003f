import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { InjectedFault } from '../../src/sandbox/sandbox.ts';
import { httpStates } from '../state/backend/http-states.ts';
import { startPostgres } from '../state/backend/postgres.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { writesSeen } from './live.ts';
import { descendantsOf, untilGone } from './processes.ts';
import {
  document,
  expectNothingLeftIn,
  reaching,
  type Stage,
  stageOf,
  type Workspace,
  workspaceOf,
} from './workspaces.ts';

/** States somewhere else, through the command line: what the server holds is what counts. */

interface Kept {
  /** `state.backend` as the workspace writes it. */
  readonly backend: string;
  readonly credentials: NodeJS.ProcessEnv;
  readonly wrong: NodeJS.ProcessEnv;
  /** What nobody may ever read. */
  readonly secrets: readonly string[];
  read(): Promise<string | null>;
  write(text: string | null): Promise<void>;
  stop(): Promise<void>;
}

async function onHttp(): Promise<Kept> {
  const username = 'bylaw';
  const password = 's3cret/of-the server';
  const server = await httpStates({ username, password });
  const place = `${server.address}/states/{organization}`;
  return {
    backend: `{ type: http, address: "${place}", lock_address: "${place}", unlock_address: "${place}", retry_max: 0 }`,
    credentials: { TF_HTTP_USERNAME: username, TF_HTTP_PASSWORD: password },
    wrong: { TF_HTTP_USERNAME: username, TF_HTTP_PASSWORD: 'wr0ng-one' },
    secrets: [password, 'wr0ng-one'],
    read: async () => server.states.get('/states/acme') ?? null,
    write: async (text) => {
      if (text === null) server.states.delete('/states/acme');
      else server.states.set('/states/acme', text);
    },
    stop: server.close,
  };
}

async function onPostgres(): Promise<Kept> {
  const server = await startPostgres();
  onTestFinished(server.stop);
  const { password } = server;
  return {
    backend: `{ type: pg, conn_str: "${server.url}", schema_name: "bylaw_{organization}" }`,
    credentials: { PGPASSWORD: password },
    // A whole connection string, as many have it: terraform prints it when it cannot read it.
    wrong: { PG_CONN_STR: `postgres://bylaw:wr0ng%2Done@127.0.0.1:${server.port}/postgres?sslmode=disable` },
    secrets: [password, 'wr0ng-one', 'wr0ng%2Done'],
    read: async () => {
      const [row] = await server.query("SELECT data FROM bylaw_acme.states WHERE name = 'default'");
      return typeof row?.data === 'string' ? row.data : null;
    },
    write: async (text) => {
      if (text === null) await server.query('DELETE FROM bylaw_acme.states');
      else await server.query("UPDATE bylaw_acme.states SET data = $1 WHERE name = 'default'", [text]);
    },
    stop: server.stop,
  };
}

function isThere(program: string): boolean {
  return execFileSync('sh', ['-c', `command -v ${program} || true`], { encoding: 'utf8' }) !== '';
}

const PEOPLE = (names: readonly string[]): string =>
  document(
    `members:\n${names.map((name) => `  ${name}@acme.example:\n`).join('')}groups:\n  qa: { title: QA, members: [ada@acme.example], roles: [viewer] }\n`,
  );

/** The first creation is answered, so that it is seen that an apply is under way; the others are held up. */
const held = (ms: number): readonly InjectedFault[] => [
  { kind: 'latency', ms, nth: 2, times: 100, match: { method: 'POST' } },
];

async function untilWriting(stage: Stage): Promise<void> {
  stage.platform.resetRequests();
  await vi.waitFor(() => expect(writesSeen(stage)).not.toEqual([]), { timeout: 500_000, interval: 20 });
}

interface Rows {
  readonly serial: number;
  readonly resources: readonly { readonly name: string }[];
}

const rowsIn = (text: string | null): Rows => JSON.parse(text ?? '{"serial":0,"resources":[]}') as Rows;

const namesIn = (text: string | null): readonly string[] => rowsIn(text).resources.map(({ name }) => name);

describe.each([
  ['http', onHttp],
  ['pg', onPostgres],
] as const)('a state on a %s backend', (name, start) => {
  itWithTerraform('is shared, locked, adopted anew when it is lost, and never somebody else’s', async () => {
    const kept = await start();
    const machine = (people: readonly string[], more: NodeJS.ProcessEnv = kept.credentials): Workspace => {
      const conn =
        more.PG_CONN_STR === undefined ? kept.backend : kept.backend.replace(/conn_str: "[^"]*", /, '');
      return workspaceOf({
        'bylaw.yaml': `apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nstate:\n  backend: ${conn}\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n`,
        'acme.yaml': PEOPLE(people),
      }).with(more);
    };
    const stage: Stage = await stageOf(machine(['ada']));
    const at = (workspace: Workspace): Workspace => reaching(workspace, stage.platform.url);
    const said: string[] = [];
    const run = async (workspace: Workspace, ...words: readonly string[]) => {
      const ran = await at(workspace).run(...words);
      said.push(ran.out, ran.err);
      return ran;
    };

    // The first apply keeps the state there, and no file of it here.
    const first = await run(stage.plainly, 'apply');
    expect(first).toMatchObject({ status: 0, err: '' });
    const oldest = await kept.read();
    expect(rowsIn(oldest).resources.length).toBeGreaterThan(3);

    // A second machine goes on from it: nothing to adopt, nothing to write.
    const again = await run(machine(['ada']), 'apply');
    expect(again).toMatchObject({ status: 0, err: '' });
    expect(await kept.read()).toBe(oldest);

    // Two at once: one goes on, the other is told, and one killed holds nobody up.
    stage.platform.setFaults(held(500_000));
    const more = ['ada', 'eve', 'fay'];
    const one = at(machine(more)).start('apply');
    await untilWriting(stage);
    const other = await run(machine(more), 'apply');
    expect(other.status).toBe(1);
    expect(other.err.match(/error\[/g)).toHaveLength(1);
    expect(other.err).toMatch(/error\[state-locked\]: Another apply of acme is running/);
    const children = descendantsOf(one.pid);
    one.signal('SIGKILL');
    await one.done;
    await untilGone(children);
    stage.platform.setFaults([]);
    const after = await run(machine(['ada', 'bob']), 'apply');
    expect(after).toMatchObject({ status: 0, err: '' });
    const current = await kept.read();
    expect(rowsIn(current).serial).toBeGreaterThan(rowsIn(oldest).serial);

    // Lost, stale, of another lineage: the next apply learns what is live, and plans nothing.
    const another = JSON.stringify({ ...JSON.parse(oldest ?? ''), lineage: 'of-somebody', serial: 99 });
    for (const text of [null, oldest, another]) {
      await kept.write(text);
      expect(await run(machine(['ada', 'bob']), 'apply')).toMatchObject({ status: 0, err: '' });
      expect(namesIn(await kept.read())).toEqual(namesIn(current));
    }
    expect((await run(machine(['ada', 'bob']), 'plan')).status).toBe(0);

    // What is no state is told, and stays as it is.
    await kept.write('{"version": 4, "resour');
    const damaged = await run(machine(['ada', 'bob', 'cyd']), 'apply');
    expect(damaged.status).toBe(0);
    expect(`${damaged.out}${damaged.err}`).toMatch(/warning\[state-damaged\]/);
    expect(await kept.read()).toBe('{"version": 4, "resour');
    // The command that the hint names clears the place, and what was there is not lost.
    const [, command = ''] = /adopts what is live: (.*)$/m.exec(`${damaged.out}${damaged.err}`) ?? [];
    const program = command.split(' ')[0] ?? '';
    if (isThere(program)) {
      await promisify(execFile)('sh', ['-c', command], {
        cwd: stage.folder,
        env: { ...stage.environment, ...kept.credentials },
      });
      expect(await run(machine(['ada', 'bob', 'cyd']), 'apply')).toMatchObject({ status: 0, err: '' });
      expect(rowsIn(await kept.read()).resources.length).toBeGreaterThan(3);
    } else expect(command).toMatch(/^psql /);

    // The state of something else is refused by a plan and by an apply.
    const foreign = JSON.stringify({
      ...JSON.parse(current ?? ''),
      resources: [
        {
          mode: 'managed',
          type: 'aws_instance',
          name: 'db',
          provider: 'provider["registry.terraform.io/hashicorp/aws"]',
          instances: [],
        },
      ],
    });
    await kept.write(foreign);
    for (const word of ['plan', 'apply']) {
      const refused = await run(machine(['ada']), word);
      expect(refused.status).toBe(1);
      expect(refused.err).toMatch(/error\[state-foreign\].*holds aws_instance\.db\. Nothing was written\./);
    }
    expect(await kept.read()).toBe(foreign);
    await kept.write(null);

    // Not let in.
    const locked = await run(machine(['ada'], kept.wrong), 'apply');
    expect(locked.status).toBe(1);
    expect(locked.err.match(/error\[/g)).toHaveLength(1);
    expect(locked.err).toMatch(/error\[state-unreachable\]: The state of acme cannot be read from/);
    const planned = await run(machine(['ada'], kept.wrong), 'plan');
    expect(planned.status).toBe(2);
    expect(`${planned.out}${planned.err}`).toMatch(/warning\[state-unreachable\]/);

    // The server goes while the apply is under way: what was to be done is done.
    stage.platform.setFaults(held(10_000));
    const last = machine(['ada', 'bob', 'cyd', 'dan']);
    const going = at(last).start('apply', '--json');
    await untilWriting(stage);
    await kept.stop();
    const done = await going.done;
    said.push(done.out, done.err);
    expect(JSON.parse(done.out)).toMatchObject({ result: 'ok' });
    expect(done.out).toContain('state-not-saved');
    expect(done.status).toBe(0);

    for (const secret of kept.secrets) expect(said.join('\n')).not.toContain(secret);
    expectNothingLeftIn(last);
    expect(name).toBeTruthy();
  });
});

itWithTerraform(
  'a state in a file that was damaged gives its place to a new one if it was ours, and only then',
  async () => {
    const stage = await stageOf(
      workspaceOf({
        'bylaw.yaml': `${HEAD}state: { backend: { type: local, path: "shared/{organization}.tfstate" } }\n`,
        'acme.yaml': PEOPLE(['ada']),
      }),
    );
    const place = join(stage.folder, 'shared/acme.tfstate');
    expect((await stage.run('apply')).status).toBe(0);
    const whole = stage.read('shared/acme.tfstate');

    writeFileSync(place, whole.slice(0, -20));
    const planned = await stage.run('plan');
    expect([planned.status, planned.out]).toEqual([0, expect.stringContaining('warning[state-damaged]')]);
    expect(stage.read('shared/acme.tfstate')).toBe(whole.slice(0, -20));
    // What somebody writes just now is as short, and its lock is beside it.
    stage.write('shared/.acme.tfstate.lock.info', '{}');
    expect((await stage.run('apply')).out).toContain('It is left as it is');
    expect(stage.read('shared/acme.tfstate')).toBe(whole.slice(0, -20));
    stage.remove('shared/.acme.tfstate.lock.info');

    const mended = await stage.run('apply');
    expect([mended.status, mended.out]).toEqual([0, expect.stringContaining('It was moved to ')]);
    expect(namesIn(stage.read('shared/acme.tfstate'))).toEqual(namesIn(whole));
    const aside = readdirSync(join(stage.folder, 'shared')).filter((file) => file.includes('damaged'));
    expect(aside.map((file) => stage.read(`shared/${file}`))).toEqual([whole.slice(0, -20)]);
    expect(await stage.run('apply')).toMatchObject({ status: 0, err: '' });

    // Whose this was nobody can tell: it stays, and the hint has the command.
    writeFileSync(place, '{"version": 4, "resour');
    const left = await stage.run('apply');
    expect([left.status, left.out]).toEqual([0, expect.stringContaining(`mv -- ${place} ${place}.damaged`)]);
    expect(stage.read('shared/acme.tfstate')).toBe('{"version": 4, "resour');
    expect(existsSync(`${place}.damaged`)).toBe(false);
  },
);

const HEAD =
  'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n';

describe('a backend that is set to lock nothing', () => {
  const S3 = 'state:\n  backend: { type: s3, bucket: b, key: "{organization}" }\n';

  it('is told at its line by a check, unless states are not used', async () => {
    const files = { 'bylaw.yaml': `${HEAD}${S3}`, 'acme.yaml': PEOPLE(['ada']) };
    const checked = await workspaceOf(files).run('check');
    expect(checked.status).toBe(0);
    expect(checked.out).toContain('warning[state-unlocked]: The s3 backend has no lock with these settings');
    expect(checked.out).toContain('bylaw.yaml:7:3');
    expect(checked.out).toContain('Write use_lockfile: true');
    const without = workspaceOf({ ...files, 'bylaw.yaml': `${HEAD}${S3}engine: embedded\n` });
    expect((await without.run('check')).out).not.toContain('state-unlocked');
  });

  itWithTerraform('is told by an apply, and by no plan', async () => {
    const server = await httpStates({ username: 'u', password: 'ppp' });
    const backend = `state:\n  backend: { type: http, address: "${server.address}/{organization}" }\n`;
    const stage = await stageOf(
      workspaceOf({ 'bylaw.yaml': `${HEAD}${backend}`, 'acme.yaml': PEOPLE(['ada']) }).with({
        TF_HTTP_USERNAME: 'u',
        TF_HTTP_PASSWORD: 'ppp',
      }),
    );
    const planned = await stage.run('plan');
    expect([planned.status, `${planned.out}${planned.err}`]).toEqual([
      2,
      expect.not.stringContaining('state-unlocked'),
    ]);
    const applied = await stage.run('apply');
    expect([applied.status, `${applied.out}${applied.err}`]).toEqual([
      0,
      expect.stringContaining('warning[state-unlocked]'),
    ]);
    expect(server.seen.filter((line) => line.startsWith('LOCK'))).toEqual([]);
  });
});
