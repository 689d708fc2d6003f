import { rmSync } from 'node:fs';
import { isTaken } from '../../../file/read-file.ts';
import { writeResult } from '../../../file/write-file.ts';
import type { Address } from '../../../resource/address.ts';
import type { Snapshot } from '../../../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import { quote } from '../../../source/quote.ts';

/** An organization with more people than this is somebody's, whatever is said of it. */
const MOST_PEOPLE = 100;

/**
 * Whether somebody said that an organization may be written to: by its name, which nobody types by accident. Null where
 * they did. Code: usage.
 */
export function unconfirmed(organization: string | null, confirmed: string | null): Diagnostic | null {
  if (organization === null) {
    const hint = 'bylaw connector test FILE ORGANIZATION --writes --throw-away ORGANIZATION';
    return diagnostic('usage', 'Which organization is written to? Its name has to be given.', null, { hint });
  }
  if (confirmed === organization) return null;
  const message =
    confirmed === null
      ? `--writes makes and deletes things in ${quote(organization)}.`
      : `--throw-away names ${quote(confirmed)}, and the organization is ${quote(organization)}.`;
  const hint = `If nobody needs ${organization}, say so: --throw-away ${organization}`;
  return diagnostic('usage', message, null, { hint });
}

/** Null for what is small enough to be thrown away. Code: usage. */
export function tooLarge({ organization, resources }: Snapshot): Diagnostic | null {
  const people = resources.filter(({ type }) => type === 'member').length;
  if (people <= MOST_PEOPLE) return null;
  const message = `${quote(organization)} has ${people} people: that is no organization to throw away.`;
  const hint = `--writes takes one of ${MOST_PEOPLE} people at most. Nothing was written.`;
  return diagnostic('usage', message, null, { hint });
}

/** What a test makes, on the disk while it is there: whoever ends the process can read what to clean up. */
export class MadeRecord {
  readonly file: string;

  constructor(connectorFile: string) {
    this.file = `${connectorFile.replace(/\.ya?ml$/i, '')}.left-behind.json`;
  }

  /** Fails where another test left its record. Code: usage. */
  free(): Outcome<null> {
    if (!isTaken(this.file)) return success(null);
    const message = `A test before this one was ended in the middle: ${quote(this.file)} says what it made.`;
    const hint = 'Take away what is still there, delete the file, and test again.';
    return failure(diagnostic('usage', message, null, { hint }));
  }

  /** Before it is made: where this fails, it is not. */
  tell(organization: string, prefix: string, made: readonly Address[]): Outcome<null> {
    const text = `${JSON.stringify({ format: FORMAT, organization, prefix, made }, null, 2)}\n`;
    return writeResult(this.file, text);
  }

  forget(): void {
    rmSync(this.file, { force: true });
  }
}

const FORMAT = 'bylaw.connector-left-behind/v1';
