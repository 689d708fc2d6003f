import { counted } from '../phrases.ts';
import { aligned, printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style, Tone } from '../text/text-style.ts';
import type { DoctorCheck, DoctorVerdict } from './doctor-check.ts';

const SHOWN: { readonly [V in DoctorVerdict]: { readonly word: string; readonly tone: Tone } } = {
  ok: { word: 'ok', tone: 'added' },
  warning: { word: 'warning', tone: 'warning' },
  error: { word: 'error', tone: 'error' },
  unknown: { word: 'cannot tell', tone: 'waiting' },
};

const ORDER: readonly DoctorVerdict[] = ['ok', 'warning', 'error', 'unknown'];

export function doctorText(checks: readonly DoctorCheck[], style: Style): string {
  const rows = checks.map(({ check, about, verdict, said, wayOut }) => ({
    left: [toned(SHOWN[verdict].tone, SHOWN[verdict].word.padEnd(12)), check],
    right: [about === null ? said : `${about}: ${said}`],
    wayOut,
  }));
  const lines = aligned(rows).flatMap((line, at): readonly TextLine[] => {
    const wayOut = rows[at]?.wayOut ?? null;
    return wayOut === null ? [line] : [line, [' '.repeat(12), toned('faint', `  = ${wayOut}`)]];
  });
  return printLines(spaced([lines, [[toned('strong', doctorVerdict(checks))]]]), style);
}

/** `9 checks: 7 ok, 1 warning, 1 cannot tell`. */
function doctorVerdict(checks: readonly DoctorCheck[]): string {
  const counts = ORDER.flatMap((verdict) => {
    const count = checks.filter((one) => one.verdict === verdict).length;
    if (count === 0) return [];
    const { word } = SHOWN[verdict];
    return [verdict === 'ok' || verdict === 'unknown' ? `${count} ${word}` : counted(count, word)];
  });
  return `${counted(checks.length, 'check')}: ${counts.join(', ')}`;
}
