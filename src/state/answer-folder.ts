import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readWholeFile } from '../file/read-file.ts';
import { stageFile } from '../file/write-file.ts';

const SUFFIX = '.answers';
const NAME = /^[0-9a-f]{64}\.answers$/;
/** Left by a run that was killed while it wrote. */
const LEFT = /^\.bylaw-[0-9a-f-]{36}\.tmp$/;
const HOUR_MS = 3_600_000;
const MOST_AGE_MS = 30 * 24 * HOUR_MS;
const MOST_FILES = 64;
const MOST_BYTES_OF_ONE = 64 * 1024 * 1024;
const MOST_BYTES = 256 * 1024 * 1024;

/** A folder of files that only their owner reads. All of it is a cache: nothing fails, and what is not there is not missed. */
export interface PrivateFolder {
  load(name: string): Buffer | null;
  /** Whole, or not at all. */
  save(name: string, content: Uint8Array): void;
}

export function openAnswerFolder(directory: string, now: () => number = Date.now): PrivateFolder {
  return {
    load(name) {
      try {
        const file = join(directory, `${name}${SUFFIX}`);
        // A link may lead to where somebody waits for it to be read.
        if (!isFolder(directory) || !lstatSync(file).isFile()) return null;
        const read = readWholeFile(file, { place: null, limit: MOST_BYTES_OF_ONE });
        return read.ok ? read.value : null;
      } catch {
        return null;
      }
    },
    save(name, content) {
      try {
        if (content.length > MOST_BYTES_OF_ONE) return;
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        if (!isFolder(directory)) return;
        chmodSync(directory, 0o700);
        stageFile(join(directory, `${name}${SUFFIX}`), content, 0o600).replace();
        prune(directory, now());
      } catch {
        // The next run asks again for what this one was told.
      }
    },
  };
}

function isFolder(directory: string): boolean {
  return lstatSync(directory).isDirectory();
}

/** What is too old, and of the rest the oldest beyond so many and so much. Only what has a name of ours. */
function prune(directory: string, now: number): void {
  const found = readdirSync(directory).flatMap((name) => {
    const isOurs = NAME.test(name);
    if (!isOurs && !LEFT.test(name)) return [];
    const { mtimeMs, size } = lstatSync(join(directory, name));
    return [{ file: join(directory, name), isOurs, age: now - mtimeMs, size }];
  });
  let files = 0;
  let bytes = 0;
  for (const { file, isOurs, age, size } of found.sort((a, b) => a.age - b.age)) {
    if (isOurs) {
      files += 1;
      bytes += size;
    }
    const isOver = files > MOST_FILES || bytes > MOST_BYTES || age > MOST_AGE_MS;
    if (isOurs ? isOver : age > HOUR_MS) rmSync(file, { force: true });
  }
}
