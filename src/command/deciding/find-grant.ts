import { diagnostic } from '../../source/diagnostic.ts';
import { didYouMean } from '../../source/did-you-mean.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';

/** Something that a command line can name by its words, or by the line that it stands on. */
export interface NamedGrant {
  readonly organization: string;
  readonly grant: string;
  readonly origin: Origin;
}

/** The one grant that is meant: `admin for bo@acme.com on acme`, or `access/acme.yaml:12`. Fails with `usage`. */
export function findGrant<T extends NamedGrant>(
  grants: readonly T[],
  asked: string,
  lists: string,
): Outcome<T> {
  const byWords = grants.filter(({ grant }) => grant === asked);
  const found = byWords.length > 0 ? byWords : grants.filter(({ origin }) => standsAt(origin, asked));
  const [one, ...others] = found;
  if (one === undefined) {
    const near = didYouMean(
      asked,
      grants.map(({ grant }) => grant),
    );
    const hint =
      near ?? `${lists} lists them; a grant can also be named by its line, as access/acme.yaml:12.`;
    return failure(diagnostic('usage', `There is no such grant: ${quote(asked)}.`, null, { hint }));
  }
  if (others.length === 0) return success(one);
  const hint = 'Name its line with the column, or the organization with --organization.';
  const related = found.map(({ grant, origin }) => ({ message: grant, origin }));
  return failure(diagnostic('usage', `More than one grant is ${quote(asked)}.`, null, { hint, related }));
}

function standsAt(origin: Origin, asked: string): boolean {
  const place = formatOrigin(origin);
  return place === asked || place.startsWith(`${asked}:`);
}
