import type { Change } from '../../plan/change.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { formatOrigin } from '../../source/origin.ts';
import { type AlignedRow, aligned, type TextLine, toned } from '../text/text-layout.ts';
import type { Tone } from '../text/text-style.ts';
import { type ChangeDetail, changeDetails, changeReason, changeSubject, SIGNS } from './change-words.ts';
import { cutDetails } from './cut-changes.ts';

/**
 * Changes in the order given, places aligned over all. `said` is a reason the title gives
 * already; `notes` tells more of single changes.
 */
export function changeLines(
  changes: readonly Change[],
  said: string | null,
  notes: ReadonlyMap<Change, string>,
  spelling: Spelling,
): readonly TextLine[] {
  return aligned(changes.flatMap((change) => rowsOf(change, said, notes.get(change) ?? null, spelling)));
}

function rowsOf(
  change: Change,
  said: string | null,
  note: string | null,
  spelling: Spelling,
): readonly AlignedRow[] {
  const { sign, tone } = SIGNS[change.action];
  const reason = changeReason(change, spelling);
  const { shown, left } = cutDetails(changeDetails(change, spelling));
  const beside = [note, reason === said ? null : reason].filter((text) => text !== null);
  return [
    {
      // The hourglass is two columns wide on a terminal.
      left: [
        toned(tone, sign.padStart(change.action === 'deferred' ? 2 : 3)),
        ' ',
        toned('strong', changeSubject(change, spelling)),
      ],
      right: [
        toned('faint', formatOrigin(change.because.origin)),
        ...beside.map((text) => toned('faint', `  ${text}`)),
      ],
    },
    ...shown.map(detailRow),
    ...(left === null ? [] : [{ left: [toned('faint', `      ${left} (--json has all)`)], right: [] }]),
  ];
}

const TONES: { readonly [S in ChangeDetail['sign']]: Tone } = {
  '+': 'added',
  '-': 'removed',
  '~': 'changed',
};

function detailRow({ sign, text, origin, reason }: ChangeDetail): AlignedRow {
  const place = origin === null ? [] : [toned('faint', formatOrigin(origin))];
  return {
    left: ['      ', toned(TONES[sign], sign), ` ${text}`],
    right: reason === null ? place : [...place, toned('faint', `  ${reason}`)],
  };
}
