/** The end of a provider's process: what it says of it, to whom, and by which status. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { itWithTerraform } from '../available.ts';
import { BUILT, finished, PLUGIN, stage } from './stage.ts';

const MIDST = 'a bug in bylaw: the provider ended in the midst of its work';

/** A module that node loads before the provider, and what it is to do there. */
function before(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-before-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'before.cjs');
  writeFileSync(file, text);
  return file;
}

/** Nothing that a server waits for keeps the process: as when all it waits for can come no more. */
const NOTHING_LEFT =
  "const { Server } = require('node:net');\nconst listen = Server.prototype.listen;\nServer.prototype.listen = function (...given) {\n  return listen.apply(this, given).unref();\n};\nconst later = globalThis.setTimeout;\nglobalThis.setTimeout = (...given) => later(...given).unref();\n";

/** Ends with the first request to the platform, whatever status that asks for. */
const AT_THE_FIRST_REQUEST =
  "const { Socket } = require('node:net');\nconst connect = Socket.prototype.connect;\nSocket.prototype.connect = function (...given) {\n  if (JSON.stringify(given).includes('\"port\"')) process.exit(0);\n  return connect.apply(this, given);\n};\n";

test.each([
  ['with nothing left to wait for', NOTHING_LEFT, {}, [], 1, 1],
  ['the same under -debug', NOTHING_LEFT, {}, ['-debug'], 1, 1],
  [
    'by an error that nobody catches',
    'setTimeout(() => {\n  throw new Error("oops");\n}, 300);\n',
    {},
    [],
    1,
    0,
  ],
  [
    'by a promise that nobody catches',
    'setTimeout(() => Promise.reject(new Error("oops")), 300);\n',
    {},
    [],
    1,
    0,
  ],
  ['because nobody started it as a plugin', '', { TF_PLUGIN_MAGIC_COOKIE: '' }, [], 1, 0],
] as const)('%s', async (_how, text, more, args, status, midst) => {
  const child = spawn(process.execPath, ['--require', before(text), join(BUILT, 'provider.cjs'), ...args], {
    env: { PATH: process.env.PATH, ...PLUGIN, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = await finished(child);
  expect(ended.status, ended.output).toBe(status);
  expect(ended.output.split(MIDST)).toHaveLength(midst + 1);
  if (text.includes('oops')) expect(ended.output).toMatch(/a bug in bylaw: Error: oops/);
});

itWithTerraform('terraform that loses its provider fails, and nothing is lost', async () => {
  const world = await stage();
  onTestFinished(() => world.close());
  const group = (title: string) => `resource "bylaw_group" "qa" {\n  name  = "qa"\n  title = "${title}"\n}`;
  world.configure(group('One'));
  await world.succeed('init', '-no-color');
  await world.apply();
  const live = () => readPlain(connectionTo(world.sandbox));
  const [was, state] = [await live(), await world.state()];
  world.configure(group('Two'));
  // The launcher takes the node that it finds, and none of its options from the environment.
  const path = join(world.folder, 'bin');
  mkdirSync(path);
  writeFileSync(
    join(path, 'node'),
    `#!/bin/sh\nexec ${process.execPath} --require ${before(AT_THE_FIRST_REQUEST)} "$@"\n`,
    { mode: 0o755 },
  );
  const known = world.environment.PATH;
  world.environment.PATH = `${path}:${known}`;
  world.environment.TF_LOG_PROVIDER = 'ERROR';
  const { status, output } = await world.run('apply', '-no-color', '-auto-approve');
  expect(status, output).toBe(1);
  expect(output).toContain(MIDST);
  expect(await live()).toEqual(was);
  expect(await world.state()).toEqual(state);
  world.environment.PATH = known;
  delete world.environment.TF_LOG_PROVIDER;
  await world.apply();
  await world.expectNoChanges();
});

itWithTerraform(
  'each process says on the paper of its terraform that it began and that it ended',
  async () => {
    const world = await stage();
    onTestFinished(() => world.close());
    const temporary = join(world.folder, 'temporary');
    mkdirSync(temporary);
    world.environment.TMPDIR = temporary;
    const papers = () => {
      const folder = join(temporary, `bylaw-claims-${process.getuid?.()}`);
      return readdirSync(folder).map((name) =>
        readFileSync(join(folder, name), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { readonly word: string; readonly by: string }),
      );
    };
    world.configure('resource "bylaw_group" "qa" {\n  name = "qa"\n}');
    await world.succeed('init', '-no-color');
    await world.apply();
    const [applied = [], ...others] = papers();
    expect(others).toEqual([]);
    const who = (word: string) => applied.filter((line) => line.word === word).map(({ by }) => by);
    // One for the plan, one for the apply.
    expect(who('start')).toHaveLength(2);
    expect(who('end')).toEqual(who('start'));
    expect(applied.map(({ word }) => word)).toEqual([
      'start',
      'keep',
      'end',
      'start',
      'keep',
      'write',
      'written',
      'end',
    ]);
    // What was refused says so as well, once.
    world.configure('resource "bylaw_member" "x" {\n  scope  = "beta"\n  member = "x@acme.com"\n}');
    expect((await world.run('plan', '-no-color')).status).toBe(1);
    const [refused = []] = papers();
    expect(refused.filter(({ word }) => word === 'failed')).toHaveLength(1);
  },
);
