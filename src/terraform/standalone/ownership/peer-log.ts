import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { isProcessAlive, pidNamespace, processStartTime } from '../../../process/process-liveness.ts';
import { type PeerLogFile, Peers } from './peers.ts';

/** The papers of one process of the provider, on which the processes of one terraform tell each other what they claim. */
export class PeerLogs {
  readonly #folder: string;
  readonly #parent: number;
  /** Containers may share a folder, and each has numbers of its own. */
  readonly #space = pidNamespace();
  readonly #fellows = new Set<Peers>();

  /** `parent` is the terraform that started this process: its number is what all that it started have in common. */
  constructor(temporary: string, parent: number) {
    this.#folder = join(temporary, `bylaw-claims-${process.getuid?.() ?? 'one'}`);
    this.#parent = parent;
  }

  /**
   * Of all blocks of one platform: which of them are of one organization, only the platform can tell. Null where there is
   * no folder that is this user's alone: then each block sees its own claims, and no others.
   */
  join(platform: string): Peers | null {
    try {
      if (!this.#isOurs()) return null;
      this.#tidy();
      const run = [platform, processStartTime(this.#parent)].join('\n');
      const name = createHash('sha256').update(run).digest('hex').slice(0, 16);
      const peerLogFile = openPeerLog(join(this.#folder, `${this.#parent}-${this.#space}-${name}`));
      const peers = new Peers(peerLogFile, { id: randomUUID(), pid: process.pid, isAlive: isProcessAlive });
      this.#fellows.add(peers);
      return peers;
    } catch {
      return null;
    }
  }

  /** The walk is over, as far as this process is in it. */
  end(): void {
    for (const peers of this.#fellows) peers.end();
    this.#fellows.clear();
  }

  #isOurs(): boolean {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(this.#folder);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  }

  /** A killed process cleans up nothing: what a terraform that is gone has left goes with the next one. */
  #tidy(): void {
    for (const name of readdirSync(this.#folder)) {
      const [pid, space] = name.split('-');
      if (space !== this.#space || Number(pid) === this.#parent || isProcessAlive(Number(pid))) continue;
      rmSync(join(this.#folder, name), { force: true });
    }
  }
}

/**
 * The same in one process that serves all blocks, and is not told where a walk of terraform ends: of plans nothing is
 * heard there, of what an apply writes and removes everything.
 */
export class PapersInMemory {
  readonly #papers = new Map<string, string[]>();

  join(platform: string): Peers {
    const lines = this.#papers.get(platform) ?? [];
    this.#papers.set(platform, lines);
    let at = 0;
    const peerLogFile: PeerLogFile = {
      append: (line) => lines.push(line),
      more: () => {
        const more = lines.slice(at);
        at = lines.length;
        return more;
      },
    };
    return new Peers(peerLogFile, {
      id: randomUUID(),
      pid: process.pid,
      isAlive: () => true,
      hearsPlans: false,
    });
  }

  /** A command of terraform is over: what it has written is no news to the next, which reads anew. */
  forget(): void {
    this.#papers.clear();
  }
}

const NEWLINE = 10;

/** Each line is one write at the end of the file, which the system does not mix with another's. */
function openPeerLog(file: string): PeerLogFile {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const paper = openSync(file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  let broken = false;
  let at = 0;
  const chunk = Buffer.allocUnsafe(1 << 16);
  let begun: Buffer = Buffer.alloc(0);
  return {
    append(line) {
      if (broken) return;
      const bytes = Buffer.from(`${line}\n`);
      try {
        broken = writeSync(paper, bytes) < bytes.length;
      } catch {
        broken = true;
      }
      // A disk that is full: what cannot be told is not told by halves either.
      if (broken) closeSync(paper);
    },
    more() {
      const lines: string[] = [];
      for (let size = 1; size > 0 && !broken; ) {
        size = readSync(paper, chunk, 0, chunk.length, at);
        at += size;
        begun = Buffer.concat([begun, chunk.subarray(0, size)]);
        const end = begun.lastIndexOf(NEWLINE);
        if (end < 0) continue;
        lines.push(...begun.subarray(0, end).toString().split('\n'));
        begun = begun.subarray(end + 1);
      }
      return lines;
    },
  };
}
