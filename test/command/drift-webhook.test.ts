/** The webhook of drift, at a receiver that verifies it as docs/drift.md says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { meddle } from './live.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

const SECRET = 'sesame-open-for-this-test';

interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly isGenuine: boolean;
}

/** What docs/drift.md tells a receiver to do, run as it stands there. */
type Verify = (secret: string, headers: IncomingHttpHeaders, body: Buffer) => boolean;
let verifies: Verify;
beforeAll(async () => {
  const [, block] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/drift.md', 'utf8')) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-receiver-'));
  writeFileSync(join(folder, 'receiver.mjs'), block ?? '');
  ({ isGenuine: verifies } = await import(join(folder, 'receiver.mjs')));
  rmSync(folder, { recursive: true });
});

/** Answers with these statuses, one after the other, and the last for ever. */
async function receiver(...statuses: readonly number[]) {
  const came: Delivery[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces);
      came.push({
        headers: request.headers,
        body: body.toString(),
        isGenuine: verifies(SECRET, request.headers, body),
      });
      response.writeHead(statuses[Math.min(came.length, statuses.length) - 1] ?? 500, {
        location: 'http://127.0.0.1:1/elsewhere',
      });
      response.end('the answer is told to nobody');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return { came, url: `http://127.0.0.1:${port}/hooks/key-of-the-receiver?token=in-the-address` };
}

async function stage(): Promise<Stage> {
  const made = await stageOf(organization('title: Acme\nmembers:\n  ana@acme.example:\n'), {
    seed: { organization: 'acme', members: [{ key: 'ana@acme.example' }] },
  });
  await meddle(made, 'POST', '/members', { key: 'eve@evil.example' });
  return made.with({ BYLAW_WEBHOOK_SECRET: SECRET });
}

it('is signed, verified and taken; the body is the report without the lists of access', async () => {
  const [made, to] = [await stage(), await receiver(204)];
  const { status, out, err } = await made.run('drift', '--webhook', to.url);
  expect([status, err]).toEqual([2, '']);
  const [one, ...others] = to.came;
  expect([one?.isGenuine, others]).toEqual([true, []]);
  expect(one?.headers).toMatchObject({ 'content-type': 'application/json', 'x-bylaw-event': 'drift' });
  expect(JSON.parse(one?.body ?? '')).toMatchObject({
    format: 'bylaw.notification/v1',
    kind: 'drift',
    result: 'drift',
    organizations: [
      { organization: 'acme', left: 0, findings: [{ fact: 'member:acme/eve@evil.example', kind: 'added' }] },
    ],
  });
  expect(one?.body).not.toContain('"effect"');
  for (const secret of [SECRET, 'key-of-the-receiver', 'in-the-address'])
    expect(`${out}${err}${one?.body}`).not.toContain(secret);
});

it('is not genuine with another secret, another body or an old time', async () => {
  const [made, to] = [await stage(), await receiver(200)];
  await made.run('drift', '--webhook', to.url);
  const [one] = to.came;
  if (one === undefined) throw new Error('nothing came');
  const body = Buffer.from(one.body);
  expect(verifies(SECRET, one.headers, body)).toBe(true);
  expect(verifies(`${SECRET}!`, one.headers, body)).toBe(false);
  expect(verifies(SECRET, one.headers, Buffer.from(`${one.body} `))).toBe(false);
  const earlier = {
    ...one.headers,
    'x-bylaw-timestamp': String(Number(one.headers['x-bylaw-timestamp']) - 1),
  };
  expect(verifies(SECRET, earlier, body)).toBe(false);
  const old = { ...one.headers, 'x-bylaw-timestamp': '1700000000' };
  expect(verifies(SECRET, old, body)).toBe(false);
});

it('is sent again where the receiver is not well, as the same delivery', async () => {
  const [made, to] = [await stage(), await receiver(503, 200)];
  const { status, out } = await made.run('drift', '--webhook', to.url);
  expect([status, out]).toEqual([2, expect.not.stringContaining('webhook-not-sent')]);
  expect(to.came.map(({ isGenuine }) => isGenuine)).toEqual([true, true]);
  expect(new Set(to.came.map(({ headers }) => headers['x-bylaw-delivery'])).size).toBe(1);
});

it.each([400, 401, 302])('is warned of where it is refused, and sent once: %i', async (answer) => {
  const [made, to] = [await stage(), await receiver(answer)];
  const { status, out, err } = await made.run('drift', '--webhook', to.url);
  expect(status).toBe(2);
  expect(out).toMatch(/warning\[webhook-not-sent\]: The webhook at 127\.0\.0\.1:\d+ did not take the report/);
  expect(out).toContain(`it answered ${answer}`);
  expect(`${out}${err}`).not.toMatch(/key-of-the-receiver|in-the-address|told to nobody/);
  expect(to.came).toHaveLength(1);
});

it('is told of a run that could not look', async () => {
  const [made, to] = [await stage(), await receiver(200)];
  made.platform.setFaults([{ kind: 'html', match: { path: '/members' } }]);
  expect((await made.run('drift', '--webhook', to.url)).status).toBe(1);
  const [one] = to.came;
  expect(JSON.parse(one?.body ?? '')).toMatchObject({ result: 'error', organizations: [] });
  expect(one?.isGenuine).toBe(true);
});

it.each([
  [['--webhook', 'ftp://x'], {}, 'is not an http or https address'],
  [['--webhook', 'https://user:sesame-open@x'], {}, 'is not an http or https address'],
  [['--webhook', 'https://x', '--webhook-secret', 'sesame-open'], {}, 'is not the name of a variable'],
  [['--webhook', 'https://x'], {}, 'BYLAW_WEBHOOK_SECRET holds no secret'],
  [['--webhook', 'https://x', '--webhook-secret', 'MINE'], { MINE: 'short' }, 'MINE holds no secret'],
])('%j is refused, and tells no secret', async (words, variables, message) => {
  const made = organization('title: Acme\n').with(variables);
  const { status, out, err } = await made.run('drift', ...words);
  expect([status, out, err]).toEqual([1, '', expect.stringContaining(message)]);
  expect(err).not.toContain('sesame');
});
