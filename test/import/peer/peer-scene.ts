import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Imported } from '../../../src/import/import.ts';
import { peerFormat, peerTerms } from '../../../src/import/peer/peer-formats.ts';
import type { PeerFile, PeerFormat, PeerOrganization } from '../../../src/import/peer/peer-source.ts';
import type { Outcome } from '../../../src/source/outcome.ts';
import { platformNamed } from '../../platform/shipped.ts';
import { type Files, imported, snapshot } from '../scene.ts';

export const GITHUB = platformNamed('github');

export function formatNamed(name: string): PeerFormat {
  const format = peerFormat(name);
  if (format === null) throw new Error(`no format ${name}`);
  return format;
}

/** Texts by path below the folder, as the command would read them. */
export function peerFiles(format: PeerFormat, texts: Readonly<Record<string, string>>): readonly PeerFile[] {
  return Object.entries(texts)
    .filter(([path]) => format.owns(path))
    .map(([path, text]) => ({ file: path, path, text }));
}

export function textsBelow(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
  );
}

export function readPeer(
  name: string,
  texts: Readonly<Record<string, string>>,
  organizations: readonly string[] = [],
): Outcome<readonly PeerOrganization[]> {
  const format = formatNamed(name);
  return format.read({ files: peerFiles(format, texts), organizations, folder: 'acme' });
}

/** The documents of one organization. */
export function documentsOf(
  name: string,
  organization: PeerOrganization,
  files: Files = {},
): Outcome<Imported> {
  const found = snapshot(organization.resources, organization.name);
  return imported(GITHUB, found, files, {
    newFile: (short) => `access/${organization.name}/${short}.yaml`,
    all: true,
    peer: peerTerms(formatNamed(name), organization),
  });
}
