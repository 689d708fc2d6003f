import { code, joinMarkdown, type Markdown, md } from '../markdown/escape-markdown.ts';
import { markdownTable, type RankedRow } from '../markdown/markdown-table.ts';
import { counted } from '../phrases.ts';
import { butTextsMarkdown } from './but-texts.ts';
import { type AccessEffect, isGain, widePlaces } from './effects.ts';

/** What is left out last, where a comment has no room for all. */
export const RANK = { top: 0, losses: 0, everything: 1, removals: 2, roles: 2, gains: 3, rest: 4, others: 5 };

const PEOPLE_IN_A_ROW = 25;
const WIDE_PEOPLE = 10;

/** Who gains and who loses what, of a plan or of two versions of documents. `fold`: how many scopes a row names, of grave effects and of the others. */
export function effectsTable(effects: readonly AccessEffect[], fold: readonly [number, number]): Markdown {
  return markdownTable(
    ['Who', '', 'What', 'Where', 'Because'],
    effects.flatMap((accessEffect) => effectRows(accessEffect, accessEffect.grave ? fold[0] : fold[1])),
  );
}

const DOES: { readonly [V in AccessEffect['verb']]: Markdown } = {
  gain: md`gains`,
  'gain once accepted': md`gains, once accepted,`,
  lose: md`**loses**`,
  'lose once accepted': md`loses, once accepted,`,
  'lose all access': md`**loses all access**`,
};

/** Many people take several rows, of which only the first says why. */
function effectRows(
  { verb, block, who, parts, grave, because, wide }: AccessEffect,
  mostScopes: number,
): readonly RankedRow[] {
  const rank = !isGain(verb) ? RANK.losses : grave ? RANK.everything : RANK.gains;
  const why =
    because === null
      ? md``
      : md`${isGain(verb) ? '' : verb === 'lose once accepted' ? 'until then: ' : 'was: '}${because}`;
  const held = joinMarkdown(
    parts.map(({ names, texts }) => md`${codes(names)}${butTextsMarkdown(texts)}`),
    '; ',
  );
  if (wide !== null) {
    const some = codes(who.slice(0, WIDE_PEOPLE));
    const more = who.length > WIDE_PEOPLE ? md` and ${who.length - WIDE_PEOPLE} more` : md``;
    const people = md`**${counted(who.length, 'person', 'people')}**: ${some}${more}`;
    const what = wide.isExact ? held : md`some of ${held}`;
    return [{ cells: [people, DOES[verb], what, md`${widePlaces(wide)}`, why], rank, names: who }];
  }
  return pieces(who, PEOPLE_IN_A_ROW).map((members, index) => ({
    cells: [
      codes(members),
      DOES[verb],
      held,
      folded(block.scopes, mostScopes),
      index === 0 ? why : md`as above`,
    ],
    rank,
    names: members,
  }));
}

function pieces<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}

function folded(scopes: readonly string[], most: number): Markdown {
  if (scopes.length <= most) return codes(scopes);
  return md`${codes(scopes.slice(0, most))} and ${counted(scopes.length - most, 'more scope')}`;
}

/** `a`, `b`. */
export function codes(names: readonly string[]): Markdown {
  return joinMarkdown(names.map(code), ', ');
}
