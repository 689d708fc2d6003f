import { counted } from '../phrases.ts';
import { aligned, printLines, spaced, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import type { BadgedConnector, BadgeState } from './connector-badge.ts';
import { VERDICT_WORDS } from './connector-test-text.ts';

export function connectorBadgesText(connectors: readonly BadgedConnector[], style: Style): string {
  const rows = connectors.map(({ file, badge }) => ({
    left: [toned(badge.state === 'fits' ? 'added' : 'error', badge.state.padEnd(9)), file],
    right: [badgePhrase(badge)],
  }));
  const fit = connectors.filter(({ badge }) => badge.state === 'fits').length;
  const verdict = `${counted(connectors.length, 'connector file')}: ${counted(fit, 'badge')} that fit`;
  return printLines(spaced([aligned(rows), [[toned('strong', verdict)]]]), style);
}

/** `2026-11-30, version 3.0.0: read shown, twice shown, pages partly`. */
function badgePhrase(badge: BadgeState): string {
  switch (badge.state) {
    case 'missing':
      return 'bylaw connector test --badge writes one';
    case 'stale':
      return `changed since ${badge.badge.date}: ${badge.changed.join(', ')}`;
    case 'fits': {
      const { date, version, checks } = badge.badge;
      const shown = checks
        .map(({ check, verdict, counts: { shown: of, kinds } }) => {
          const word = VERDICT_WORDS[verdict].word;
          // Of writes the number says more than the word.
          return kinds === undefined ? `${check} ${word}` : `${check} ${word}: ${of} of ${kinds} kinds`;
        })
        .join(', ');
      return `${date}${version === null ? '' : `, version ${version}`}: ${shown}`;
    }
  }
}
