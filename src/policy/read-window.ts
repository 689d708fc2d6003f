import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { type DocumentNode, isWrittenIn, textAt } from './document-node.ts';
import type { Written, WrittenWindow } from './document-types.ts';
import { readReview } from './read-reviews.ts';

export const NO_WINDOW: WrittenWindow = { from: null, until: null, reviewBy: null, reason: null };

const DAY = 86_400_000;

/** The window written beside a grant. Code: `window-empty`; that each date is one is the schema's to say. */
export function readWindow(documentNode: DocumentNode, diagnostics: Diagnostic[]): WrittenWindow {
  const from = textAt(documentNode, 'from');
  const until = textAt(documentNode, 'until');
  if (from !== null && until !== null) checkOrder(from, until, diagnostics);
  const reviewBy = textAt(documentNode, 'review-by');
  const reason = textAt(documentNode, 'reason')?.value ?? null;
  const review = isWrittenIn(documentNode, 'review') ? readReview(documentNode) : null;
  if (review !== null) return { from, until, reviewBy, reason, review };
  if (from === null && until === null && reviewBy === null && reason === null) return NO_WINDOW;
  return { from, until, reviewBy, reason };
}

function checkOrder(from: Written<string>, until: Written<string>, diagnostics: Diagnostic[]): void {
  const begin = instant(from.value);
  // `until: 2027-01-31` holds through that day.
  const end = instant(until.value) + (until.value.includes('T') ? 0 : DAY);
  if (Number.isNaN(begin) || Number.isNaN(end) || end > begin) return;
  diagnostics.push(
    diagnostic(
      'window-empty',
      `\`until\` ${until.value} is not after \`from\` ${from.value}.`,
      until.origin,
      { related: [{ message: 'from is written here', origin: from.origin }] },
    ),
  );
}

/** NaN for days that do not exist, which some engines roll over into the next month. */
function instant(text: string): number {
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  const exists = !Number.isNaN(day) && new Date(day).toISOString().startsWith(text.slice(0, 10));
  return exists ? Date.parse(text) : Number.NaN;
}
