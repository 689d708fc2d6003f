/** Servers of which each is kept by a process of its own, and said to be up, or not, in a file of a folder. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DebianPackages } from './machine/debian-packages.mjs';
import { SERVERS } from './servers.mjs';

const KEEP = fileURLToPath(new URL('keep.mjs', import.meta.url));
/** Packages stay here from run to run. Git ignores it. */
const CACHE = process.env.BYLAW_SERVERS_CACHE ?? fileURLToPath(new URL('../../.servers', import.meta.url));

export class RunningServers {
  constructor(names) {
    this.names = names;
    this.folder = mkdtempSync(join(tmpdir(), 'bylaw-servers-'));
    this.keepers = [];
    this.ended = false;
    mkdirSync(CACHE, { recursive: true });
    for (const name of names) this.#tell(name, { state: 'starting' });
  }

  /** Ends when each of them is up or has failed. None waits for the next one's packages. */
  async start() {
    const debian = new DebianPackages(CACHE);
    for (const name of this.names) {
      try {
        const { debian: packages, install, backports } = SERVERS[name];
        const root =
          packages === undefined
            ? null
            : await debian.unpacked(name, packages, { backports: backports === true });
        const installed = install === undefined ? {} : await install(CACHE);
        if (this.ended) return;
        this.#keep(name, { root, ...installed });
      } catch (error) {
        this.#tell(name, { state: 'failed', why: error.message });
      }
    }
    while (!this.ended && this.names.some((name) => this.told(name).state === 'starting')) await pause(200);
  }

  told(name) {
    return JSON.parse(readFileSync(this.#file(name), 'utf8'));
  }

  /** Ends them all; a server that is still about to start does not. */
  async end() {
    this.ended = true;
    for (const { stdin } of this.keepers) stdin.end();
    await Promise.all(
      this.keepers.map((keeper) =>
        keeper.exitCode === null && keeper.signalCode === null
          ? new Promise((resolve) => keeper.once('exit', resolve))
          : null,
      ),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Away from the terminal, so that what interrupts a run does not end the keeper before its server. */
  #keep(name, place) {
    const words = [KEEP, name, this.#file(name), JSON.stringify(place)];
    const keeper = spawn(process.execPath, words, { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
    keeper.stdin.on('error', () => {}); // it has ended
    keeper.once('exit', (code) => {
      if (!this.ended && this.told(name).state === 'starting')
        this.#tell(name, { state: 'failed', why: `its keeper ended with ${code}` });
    });
    this.keepers.push(keeper);
  }

  #file(name) {
    return join(this.folder, `${name}.json`);
  }

  #tell(name, what) {
    writeFileSync(this.#file(name), `${JSON.stringify(what)}\n`);
  }
}
