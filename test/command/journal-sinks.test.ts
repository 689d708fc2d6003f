/** Journals taken elsewhere: a file, and a webhook with a signed body. What fails there fails nothing here. */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EMBEDDED } from './bylaw.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

const SECRET = 'hook-8Jd72-secret-Qw91';
const BODY = 'members:\n  ada@acme.example: { roles: [admin] }\n';

interface Call {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function hook(status: number): Promise<{ readonly url: string; readonly calls: Call[] }> {
  const calls: Call[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      calls.push({ method: request.method, headers: request.headers, body });
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('no');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, calls };
}

async function stageWith(sinks: string): Promise<Stage> {
  const workspace = organization(BODY);
  workspace.write('bylaw.yaml', `${workspace.read('bylaw.yaml')}journal:\n${sinks}`);
  return (await stageOf(workspace)).with({ AUDIT_HOOK: SECRET });
}

const journalIn = (stage: Stage): string => {
  const folder = join(stage.folder, '.bylaw/journal/acme');
  return readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8');
};

it('a finished journal is appended to a file and sent, signed', async () => {
  const { url, calls } = await hook(204);
  const stage = await stageWith(
    `  file: audit.jsonl\n  webhook: { url: "${url}", secret-env: AUDIT_HOOK }\n`,
  );
  const { status, out } = await stage.run('apply', ...EMBEDDED.words);
  expect([status, out]).toEqual([0, expect.not.stringContaining('not-delivered')]);
  const journal = journalIn(stage);
  expect(journal).toContain('"line":"outcome"');
  expect(stage.read('audit.jsonl')).toBe(journal);
  expect(calls).toHaveLength(1);
  const [call] = calls;
  expect([call?.method, call?.body]).toEqual(['POST', journal]);
  const signature = createHmac('sha256', SECRET).update(journal).digest('hex');
  expect(call?.headers['x-bylaw-signature']).toBe(`sha256=${signature}`);
  expect(call?.headers['x-bylaw-journal']).toBe(JSON.parse(journal.split('\n')[0] ?? '').id);
  expect(journal + JSON.stringify(call?.headers)).not.toContain(SECRET);
  // Nothing to do is nothing to send.
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  expect(calls).toHaveLength(1);
});

describe('a sink that fails is told, and the apply ends as it ended:', () => {
  it.each([
    ['refuses', 500, 'the webhook answered 500'],
    ['leads elsewhere', 302, 'the webhook answered 302'],
  ])('a webhook that %s', async (_, answer, words) => {
    const { url, calls } = await hook(answer);
    const stage = await stageWith(`  webhook: { url: "${url}", secret-env: AUDIT_HOOK }\n`);
    const { status, out } = await stage.run('apply', ...EMBEDDED.words);
    expect([status, calls.length]).toEqual([0, 1]);
    expect(out).toContain('warning[journal-not-delivered]');
    expect(out).toContain(words);
    expect(out).toContain('--> bylaw.yaml:');
    expect(out).not.toContain(SECRET);
  });

  it('nobody listens, no secret, and a file that cannot be written', async () => {
    const stage = await stageWith(
      '  file: none/audit.jsonl\n  webhook: { url: "http://127.0.0.1:1/", secret-env: AUDIT_HOOK }\n',
    );
    const { status, out } = await stage.run('apply', ...EMBEDDED.words);
    expect(status).toBe(0);
    expect(out.match(/warning\[journal-not-delivered\]/g)).toHaveLength(2);
    expect(out).toContain('the webhook could not be reached');
    const { url, calls } = await hook(204);
    const other = (await stageWith(`  webhook: { url: "${url}", secret-env: AUDIT_HOOK }\n`)).with({
      AUDIT_HOOK: undefined,
    });
    const unsigned = await other.run('apply', ...EMBEDDED.words);
    expect([unsigned.status, calls]).toEqual([0, []]);
    expect(unsigned.out).toContain('the variable AUDIT_HOOK holds no secret to sign it with');
  });
});

describe('what is written of sinks', () => {
  it.each([
    ['webhook: { url: "http://a:b@x.example/", secret-env: A }', 'invalid-value'],
    ['webhook: { url: "ftp://x.example/", secret-env: A }', 'invalid-value'],
    ['webhook: { url: "https://x.example/" }', 'missing-key'],
    ['webhook: https://x.example/', 'invalid-value'],
    ['webhook: { url: "https://x.example/", secret-env: "a b" }', 'invalid-value'],
    [
      'webhook: { url: "https://x.example/", secret-env: ghp_0123456789abcdefghijABCDEFGHIJ012345 }',
      'secret-in-file',
    ],
    ['files: x', 'unknown-key'],
  ])('%s: %s', async (text, code) => {
    const workspace = organization(BODY);
    workspace.write('bylaw.yaml', `${workspace.read('bylaw.yaml')}journal:\n  ${text}\n`);
    const { status, err } = await workspace.run('check');
    expect([status, err]).toEqual([1, expect.stringContaining(`error[${code}]`)]);
    expect(err).not.toContain('a:b');
  });
});
