/** What a start of the provider costs, held by what can be counted: bytes, files and modules. Clocks are in bench/. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { certificatePem, serverCertificate } from '../../../src/terraform/provider/protocol/certificate.ts';
import { BUILT, PLUGIN } from './stage.ts';

/** Writes down, at the first line on stdout, what has been loaded so far; again when it is asked to end. */
const PROBE = `
const fs = require('node:fs');
const write = fs.writeSync;
const note = (name) => fs.writeFileSync(process.env.NOTES + name, JSON.stringify({
  modules: process.moduleLoadList.filter((one) => one.startsWith('NativeModule ')).map((one) => one.slice(13)),
  files: Object.keys(require.cache),
}));
fs.writeSync = (to, text) => {
  if (to === 1) {
    note('handshake');
    setTimeout(() => { note('serving'); process.exit(); }, 200);
  }
  return write(to, text);
};
`;

interface Loaded {
  readonly modules: readonly string[];
  readonly files: readonly string[];
}

async function loaded(): Promise<{ readonly handshake: Loaded; readonly serving: Loaded }> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-lean-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'probe.cjs'), PROBE);
  const child = spawn(process.execPath, ['-r', join(folder, 'probe.cjs'), join(BUILT, 'provider.cjs')], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: folder,
      NOTES: join(folder, 'notes-'),
      ...PLUGIN,
      PLUGIN_CLIENT_CERT: certificatePem(serverCertificate().der),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.once('close', resolve));
  const read = (name: string) => JSON.parse(readFileSync(join(folder, `notes-${name}`), 'utf8')) as Loaded;
  return { handshake: read('handshake'), serving: read('serving') };
}

test('before terraform has its line, nothing is loaded that the line does not need', async () => {
  const { handshake, serving } = await loaded();
  for (const dear of [
    'http2',
    'http',
    'https',
    'tls',
    '_tls_wrap',
    'fs/promises',
    'vm',
    'zlib',
    'dns',
    'dgram',
    'child_process',
  ])
    expect(handshake.modules).not.toContain(dear);
  expect(handshake.modules).toEqual(expect.arrayContaining(['net', 'crypto']));
  const ours = ({ files }: Loaded) =>
    files.map((file) => basename(file)).filter((file) => file !== 'probe.cjs');
  expect(ours(handshake)).toEqual(['provider.cjs']);
  // Afterwards, what serves; not what reads a user's own platform file, knows the way through a proxy, or writes.
  expect(ours(serving)).toEqual(['provider.cjs', 'serve.cjs']);
  expect(serving.modules).toContain('tls');
  expect(serving.modules).not.toContain('internal/modules/esm/translators');
});

test.each([
  ['provider.cjs', 8],
  // Blocks of what something else owns are refused: one more. An organization is put together while its pages come: four.
  ['serve.cjs', 296],
  ['platform-file.cjs', 360],
  ['connector-file.cjs', 515],
  ['through-proxy.cjs', 550],
  ['make-write.cjs', 55.6],
  // The marks by which a point check knows what it need not search are half a kilobyte.
  // What something else owns is shown with who that is: one more.
  // Kinds of many people are found together: half a kilobyte.
  ['build-access.cjs', 45],
  ['simulate-writes.cjs', 20],
  ['explain.cjs', 23],
  ['error-redactor.cjs', 10],
  ['unsupported-github-writes.cjs', 10],
  // It builds access, which names who owns what: half a kilobyte.
  ['minimum-holders-check.cjs', 58],
  ['exclusive-places.cjs', 27.5],
  ['closing-order.cjs', 38.5],
  ['rename-candidates.cjs', 35.5],
  ['claim-conflicts.cjs', 27.5],
])('%s stays under %i KB: what is parsed is paid for at each start', (file, kilobytes) => {
  expect(statSync(join(BUILT, file)).size).toBeLessThan(kilobytes * 1000);
});
