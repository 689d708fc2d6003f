/** Waiting for a lock that somebody else holds, through the command line; here the test is that somebody. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpStates } from '../state/backend/http-states.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { auditLog, everything, meddle } from './live.ts';
import { document, organization, type Stage, stageOf, type Workspace, workspaceOf } from './workspaces.ts';

const EMBEDDED = ['--engine', 'embedded'];
const PEOPLE = 'members:\n  ada@acme.example:\n  bob@acme.example:\n';

/** The lock of acme, held by this process until it is let go. */
function hold({ folder }: Workspace): () => void {
  const file = join(folder, '.bylaw/acme.lock');
  mkdirSync(join(folder, '.bylaw'), { recursive: true });
  writeFileSync(file, `${process.pid}\n${hostname()}\nof-the-test\napply\nada\n2026-11-23T01:00:00Z\n`);
  return () => rmSync(file);
}

const peopleOf = async (stage: Pick<Stage, 'platform'>): Promise<readonly string[]> =>
  (await everything(stage)).members.map((text) => String((JSON.parse(text) as { key: string }).key));

describe('an apply that waits for a lock', () => {
  it('says who has it, and sees what was changed meanwhile', async () => {
    const stage = await stageOf(organization(PEOPLE));
    const release = hold(stage);
    const running = stage.start('apply', ...EMBEDDED, '--lock-timeout', '2m');
    const [line] = await running.complained(/^.*waiting.*$/m);
    expect(line).toMatch(
      new RegExp(
        `^acme is locked \\(apply, ada@\\S+, process ${process.pid}, since 2026-11-23T01:00:00Z\\); waiting for it until \\d{4}-\\S+Z\\.$`,
      ),
    );
    // Nothing was read before the lock was had: a plan made of it would be of yesterday.
    expect(stage.platform.requests()).toEqual([]);
    await meddle(stage, 'POST', '/members', { key: 'eve@acme.example' });
    await meddle(stage, 'POST', '/members', { key: 'bob@acme.example' });
    release();
    const done = await running.done;
    expect(done).toMatchObject({ status: 0, err: `${line}\n` });
    expect(await peopleOf(stage)).toEqual(['ada@acme.example', 'bob@acme.example']);
  });

  it('gives nothing back that ended while it waited', async () => {
    const until = new Date(Date.now() + 8000).toISOString();
    const stage = await stageOf(
      organization(
        `members:\n  ada@acme.example:\n  bob@acme.example: { roles: [viewer], until: ${until} }\n`,
      ),
    );
    const release = hold(stage);
    const running = stage.start('apply', ...EMBEDDED, '--lock-timeout', '2m');
    await running.complained(/waiting/);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(until) - Date.now() + 100)));
    release();
    expect((await running.done).status).toBe(0);
    expect(await peopleOf(stage)).toEqual(['ada@acme.example']);
  });

  it('is told after the time, and how long that was', async () => {
    const stage = await stageOf(organization(PEOPLE));
    hold(stage);
    const given = await stage.run('apply', ...EMBEDDED, '--lock-timeout', '1s', '--json');
    expect(given).toMatchObject({ status: 1, err: expect.stringMatching(/^acme is locked .*\n$/) });
    const [told] = (JSON.parse(given.out) as { diagnostics: readonly { code: string; message: string }[] })
      .diagnostics;
    expect(told).toMatchObject({
      code: 'state-locked',
      message: `Another apply of acme is running (process ${process.pid}). Waited 1s.`,
    });
    // The workspace may say it too, and the command line wins.
    stage.write('bylaw.yaml', `${stage.read('bylaw.yaml')}state: { lock-timeout: 1s }\n`);
    const written = await stage.run('apply', ...EMBEDDED);
    expect(written.err).toContain('Waited 1s.');
    const neither = await stage.run('apply', ...EMBEDDED, '--lock-timeout', '0');
    expect(neither.status).toBe(1);
    expect(neither.err).not.toMatch(/[Ww]aited|waiting/);
    expect(neither.err).toContain(
      `error[state-locked]: Another apply of acme is running (process ${process.pid}).`,
    );
    expect(stage.platform.requests()).toEqual([]);
  });

  it('ends at once on Ctrl-C, with nothing begun', async () => {
    const stage = await stageOf(organization(PEOPLE));
    hold(stage);
    const running = stage.start('apply', ...EMBEDDED, '--lock-timeout', '10m');
    await running.complained(/waiting/);
    running.signal('SIGINT');
    const { status, err } = await running.done;
    expect(status).toBe(1);
    expect(err).toContain('error[interrupted]: Interrupted before anything of acme was written.');
    expect(err).not.toContain('state-locked');
    expect(stage.platform.requests()).toEqual([]);
  });

  it.each(['5', '5 minutes', '-1s', '1d', '200h', ''])(
    '--lock-timeout %j is not understood',
    async (text) => {
      const { status, err } = await organization(PEOPLE).run('apply', `--lock-timeout=${text}`, ...EMBEDDED);
      expect(status).toBe(1);
      expect(err).toContain(`error[usage]: --lock-timeout "${text}" is not a duration.`);
      expect(err).toContain('Write 30s, 5m or 1h30m');
    },
  );

  it('is no option of a plan, which locks nothing', async () => {
    const { status, err } = await organization(PEOPLE).run('plan', '--lock-timeout', '5m');
    expect(status).toBe(1);
    expect(err).toContain('error[usage]: Unknown option --lock-timeout');
  });
});

