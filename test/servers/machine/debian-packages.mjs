/**
 * Packages of Debian, unpacked into a folder: nothing is installed, no script of a package runs, no service starts, and
 * root is not needed. What the machine has installed is not fetched again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './processes.mjs';

/** The loader of programs is the machine's, so its C library has to be too. */
const OF_THE_MACHINE = /^(libc6|libc-bin|libc-l10n|locales)_/;

/** Folders of libraries, in a root or in the machine. */
const TRIPLET = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch];

/** Where programs of an unpacked root find libraries. */
export const librariesOf = (root) =>
  [`usr/lib/${TRIPLET}`, `lib/${TRIPLET}`, 'usr/lib'].map((folder) => join(root, folder)).join(':');

export class DebianPackages {
  /** `cache` is a folder that stays. */
  constructor(cache) {
    this.cache = join(cache, 'debian');
    this.updated = new Map();
  }

  /** The root into which the packages are unpacked, with all that they depend on. */
  async unpacked(name, packages, { backports = false } = {}) {
    const root = join(this.cache, 'roots', name);
    const mark = join(root, 'unpacked.txt');
    const wanted = `${packages.join('\n')}\n`;
    if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return root;
    rmSync(root, { recursive: true, force: true });
    const fetched = join(this.cache, 'fetched', name);
    rmSync(fetched, { recursive: true, force: true });
    mkdirSync(join(fetched, 'partial'), { recursive: true });
    mkdirSync(root, { recursive: true });
    const options = this.#options(backports);
    const suite = backports ? 'backports' : 'stable';
    // One after another: two of them in one folder of lists fail.
    if (!this.updated.has(suite)) this.updated.set(suite, runProcess('apt-get', [...options, 'update']));
    await this.updated.get(suite);
    const install = ['install', '--download-only', '--no-install-recommends'];
    await runProcess(
      'apt-get',
      [...options, '-o', `Dir::Cache::archives=${fetched}`, ...install, ...packages],
      {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    );
    const files = readdirSync(fetched).filter((file) => file.endsWith('.deb') && !OF_THE_MACHINE.test(file));
    for (const file of files) await runProcess('dpkg', ['-x', join(fetched, file), root]);
    rmSync(fetched, { recursive: true, force: true });
    writeFileSync(mark, wanted);
    return root;
  }

  #options(backports) {
    const place = join(this.cache, backports ? 'apt-backports' : 'apt');
    mkdirSync(join(place, 'lists/partial'), { recursive: true });
    mkdirSync(join(place, 'cache/archives/partial'), { recursive: true });
    const settings = {
      'Dir::State::lists': join(place, 'lists'),
      'Dir::Cache': join(place, 'cache'),
      'Debug::NoLocking': '1',
      'APT::Sandbox::User': '',
      ...(backports ? { 'Dir::Etc::sourcelist': sourcesWithBackports(place) } : {}),
    };
    return ['-y', '-qq', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
  }
}

/** A list of sources that names the backports, from the mirror that the machine uses for Debian. */
function sourcesWithBackports(place) {
  const lists = ['/etc/apt/sources.list', ...filesIn('/etc/apt/sources.list.d')].filter((file) =>
    existsSync(file),
  );
  const text = lists.map((file) => readFileSync(file, 'utf8')).join('\n');
  const mirror = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S*\/debian)\/?(?:\s|$)/m.exec(text)?.[1];
  if (mirror === undefined) throw new Error('no mirror of Debian is set up on this machine');
  const file = join(place, 'sources.list');
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(file, `deb [signed-by=${key}] ${mirror} bookworm-backports main\n`);
  return file;
}

const filesIn = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []);
