import { fstatSync, type Stats } from 'node:fs';
import { writeAll } from '../../file/write-file.ts';
import { isTerminal } from './is-terminal.ts';
import { standardError } from './standard-error.ts';

export interface StandardOutput {
  write(text: string): void;
  /** Why not all of it went out; null when all did. */
  lost(): string | null;
  /** When a slow reader has taken what waits; null where nothing does. */
  drained(): Promise<void> | null;
  /** Whether nobody reads any more: what is written goes nowhere. */
  gone(): boolean;
}

/**
 * Where results go. Node asks a file once to take a text, and takes it for written when the disk had room for some of
 * it; a report that stops in the middle of a list reads like one of less. What does not go out is said on stderr: it may
 * be all that tells what an apply has done.
 *
 * So files are written to straight, and pipes are while nobody listens for Ctrl-C. Node takes a fifteenth of a start to
 * load its stream of them, which is for what has to go on while a reader is slow.
 */
export function standardOutput(): StandardOutput {
  let lost: string | null = null;
  let gone = false;
  const lose = (error: unknown): void => {
    const { code, message } = error as NodeJS.ErrnoException;
    gone ||= code === 'EPIPE';
    // A reader that stops reading (`bylaw plan | head`) is no failure of ours, and no success either: the work goes on
    // and ends with the status it has.
    if (code !== 'EPIPE') lost ??= message;
  };
  let stream: NodeJS.WriteStream | null = null;
  const writeToStream = (text: string | Uint8Array): void => {
    stream ??= process.stdout.on('error', lose);
    stream.write(text);
  };
  const stats = statsOf(STDOUT);
  return {
    write(text) {
      // What waits in the stream goes first.
      if (stats === null || stream !== null || !isStraight(stats)) return writeToStream(text);
      try {
        if (lost === null) writeAll(STDOUT, text, writeToStream);
      } catch (error) {
        lose(error);
      }
      if (lost !== null) standardError().write(text);
    },
    lost: () => lost,
    drained() {
      const waiting = stream;
      if (waiting === null || !waiting.writableNeedDrain || waiting.destroyed) return null;
      return new Promise((resolve) => {
        const over = (): void => {
          waiting.off('drain', over).off('close', over).off('error', over);
          resolve();
        };
        waiting.on('drain', over).on('close', over).on('error', over);
      });
    },
    gone: () => gone,
  };
}

const STDOUT = 1;
const INTERRUPTIONS = ['SIGINT', 'SIGTERM'] as const;

function isStraight(stats: Stats): boolean {
  if (stats.isFIFO() || stats.isSocket()) {
    return INTERRUPTIONS.every((signal) => process.listenerCount(signal) === 0);
  }
  return stats.isFile() || (stats.isCharacterDevice() && !isTerminal('stdout'));
}

function statsOf(handle: number): Stats | null {
  try {
    return fstatSync(handle);
  } catch {
    return null;
  }
}
