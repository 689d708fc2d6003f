import { linkSync, rmSync } from 'node:fs';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';

/**
 * Gives a damaged file another name beside it, so that its place is free and nothing is lost. The name it has then.
 * Fails with file-unwritable.
 */
export function quarantineFile(file: string, now: Date): Outcome<string> {
  const moment = now.toISOString().replace(/[-:.]/g, '');
  const aside = `${file}.damaged-${moment}`;
  try {
    // Linked, not renamed: a name that is taken already is refused.
    linkSync(file, aside);
    rmSync(file);
    return success(aside);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(diagnostic('file-unwritable', `Cannot put ${file} aside: ${reason}`, null));
  }
}
