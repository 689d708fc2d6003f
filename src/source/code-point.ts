import { known } from './known.ts';

/** The number of a character, or of the first of several. */
export function codePointOf(character: string): number {
  return known(character.codePointAt(0), 'the first of some characters');
}

/** `U+00AD`: as Unicode names a character. */
export function codePointName(character: string): string {
  return `U+${codePointOf(character).toString(16).toUpperCase().padStart(4, '0')}`;
}
