import { fstatSync } from 'node:fs';
import { writeAll } from '../../file/write-file.ts';

export interface StandardOutput {
  write(text: string): void;
  /** Why not all of it went out; null when all did. */
  lost(): string | null;
}

/**
 * Where results go. Node asks a file once to take a text, and takes it for written when the disk had room for some of
 * it; a report that stops in the middle of a list reads like one of less. What does not go out is said on stderr: it may
 * be all that tells what an apply has done.
 */
export function standardOutput({
  stdout,
  stderr,
}: Pick<NodeJS.Process, 'stdout' | 'stderr'>): StandardOutput {
  let lost: string | null = null;
  const lose = (error: unknown): void => {
    const { code, message } = error as NodeJS.ErrnoException;
    // A reader that stops reading (`bylaw plan | head`) is no failure of ours, and no success either: the work goes on
    // and ends with the status it has.
    if (code !== 'EPIPE') lost ??= message;
  };
  stdout.on('error', lose);
  // Who cannot be told cannot be told of it.
  stderr.on('error', () => {});
  const toFile = isFile(stdout);
  return {
    write(text) {
      if (!toFile) {
        stdout.write(text);
        return;
      }
      try {
        if (lost === null) writeAll(stdout.fd, text);
      } catch (error) {
        lose(error);
      }
      if (lost !== null) stderr.write(text);
    },
    lost: () => lost,
  };
}

function isFile({ fd, isTTY }: typeof process.stdout): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFile() || (stats.isCharacterDevice() && isTTY !== true);
  } catch {
    return false;
  }
}
