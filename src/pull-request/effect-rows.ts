import { counted } from '../report/phrases.ts';
import { partNames } from '../report/plan/but-texts.ts';
import { type AccessEffect, isGain, widePlaces } from '../report/plan/effects.ts';
import { REVIEW_RANK, type ReviewCell, type ReviewRow } from './review-facts.ts';

export const EFFECT_HEAD = ['Who', '', 'What', 'Where', 'Because'] as const;

const PEOPLE_IN_A_ROW = 25;
const WIDE_PEOPLE = 10;
const MOST_SCOPES = 10;

const DOES: { readonly [V in AccessEffect['verb']]: string } = {
  gain: 'gains',
  'gain once accepted': 'gains, once accepted,',
  lose: 'loses',
  'lose once accepted': 'loses, once accepted,',
  'lose all access': 'loses all access',
};

/** Who gains or loses what, where and why: people of one effect in one row, and of many as many as a row holds. */
export function effectRow({ verb, block, who, parts, grave, because, wide }: AccessEffect): ReviewRow {
  const rank = !isGain(verb) ? REVIEW_RANK.losses : grave ? REVIEW_RANK.escalations : REVIEW_RANK.gains;
  const why = because === null ? '' : `${isGain(verb) ? '' : 'was: '}${because}`;
  const shown = wide === null ? PEOPLE_IN_A_ROW : WIDE_PEOPLE;
  const held = partNames(parts);
  const people = who.length > shown ? `${counted(who.length, 'person', 'people')}: ` : '';
  return {
    cells: [
      named(who, shown, people),
      { text: DOES[verb] },
      named(held, held.length, wide !== null && !wide.isExact ? 'some of ' : ''),
      wide === null ? named(block.scopes, MOST_SCOPES, '') : { text: widePlaces(wide) },
      { text: why },
    ],
    rank,
    names: who,
  };
}

function named(names: readonly string[], most: number, before: string): ReviewCell {
  const left = names.length - most;
  return { names: names.slice(0, most), before, more: left > 0 ? ` and ${left} more` : '' };
}
