import { counted, listed } from '../phrases.ts';
import { type TextLine, toned } from '../text/text-layout.ts';
import type { Tone } from '../text/text-style.ts';
import { type AccessEffect, widePlaces } from './effects.ts';

/** Folded only where nobody loses anything or gains everything. */
const MOST_PEOPLE = 10;
const MOST_SCOPES = 10;

const VERB_TONES: { readonly [V in AccessEffect['verb']]: Tone } = {
  gain: 'added',
  'gain once accepted': 'waiting',
  lose: 'removed',
  'lose once accepted': 'waiting',
  'lose all access': 'removed',
};

const REASON: { readonly [V in AccessEffect['verb']]: string } = {
  gain: 'because',
  'gain once accepted': 'because',
  lose: 'was',
  'lose once accepted': 'until then',
  'lose all access': 'was',
};

/**
 * `gain documents:* on acme: ana, bo and 38 more (--json names all)`, and below it why. `namesAll`: also of very many, where
 * somebody loses something or gains everything.
 */
export function effectLines(effect: AccessEffect, namesAll = true): readonly TextLine[] {
  const { verb, block, who, what, grave, because, wide } = effect;
  if (wide !== null) return wideLines(effect, wide);
  const isWhole = grave && namesAll;
  const people = listed(who, isWhole ? Number.POSITIVE_INFINITY : MOST_PEOPLE);
  const scopes = listed(block.scopes, isWhole ? Number.POSITIVE_INFINITY : MOST_SCOPES);
  const folded = !isWhole && (block.members.length > MOST_PEOPLE || block.scopes.length > MOST_SCOPES);
  const whole = verb === 'lose all access';
  return [
    [
      '  ',
      toned(VERB_TONES[verb], verb),
      ` ${whole ? `(${what})` : what} on ${scopes}: ${people}`,
      ...(folded ? [toned('faint', ' (--json names all)')] : []),
    ],
    ...(because === null ? [] : [['      ', toned('faint', `${REASON[verb]} ${because}`)]]),
  ];
}

/** `lose documents:write on acme and what is below it: 40112 people`, and below it who, where and why. */
function wideLines(
  { verb, what, who, because }: AccessEffect,
  wide: NonNullable<AccessEffect['wide']>,
): readonly TextLine[] {
  return [
    [
      '  ',
      toned(VERB_TONES[verb], verb),
      ` ${verb === 'lose all access' ? `(${what})` : what} on ${widePlaces(wide)}: ${counted(who.length, 'person', 'people')}`,
    ],
    [toned('faint', `      ${listed(who, MOST_PEOPLE)} (--json names all)`)],
    ...(because === null ? [] : [['      ', toned('faint', `${REASON[verb]} ${because}`)]]),
  ];
}
