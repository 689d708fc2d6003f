import type { Findings } from '../source/findings.ts';
import { type DocumentPath, keyOrigin } from '../source/source-document.ts';

/** Two places of a platform file that cannot both be meant. */
export interface Contradiction {
  readonly at: DocumentPath;
  readonly against: DocumentPath;
  /** A whole sentence. */
  readonly message: string;
  /** Left out: one of the two goes. */
  readonly hint?: string;
}

/** Reports `platform-invalid` with both places. */
export function reportContradiction(
  { at, against, message, hint = 'Remove one of the two.' }: Contradiction,
  findings: Findings,
): void {
  const origin = keyOrigin(findings.document, against);
  findings.atKey('platform-invalid', at, message, {
    hint,
    related: [{ message: 'it stands against this', origin }],
  });
}
