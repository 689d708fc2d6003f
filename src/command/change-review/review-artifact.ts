import { readWholeFile } from '../../file/read-file.ts';
import { writeResult } from '../../file/write-file.ts';
import { readReviewFacts } from '../../pull-request/read-review-facts.ts';
import type { ReviewFacts } from '../../pull-request/review-facts.ts';
import { jsonDocumentText } from '../../report/json/report-envelope.ts';
import { MissingField } from '../../source/checked-fields.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';

/** A review of forty thousand people takes a fifth of it. */
const MOST_BYTES = 16 * 1024 * 1024;

/** For its owner alone: it names people and what they may do. Fails with file-unwritable. */
export function writeReviewArtifact(
  path: string,
  facts: ReviewFacts,
  sources: readonly string[],
): Outcome<null> {
  return writeResult(path, jsonDocumentText(facts), { mode: 0o600, sources });
}

/** What another job wrote, of which nothing is believed but its form. Fails with review-artifact-invalid, file-unreadable. */
export function readReviewArtifact(path: string): Outcome<ReviewFacts> {
  const invalid = (why: string): Outcome<ReviewFacts> =>
    failure(diagnostic('review-artifact-invalid', `${quote(path)} is no review: ${why}.`, null));
  const read = readWholeFile(path, { place: null, limit: MOST_BYTES });
  if (!read.ok) {
    const isLarge = read.diagnostics.some(({ code }) => code === 'file-too-large');
    return isLarge ? invalid(`it is larger than ${MOST_BYTES / 1024 / 1024} MiB`) : read;
  }
  let value: unknown;
  try {
    value = JSON.parse(read.value.toString('utf8'));
  } catch {
    return invalid('it is not JSON');
  }
  try {
    return success(readReviewFacts(value));
  } catch (error) {
    if (error instanceof MissingField) return invalid(`it lacks ${error.message}`);
    throw error;
  }
}
