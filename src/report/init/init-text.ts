import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { counted } from '../phrases.ts';
import { aligned, printLines, spaced, toned } from '../text/text-layout.ts';
import type { Style, Tone } from '../text/text-style.ts';
import type { InitFile, InitResult } from './init-result.ts';

const SHOWN: { readonly [S in InitFile['status']]: { readonly sign: string; readonly tone: Tone } } = {
  new: { sign: '  + ', tone: 'added' },
  same: { sign: '  = ', tone: 'faint' },
  kept: { sign: '  ! ', tone: 'warning' },
};

/** What was written, what was left as it is, and what to do next. */
export function initText(result: InitResult, style: Style, diagnostics: readonly Diagnostic[]): string {
  const { organization, platform, files, next, wrote } = result;
  const made = files.filter(({ status }) => status === 'new').length;
  const rows = files.map(({ file, status, lines }) => ({
    left: [toned(SHOWN[status].tone, SHOWN[status].sign), file],
    right: [toned('faint', status === 'new' ? counted(lines, 'line') : noteOf(status))],
  }));
  const does = wrote ? 'written' : 'would be written';
  return printLines(
    spaced([
      [
        [
          toned('strong', organization),
          toned('faint', ` (${platform})`),
          `: ${counted(made, 'file')} ${does}`,
        ],
      ],
      aligned(rows),
      diagnosticsLines(diagnostics),
      next.length === 0 ? [] : [[toned('strong', 'Next')], ...next.map((line) => [`  - ${line}`])],
    ]),
    style,
  );
}

function noteOf(status: 'same' | 'kept'): string {
  return status === 'same' ? 'is so already' : 'is another one, and stays as it is';
}
