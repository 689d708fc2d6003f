import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { InjectedFault } from '../../src/sandbox/sandbox.ts';
import { rawServer } from '../connector/connections.ts';
import { itOnBothEngines } from './bylaw.ts';
import { descendantsOf, killAll } from './processes.ts';
import { filesBelow, lumoauthExample, reaching, stageOf, TOKEN, type Workspace } from './workspaces.ts';

const FORMS = [TOKEN, Buffer.from(TOKEN).toString('base64'), encodeURIComponent(TOKEN)];

function expectNoToken(bytes: Buffer, where: string): void {
  for (const form of FORMS) expect(bytes.includes(form), `${where} holds the token`).toBe(false);
}

/** The workspace, the state directory and what runs keep while they run. */
function expectNoTokenInFiles({ folder, temporary }: Workspace): number {
  const files = [...filesBelow(folder), ...filesBelow(temporary)];
  for (const file of files) {
    // A run may put its own files away while they are looked at.
    if (existsSync(file)) expectNoToken(readFileSync(file), file);
  }
  return files.length;
}

const HELD: readonly InjectedFault[] = [{ kind: 'latency', ms: 5000, match: { method: 'POST' }, nth: 5 }];

describe('the token (no output of any test holds it: see bylaw.ts)', () => {
  itOnBothEngines(
    'is in no file while an apply runs, after it is killed, and after one that finished',
    async (engine) => {
      let written: () => void = () => {};
      const begun = new Promise<void>((resolve) => {
        written = resolve;
      });
      const stage = await stageOf(lumoauthExample(), {
        faults: HELD,
        onExchange: ({ method }) => {
          if (method !== 'GET') written();
        },
      });
      const running = stage.start('apply', ...engine.words);
      await begun;
      expectNoTokenInFiles(stage);
      for (const pid of descendantsOf(running.pid)) {
        // Where the system shows it: terraform has not even been told.
        const file = `/proc/${pid}/environ`;
        if (existsSync(file)) expectNoToken(readFileSync(file), `the environment of ${pid}`);
        const words = `/proc/${pid}/cmdline`;
        if (existsSync(words)) expectNoToken(readFileSync(words), `the command line of ${pid}`);
      }
      killAll([running.pid, ...descendantsOf(running.pid)]);
      await running.done;
      expectNoTokenInFiles(stage);
      stage.platform.setFaults([]);
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      expectNoTokenInFiles(stage);
    },
  );

  it.each([
    ['a server that echoes what it was sent', 500],
    ['a refusal that echoes what it was sent', 403],
    ['a page that echoes what it was sent', 200],
  ])('is cut out of %s', async (_name, status) => {
    const { url } = await rawServer((request, response) => {
      const body = JSON.stringify({
        detail: `you sent ${request.headers.authorization}`,
        code: 'x',
        title: 'x',
      });
      response.writeHead(status, {
        'content-type': status === 200 ? 'text/html' : 'application/problem+json',
      });
      response.end(body);
    });
    const workspace = reaching(lumoauthExample(), url);
    for (const words of [
      ['plan', '--engine', 'embedded'],
      ['drift', '--json'],
    ]) {
      const ran = await workspace.run(...words);
      expect(ran.status).toBe(1);
      expectNoToken(Buffer.from(`${ran.out}${ran.err}`), words.join(' '));
    }
  });

  it('is not taken from a url, and a url that holds one is refused unrepeated', async () => {
    const workspace = reaching(lumoauthExample(), `http://bylaw:${TOKEN}@127.0.0.1:7`);
    const ran = await workspace.run('plan', '--engine', 'embedded');
    expect(ran.status).toBe(1);
    expect(ran.err).toContain('user name or password');
  });
});
