import type { Change } from '../../plan/change.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { showOrigin } from '../../source/origin.ts';
import { aligned, type Line, type Row, toned } from '../text/page.ts';
import type { Tone } from '../text/style.ts';
import { type Detail, detailsOf, reasonOf, SIGNS, subjectOf } from './change-words.ts';

/**
 * Changes in the order given, every entry of them, places aligned over all. `said` is a reason the title gives
 * already; `notes` tells more of single changes.
 */
export function changeLines(
  changes: readonly Change[],
  said: string | null,
  notes: ReadonlyMap<Change, string>,
  spelling: Spelling,
): readonly Line[] {
  return aligned(changes.flatMap((change) => rowsOf(change, said, notes.get(change) ?? null, spelling)));
}

function rowsOf(
  change: Change,
  said: string | null,
  note: string | null,
  spelling: Spelling,
): readonly Row[] {
  const { sign, tone } = SIGNS[change.action];
  const reason = reasonOf(change, spelling);
  const beside = [note, reason === said ? null : reason].filter((text) => text !== null);
  return [
    {
      // The hourglass is two columns wide on a terminal.
      left: [
        toned(tone, sign.padStart(change.action === 'deferred' ? 2 : 3)),
        ' ',
        toned('strong', subjectOf(change, spelling)),
      ],
      right: [
        toned('faint', showOrigin(change.because.origin)),
        ...beside.map((text) => toned('faint', `  ${text}`)),
      ],
    },
    ...detailsOf(change, spelling).map(detailRow),
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