itWithTerraform(
  'the lock of a backend is waited for as well, and the state is read when it is had',
  async () => {
    const credentials = { username: 'bylaw', password: 's3cret' };
    const server = await httpStates(credentials);
    const place = `${server.address}/states/{organization}`;
    const workspace = workspaceOf({
      'bylaw.yaml': `apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nstate:\n  backend: { type: http, address: "${place}", lock_address: "${place}", unlock_address: "${place}", retry_max: 0 }\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n`,
      'acme.yaml': document(PEOPLE),
    }).with({ TF_HTTP_USERNAME: credentials.username, TF_HTTP_PASSWORD: credentials.password });
    const stage = await stageOf(workspace);
    const lock = JSON.stringify({ ID: 'of-somebody', Operation: 'OperationTypeApply', Who: 'eve@far' });

    server.locks.set('/states/acme', lock);
    const stopped = stage.start('apply', '--lock-timeout', '10m');
    await stopped.complained(/waiting/);
    stopped.signal('SIGINT');
    const interrupted = await stopped.done;
    expect(interrupted.status).toBe(1);
    expect(interrupted.err.match(/error\[[a-z-]+\]/g)).toEqual(['error[interrupted]']);

    const running = stage.start('apply', '--lock-timeout', '2m');
    const [line] = await running.complained(/^.*waiting.*$/m);
    expect(line).toMatch(
      /^The state of acme on the http backend is locked \(lock of-somebody\); waiting for it until \S+Z\.$/,
    );
    expect(stage.platform.requests()).toEqual([]);
    server.states.set(
      '/states/acme',
      JSON.stringify({
        version: 4,
        terraform_version: '1.11.0',
        serial: 41,
        lineage: 'theirs',
        outputs: {},
        resources: [],
      }),
    );
    await meddle(stage, 'POST', '/members', { key: 'bob@acme.example' });
    server.locks.delete('/states/acme');
    expect(await running.done).toMatchObject({ status: 0, err: `${line}\n` });
    const { serial, lineage } = JSON.parse(server.states.get('/states/acme') ?? '');
    expect([serial > 41, lineage]).toEqual([true, 'theirs']);
    const bobs = (await auditLog(stage)).filter((event) => event.includes('bob@'));
    expect(bobs).toHaveLength(1);
    expect(server.locks.size).toBe(0);
  },
);
