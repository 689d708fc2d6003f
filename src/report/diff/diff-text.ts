import type { OrganizationDiff } from '../../diff/organization-diff.ts';
import { isSame } from '../../diff/organization-diff.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { counted } from '../phrases.ts';
import { effectLines } from '../plan/effect-lines.ts';
import type { AccessEffect } from '../plan/effects.ts';
import { printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { baseNotes, type ComparedBase, comparedWith } from './compared-with.ts';
import {
  changesPhrase,
  diffEffects,
  diffNotes,
  diffVerdict,
  escalationPhrase,
  outsidersPhrase,
  withoutHolderPhrase,
} from './diff-phrases.ts';

const MOST_EFFECTS = 100;
const MOST_SURPRISES = 20;

/** What differs between two versions of the documents, for a terminal. */
export function diffText(
  diffs: readonly OrganizationDiff[],
  base: ComparedBase,
  style: Style,
  diagnostics: readonly Diagnostic[],
): string {
  const same = diffs.filter(isSame);
  const changed = diffs.filter((diff) => !isSame(diff));
  const all: TextLine[] =
    same.length === 0
      ? []
      : [[`${counted(same.length, 'organization')} without a difference, ${comparedWith(base)}.`]];
  const found = [...diagnostics, ...diffs.flatMap((diff) => diff.diagnostics)];
  const blocks = [
    ...changed.map((diff) => diffLines(diff, base)),
    all,
    baseNotes(base).map((note): TextLine => [toned('faint', note)]),
    diagnosticsLines(found),
  ];
  return printLines(spaced(blocks), style);
}

function diffLines(diff: OrganizationDiff, base: ComparedBase): readonly TextLine[] {
  const { organization, difference, escalations, withoutHolders, newOutsiders, ahead } = diff;
  const written = changesPhrase(diff);
  const small = [...(written === null ? [] : [written]), ...diffNotes(diff)];
  return spaced([
    [[toned('strong', `${organization}: ${diffVerdict(diff)}`), toned('faint', ` (${comparedWith(base)})`)]],
    surprises(
      'Gain the power to administer',
      escalations.map((one) => escalationPhrase(one, difference.spelling)),
    ),
    surprises(
      'Nobody left',
      withoutHolders.map((one) => withoutHolderPhrase(one, diff)),
    ),
    surprises('New with access from outside', newOutsiders.length === 0 ? [] : [outsidersPhrase(diff)]),
    effectsBlock([toned('strong', 'Effective access')], diffEffects(difference)),
    ...ahead.map(({ at, difference: then }) =>
      effectsBlock(
        [toned('strong', `From ${at.at} on`), toned('faint', ` (${formatOrigin(at.origin)})`)],
        diffEffects(then),
      ),
    ),
    small.map((note): TextLine => [toned('faint', note)]),
  ]);
}

function surprises(title: string, phrases: readonly string[]): readonly TextLine[] {
  if (phrases.length === 0) return [];
  const more = phrases.length - MOST_SURPRISES;
  return [
    [toned('strong', title)],
    ...phrases.slice(0, MOST_SURPRISES).map((phrase): TextLine => [toned('removed', '  ! '), phrase]),
    ...(more > 0 ? [[toned('faint', `  and ${more} more (--json has all)`)]] : []),
  ];
}

function effectsBlock(title: TextLine, effects: readonly AccessEffect[]): readonly TextLine[] {
  if (effects.length === 0) return [];
  const more = effects.length - MOST_EFFECTS;
  return [
    title,
    ...effects.slice(0, MOST_EFFECTS).flatMap((effect) => effectLines(effect, false)),
    ...(more > 0
      ? [[toned('faint', `  and ${counted(more, 'more kind', 'more kinds')} of effect (--json has all)`)]]
      : []),
  ];
}
