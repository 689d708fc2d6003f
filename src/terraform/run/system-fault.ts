import { closeSync, fstatSync, openSync, readSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';

/** What is wrong with the machine when a system call fails; null for what is a bug. */
export function systemFault(error: unknown): Diagnostic | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return null;
  const origins = path ?? tmpdir();
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return diskFull(origins);
    case 'EMFILE':
    case 'ENFILE':
    case 'EAGAIN':
    case 'ENOMEM':
      return limitReached(error.message);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return diagnostic(
        'file-unwritable',
        `A run needs a folder of its own in ${tmpdir()}: ${error.message}`,
        null,
        { hint: 'Set TMPDIR to a folder that exists and can be written.' },
      );
    default:
      return null;
  }
}

export function diskFull(origins: string): Diagnostic {
  return diagnostic('disk-full', `No space is left for ${origins}.`, null, {
    hint: 'Make room there, or set TMPDIR to a folder with free space; nothing of the run is needed later.',
  });
}

/** Said for a plan file that is not whole although terraform said nothing of it. */
export function truncatedPlanFile(what: string, folder: string): Diagnostic {
  const message = `${what} wrote only a part of its plan file into ${folder}.`;
  return diagnostic('disk-full', message, null, {
    hint: 'Make room there, set TMPDIR to a folder with free space, or raise the limit of file sizes (`ulimit -f`).',
  });
}

export function limitReached(reason: string): Diagnostic {
  return diagnostic('system-limit', `The system gives no more to this process: ${reason}`, null, {
    hint: 'Raise the limit (`ulimit -n` for open files), or run less at once.',
  });
}

const HARDLY_ANY = 32 * 1024;

/**
 * Whether a folder has hardly any space left. Terraform does not always say so: a plan file that does not fit is
 * written in part, and `plan` ends with 0.
 */
export function isDiskNearlyFull(folder: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder);
    return bavail * bsize < HARDLY_ANY || (files > 0 && ffree === 0);
  } catch {
    return false;
  }
}

const ZIP_END = Buffer.from('PK\u0005\u0006', 'latin1');
/** The longest end of a zip file: its record and a comment. */
const LONGEST_END = 22 + 0xffff;

/** Whether a plan file, which is a zip, has its end. */
export function isWholePlan(file: string): boolean {
  try {
    const fd = openSync(file, 'r');
    try {
      const { size } = fstatSync(fd);
      const end = Buffer.alloc(Math.min(size, LONGEST_END));
      readSync(fd, end, 0, end.length, size - end.length);
      return end.includes(ZIP_END);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
