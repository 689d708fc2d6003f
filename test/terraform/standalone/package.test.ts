import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, onTestFinished, test } from 'vitest';
import { h1, sha256 } from '../../../src/terraform/standalone/package/checksum.ts';
import { packageContents } from '../../../src/terraform/standalone/package/contents.ts';
import {
  installationBlock,
  installProvider,
  packageProvider,
  systemName,
} from '../../../src/terraform/standalone/package/install.ts';
import { zip } from '../../../src/terraform/standalone/package/zip.ts';
import { MAIN } from '../../command/bylaw.ts';
import { BUILT, SYSTEM, VERSION } from './stage.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'bylaw-package-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const files = [
  { path: 'a/é.txt', bytes: Buffer.from('x'), executable: false },
  { path: 'run', bytes: Buffer.from('#!/bin/sh\n'), executable: true },
];

test('the checksum is the one that terraform writes into lock files', () => {
  // sha256 of "x" and of the script, joined as dirhash does.
  const lines = files.map(({ path, bytes }) => `${sha256(bytes)}  ${path}\n`).join('');
  const sum = createHash('sha256').update(lines).digest('base64');
  expect(h1(files)).toBe(`h1:${sum}`);
  expect(h1([...files].reverse())).toBe(h1(files));
});

test('an archive is the same whenever it is made, and others can open it', () => {
  expect(zip(files)).toEqual(zip(files));
  const place = folder();
  writeFileSync(join(place, 'it.zip'), zip(files));
  const script = [
    'import json,sys,zipfile',
    'z=zipfile.ZipFile(sys.argv[1])',
    'assert z.testzip() is None',
    'print(json.dumps([[i.filename,oct(i.external_attr>>16),z.read(i).decode()] for i in z.infolist()]))',
  ].join('\n');
  let listed: string;
  try {
    listed = execFileSync('python3', ['-c', script, join(place, 'it.zip')]).toString();
  } catch {
    // Where there is no python, unzip tells at least whether it is whole.
    execFileSync('unzip', ['-t', join(place, 'it.zip')]);
    return;
  }
  expect(JSON.parse(listed)).toEqual([
    ['a/é.txt', '0o100644', 'x'],
    ['run', '0o100755', '#!/bin/sh\n'],
  ]);
});

test('a package has a launcher, a program, platforms and licences, and no path of the machine it was built on', () => {
  const contents = packageContents(BUILT, '1.2.3');
  const paths = contents.map(({ path }) => path);
  expect(paths).toEqual([...paths].sort());
  expect(paths).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'connector-file.cjs',
      'connector.schema.json',
      'connectors/jupyterhub.yaml',
      'platform.schema.json',
      'platforms/oten.json',
      'provider.cjs',
      'serve.cjs',
      'terraform-provider-bylaw_v1.2.3',
    ]),
  );
  expect(contents.filter(({ executable }) => executable).map(({ path }) => path)).toEqual([
    'terraform-provider-bylaw_v1.2.3',
  ]);
  const home = process.cwd();
  for (const { path, bytes } of contents) expect(bytes.includes(home), path).toBe(false);
});

/** Terraform shows what a provider prints to stdout in place of a handshake, and hides what goes to stderr. */
test('a missing node is told on stdout', () => {
  const at = folder();
  writePackage(at);
  const { status, stdout, stderr } = spawnSync('/bin/sh', [join(at, 'terraform-provider-bylaw_v1.2.3')], {
    env: { PATH: '/nowhere' },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 127, stderr: '' });
  expect(stdout).toContain('needs Node.js 20.19 or newer, and there is no node');
});

test.each([
  ['8.17.0', false],
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['22.0.0', true],
  ['100.1.2', true],
])('Node.js %s is told of, unless it will do', (version, starts) => {
  const at = folder();
  writePackage(at);
  writeFileSync(
    join(at, 'serve.cjs'),
    "exports.serveDebug = (log, exit) => { console.log('started'); exit(0); }",
  );
  writeFileSync(
    join(at, 'as.cjs'),
    `Object.defineProperty(process, 'versions', { value: { node: '${version}' } }); process.argv[2] = '-debug'; require('./provider.cjs');`,
  );
  const { status, stdout } = spawnSync(process.execPath, [join(at, 'as.cjs')], { encoding: 'utf8' });
  expect(status).toBe(starts ? 0 : 1);
  expect(stdout).toBe(
    starts
      ? 'started\n'
      : `The Bylaw provider needs Node.js 20.19 or newer, and the node on the PATH is ${version}.\n`,
  );
});

