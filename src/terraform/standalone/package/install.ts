import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stageFile } from '../../../file/write-file.ts';
import { h1, sha256 } from './checksum.ts';
import {
  type PackedFile,
  PROVIDER_HOSTS,
  PROVIDER_NAME,
  PROVIDER_NAMESPACE,
  packageContents,
} from './contents.ts';
import { zip } from './zip.ts';

/** Systems of which the registry layout has an archive: those that have both a shell and a Node we support. */
const SYSTEMS = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'] as const;

export interface InstalledProvider {
  readonly version: string;
  readonly directory: string;
  /** Folders that hold the package now, one for each host. */
  readonly folders: readonly string[];
  readonly checksum: string;
  /** False where everything was there already, to the byte. */
  readonly changed: boolean;
}

/** Puts the package into a filesystem mirror, for the system it is run on. Doing it again changes nothing. */
export function installProvider(
  built: string,
  version: string,
  directory: string,
  system: string,
): InstalledProvider {
  const files = packageContents(built, version);
  let changed = false;
  const folders = PROVIDER_HOSTS.map((host) => {
    const folder = join(directory, host, PROVIDER_NAMESPACE, PROVIDER_NAME, version, system);
    if (place(files, folder)) changed = true;
    return folder;
  });
  return { version, directory, folders, checksum: h1(files), changed };
}

/** Where terraform and tofu look of themselves, without any configuration. */
export function impliedMirror(environment: NodeJS.ProcessEnv, home: string): string {
  if (process.platform === 'win32') return join(environment.APPDATA ?? home, 'terraform.d', 'plugins');
  return join(home, '.terraform.d', 'plugins');
}

/** `linux_amd64`: the system as Go names it; null for one that no Node of ours runs on. */
export function systemName(platform: NodeJS.Platform, arch: string): string | null {
  const go = { x64: 'amd64', arm64: 'arm64' }[arch];
  return go !== undefined && (platform === 'linux' || platform === 'darwin') ? `${platform}_${go}` : null;
}

/** What a CLI configuration says to make terraform look into a mirror it does not know of itself. */
export function installationBlock(directory: string): string {
  const addresses = PROVIDER_HOSTS.map((host) => `"${host}/${PROVIDER_NAMESPACE}/${PROVIDER_NAME}"`).join(
    ', ',
  );
  const path = JSON.stringify(directory).replace(/[$%](?=\{)/g, (sign) => sign + sign);
  return [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path    = ${path}`,
    `    include = [${addresses}]`,
    '  }',
    '  direct {',
    `    exclude = [${addresses}]`,
    '  }',
    '}',
  ].join('\n');
}

export interface PackagedProvider {
  readonly version: string;
  readonly directory: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly checksum: string;
  /** The file of checksums, which a registry wants signed. */
  readonly sums: string;
}

/** Writes the archives, manifest and checksums of a release as a registry wants them. */
export function packageProvider(built: string, version: string, directory: string): PackagedProvider {
  const contents = packageContents(built, version);
  const archive = zip(contents);
  const prefix = `terraform-provider-${PROVIDER_NAME}_${version}`;
  const manifest = { version: 1, metadata: { protocol_versions: ['6.0'] } };
  const files = [
    ...SYSTEMS.map((system) => ({ name: `${prefix}_${system}.zip`, bytes: archive })),
    { name: `${prefix}_manifest.json`, bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
  ];
  mkdirSync(directory, { recursive: true });
  for (const { name, bytes } of files) stageFile(join(directory, name), bytes).replace();
  const summed = files.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) }));
  const sums = `${prefix}_SHA256SUMS`;
  const lines = summed.map((one) => `${one.sha256}  ${one.name}\n`).join('');
  stageFile(join(directory, sums), lines).replace();
  return { version, directory, files: summed, checksum: h1(contents), sums };
}

/**
 * Whether anything had to be written. The folder is made beside its place and moved there whole: a terraform that looks
 * meanwhile sees the old package, or none, or the new one.
 */
function place(files: readonly PackedFile[], folder: string): boolean {
  if (files.every((file) => isThere(file, join(folder, file.path)))) return false;
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(join(dirname(folder), '.new-'));
  try {
    for (const { path, bytes, executable } of files) {
      mkdirSync(dirname(join(fresh, path)), { recursive: true });
      writeFileSync(join(fresh, path), bytes, { mode: executable ? 0o755 : 0o644 });
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

function isThere({ bytes, executable }: PackedFile, path: string): boolean {
  try {
    const mode = statSync(path).mode & 0o111;
    return (mode !== 0) === executable && readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}
