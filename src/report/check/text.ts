import type { Desired } from '../../compile/desired.ts';
import { showOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import type { Extras } from '../extras.ts';
import { byText } from '../phrases.ts';
import { aligned, type Line, printLines, spaced, toned } from '../text/page.ts';
import type { Style } from '../text/style.ts';
import { countsOf, countsPhrase, daysPhrase, endingsOf } from './counts.ts';

const MOST_ENDINGS = 10;

/** What the documents come to, then what is wrong with them; the last line is the verdict, as of a compiler. */
export function checkText(checked: readonly Desired[], style: Style, extras: Extras = {}): string {
  const found = diagnosticsLines(extras.diagnostics ?? []);
  const sorted = [...checked].sort((a, b) => byText(a.organization, b.organization));
  return printLines(
    spaced([...sorted.map(organizationLines), found.length > 0 ? found : [[toned('strong', 'no problems')]]]),
    style,
  );
}

function organizationLines(desired: Desired): readonly Line[] {
  const endings = endingsOf(desired);
  const rows = endings.slice(0, MOST_ENDINGS).map(({ window, until, days }) => ({
    left: [toned('waiting', '  ends '), `${until} (${daysPhrase(days)})  ${window.grant}`],
    right: [
      toned('faint', showOrigin(window.origin)),
      ...(window.reason === null ? [] : [toned('faint', `  ${window.reason}`)]),
    ],
  }));
  const more = endings.length - rows.length;
  return [
    [
      toned('strong', desired.organization),
      toned('faint', ` (${desired.platform.name})`),
      `: ${countsPhrase(countsOf(desired))}`,
    ],
    ...aligned(rows),
    ...(more > 0 ? [[`  … and ${more} more that end later`]] : []),
  ];
}
