import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../../source/text-order.ts';

/** One file of a provider package. */
export interface PackedFile {
  /** Below the package's folder, with `/`. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly executable: boolean;
}

/** Hosts by which terraform and tofu know `bylaw/bylaw`. */
export const PROVIDER_HOSTS = ['registry.terraform.io', 'registry.opentofu.org'] as const;
export const PROVIDER_NAMESPACE = 'bylaw';
export const PROVIDER_NAME = 'bylaw';

/**
 * A provider package: a launcher in plain `sh` and the program in JavaScript. Nothing in it belongs to one system, so
 * it is the same to the byte everywhere, and one checksum in a lock file is right on all of them.
 */
export function packageContents(built: string, version: string): readonly PackedFile[] {
  const files = readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): PackedFile => {
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(built.length).split(/[/\\]/).filter(Boolean).join('/');
      return { path, bytes: readFileSync(file), executable: false };
    });
  const launcher: PackedFile = {
    path: `terraform-provider-${PROVIDER_NAME}_v${version}`,
    bytes: Buffer.from(LAUNCHER),
    executable: true,
  };
  return [...files, launcher].sort((a, b) => compareText(a.path, b.path));
}

const NEEDED = 'The Bylaw provider needs Node.js 20.19 or newer';

/**
 * The program keeps its ending, or a `package.json` somewhere above could turn it into a module of the other sort; and
 * what `NODE_OPTIONS` asks for is meant for somebody else's program. Its files are where they are: terraform waits while
 * Node looks for links in each part of their paths. Reasons go to stdout: terraform shows what it finds there in place
 * of a handshake, and hides the rest.
 */
const LAUNCHER = `#!/bin/sh
unset NODE_OPTIONS
case "$0" in
  */*) here=\${0%/*} ;;
  *) here=. ;;
esac
if ! command -v node >/dev/null 2>&1; then
  echo "${NEEDED}, and there is no node on the PATH."
  exit 127
fi
exec node --preserve-symlinks --preserve-symlinks-main "$here/provider.cjs" "$@"
`;

/**
 * How the program begins, in the words of the oldest Node there may be: the rest of its file is in words of Node 8.
 * @public for the build
 */
export const VERSION_CHECK = `'use strict';
var version = process.versions.node.split('.');
if (Number(version[0]) * 1000 + Number(version[1]) < 20019) {
  console.log('${NEEDED}, and the node on the PATH is ' + process.versions.node + '.');
  process.exit(1);
}`;