function writePackage(at: string): void {
  for (const { path, bytes } of packageContents(BUILT, '1.2.3'))
    if (!path.includes('/')) writeFileSync(join(at, path), bytes);
}

test('installing twice changes nothing, and mends what was damaged', () => {
  const mirror = folder();
  const first = installProvider(BUILT, VERSION, mirror, SYSTEM);
  expect(first.changed).toBe(true);
  const [at = ''] = first.folders;
  const before = statSync(join(at, 'provider.cjs')).mtimeMs;
  expect(installProvider(BUILT, VERSION, mirror, SYSTEM)).toEqual({ ...first, changed: false });
  expect(statSync(join(at, 'provider.cjs')).mtimeMs).toBe(before);
  writeFileSync(join(at, 'provider.cjs'), 'broken');
  expect(installProvider(BUILT, VERSION, mirror, SYSTEM).changed).toBe(true);
  expect(readFileSync(join(at, 'provider.cjs'))).toEqual(readFileSync(join(BUILT, 'provider.cjs')));
  // Nothing half-made stays behind.
  expect(readdirSync(join(at, '..'))).toEqual([SYSTEM]);
});

test('a release has an archive for each system, a manifest and checksums that are right', () => {
  const out = folder();
  const { files: made, sums, checksum } = packageProvider(BUILT, VERSION, out);
  expect(made.map(({ name }) => name)).toEqual([
    ...['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'].map(
      (system) => `terraform-provider-bylaw_${VERSION}_${system}.zip`,
    ),
    `terraform-provider-bylaw_${VERSION}_manifest.json`,
  ]);
  const lines = readFileSync(join(out, sums), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => line.split('  ')[1])).toEqual(made.map(({ name }) => name));
  for (const line of lines) {
    const [sum, name = ''] = line.split('  ');
    expect(
      createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex'),
    ).toBe(sum);
  }
  expect(checksum).toBe(h1(packageContents(BUILT, VERSION)));
  const manifest = JSON.parse(
    readFileSync(join(out, `terraform-provider-bylaw_${VERSION}_manifest.json`), 'utf8'),
  );
  expect(manifest).toEqual({ version: 1, metadata: { protocol_versions: ['6.0'] } });
});

test.each([
  ['linux', 'x64', 'linux_amd64'],
  ['linux', 'arm64', 'linux_arm64'],
  ['darwin', 'arm64', 'darwin_arm64'],
  ['win32', 'x64', null],
  ['linux', 'ppc64', null],
] as const)('%s on %s is %s', (platform, arch, name) => {
  expect(systemName(platform, arch)).toBe(name);
});

test('a path in the block is only a path, whatever it holds', () => {
  expect(installationBlock('/tmp/a "b" ${c} %{d}')).toContain('path    = "/tmp/a \\"b\\" $${c} %%{d}"');
});

const validReport = new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

test.each([
  ['install', 'Installed provider'],
  ['package', 'Packaged provider'],
])('bylaw provider %s says what it did, to people and to programs', (task, said) => {
  const place = folder();
  const run = (...words: string[]) =>
    execFileSync(process.execPath, [MAIN, 'provider', task, ...words], {
      cwd: place,
      env: { HOME: place, PATH: process.env.PATH },
    }).toString();
  expect(run('--directory', join(place, 'there'))).toContain(said);
  const report = JSON.parse(run('--directory', join(place, 'there'), '--json'));
  expect(validReport(report), JSON.stringify(validReport.errors)).toBe(true);
  expect(report).toMatchObject({
    command: 'provider',
    task,
    version: VERSION,
    directory: join(place, 'there'),
  });
  // By default: where terraform looks of itself, or a folder here.
  const plain = JSON.parse(run('--json'));
  expect(plain.directory).toBe(join(place, task === 'install' ? '.terraform.d/plugins' : 'provider-release'));
  if (task === 'install') expect(plain.provider_installation).toBeNull();
});

test.each([
  ['no task', []],
  ['another task', ['instal']],
  ['too much', ['install', 'package']],
])('%s is not understood', (_what, words) => {
  const run = () => execFileSync(process.execPath, [MAIN, 'provider', ...words], { stdio: 'pipe' });
  expect(run).toThrow(/error.*(usage|task|package)/is);
});

test('a folder that cannot be written is told, not thrown', () => {
  const place = folder();
  writeFileSync(join(place, 'file'), '');
  const run = () =>
    execFileSync(process.execPath, [MAIN, 'provider', 'install', '--directory', join(place, 'file', 'x')], {
      stdio: 'pipe',
    });
  expect(run).toThrow(/file-unwritable/);
});
