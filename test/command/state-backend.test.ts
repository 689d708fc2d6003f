import { describe, expect, onTestFinished } from 'vitest';
import type { Fault } from '../../src/sandbox/sandbox.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { httpStates } from '../terraform/vault/http-states.ts';
import { startPostgres } from '../terraform/vault/postgres.ts';
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
      const [row] = await server.query('SELECT data FROM bylaw_acme.states');
      return typeof row?.data === 'string' ? row.data : null;
    },
    write: async (text) => {
      if (text === null) await server.query('DELETE FROM bylaw_acme.states');
      else await server.query('UPDATE bylaw_acme.states SET data = $1', [text]);
    },
    stop: server.stop,
  };
}

const PEOPLE = (names: readonly string[]): string =>
  document(
    `members:\n${names.map((name) => `  ${name}@acme.example:\n`).join('')}groups:\n  qa: { title: QA, members: [ada@acme.example], roles: [viewer] }\n`,
  );

const HELD: readonly Fault[] = [{ kind: 'latency', ms: 2500, match: { method: 'POST' } }];

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
  itWithTerraform(
    'is shared, locked, adopted anew when it is lost, and never somebody else’s',
    async () => {
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
      stage.platform.setFaults(HELD);
      const one = at(machine(['ada', 'bob'])).start('apply');
      await new Promise((resolve) => setTimeout(resolve, 2500));
      const other = await run(machine(['ada', 'bob']), 'apply');
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
      expect(locked.err).toMatch(/error\[state-unreachable\]: The state of acme cannot be had from/);
      const planned = await run(machine(['ada'], kept.wrong), 'plan');
      expect(planned.status).toBe(2);
      expect(`${planned.out}${planned.err}`).toMatch(/warning\[state-unreachable\]/);

      // The server goes while the apply is under way: what was to be done is done.
      stage.platform.setFaults(HELD);
      const last = machine(['ada', 'bob', 'cyd', 'dan']);
      const going = at(last).start('apply', '--json');
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await kept.stop();
      const done = await going.done;
      said.push(done.out, done.err);
      expect(JSON.parse(done.out)).toMatchObject({ result: 'ok' });
      expect(done.out).toContain('state-not-saved');
      expect(done.status).toBe(0);

      for (const secret of kept.secrets) expect(said.join('\n')).not.toContain(secret);
      expectNothingLeftIn(last);
      expect(name).toBeTruthy();
    },
    90_000,
  );
});
