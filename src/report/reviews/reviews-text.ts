import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { aligned, printLines, spaced, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { byOwners, isOpen, type ReviewEntry, reviewPhrase, reviewsVerdict } from './review-entries.ts';

export function reviewsText(
  entries: readonly ReviewEntry[],
  within: string,
  style: Style,
  diagnostics: readonly Diagnostic[],
): string {
  const groups = [...byOwners(entries)].map(([owners, own]) => [
    [toned('strong', owners)],
    ...aligned(
      own.map((entry) => ({
        left: [
          '  ',
          toned(isOpen(entry) ? 'waiting' : 'faint', entry.standing.padEnd(9)),
          `${entry.organization}: ${entry.grant}`,
        ],
        right: [
          toned('faint', `${formatOrigin(entry.origin)}  `),
          reviewPhrase(entry),
          ...(entry.decision?.note == null ? [] : [toned('faint', `  ${entry.decision.note}`)]),
        ],
      })),
    ),
  ]);
  return printLines(
    spaced([...groups, diagnosticsLines(diagnostics), [[toned('strong', reviewsVerdict(entries, within))]]]),
    style,
  );
}
