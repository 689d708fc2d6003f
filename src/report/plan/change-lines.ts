import type { Change } from '../../plan/change.ts';
import { showOrigin } from '../../source/origin.ts';
import { aligned, type Line, type Row, toned } from '../text/page.ts';
import type { Tone } from '../text/style.ts';
import { type Detail, detailsOf, reasonOf, SIGNS, subjectOf } from './change-words.ts';

/** Entries shown of one change; a new group of a thousand people must not hide the change after it. */
const MOST_ENTRIES = 50;

/** Changes in the order given, places aligned over all of them. */
export function changeLines(changes: readonly Change[]): readonly Line[] {
  return aligned(changes.flatMap(rowsOf));
}

function rowsOf(change: Change): readonly Row[] {
  const { sign, tone } = SIGNS[change.action];
  const reason = reasonOf(change);
  const details = detailsOf(change);
  const more = details.length - MOST_ENTRIES;
  return [
    {
      // The hourglass is two columns wide on a terminal.
      left: [
        toned(tone, sign.padStart(change.action === 'deferred' ? 2 : 3)),
        ' ',
        toned('strong', subjectOf(change)),
      ],
      right: [
        toned('faint', showOrigin(change.because.origin)),
        ...(reason === null ? [] : [toned('faint', `  ${reason}`)]),
      ],
    },
    ...details.slice(0, MOST_ENTRIES).map(detailRow),
    ...(more > 0 ? [{ left: [`      … and ${more} more`], right: [] }] : []),
  ];
}

const TONES: { readonly [S in Detail['sign']]: Tone } = { '+': 'added', '-': 'removed', '~': 'changed' };

function detailRow({ sign, text, origin, reason }: Detail): Row {
  const place = origin === null ? [] : [toned('faint', showOrigin(origin))];
  return {
    left: ['      ', toned(TONES[sign], sign), ` ${text}`],
    right: reason === null ? place : [...place, toned('faint', `  ${reason}`)],
  };
}
