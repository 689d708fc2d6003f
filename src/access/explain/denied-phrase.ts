import type { DeniedText } from '../denied-texts.ts';

/** `, not for vault, nor for what begins with db- or web-`; empty where nothing is taken. `shown`: how a text is shown. */
export function deniedPhrase(
  texts: readonly DeniedText[],
  shown: (text: string) => string = (text) => text,
): string {
  const of = (asked: DeniedText['covers']): string =>
    eitherOf(texts.flatMap(({ text, covers }) => (covers === asked ? [shown(text)] : [])));
  const [alone, beginning] = [of('equal'), of('prefix')];
  if (beginning === '') return alone === '' ? '' : `, not for ${alone}`;
  return `${alone === '' ? ', not' : `, not for ${alone}, nor`} for what begins with ${beginning}`;
}

/** `a, b or c`. */
function eitherOf(names: readonly string[]): string {
  const [last, rest] = [names.slice(-1).join(), names.slice(0, -1)];
  return rest.length === 0 ? last : `${rest.join(', ')} or ${last}`;
}
