import type { AccessPath } from '../access/access-path.ts';
import type { OrganizationDiff } from '../diff/organization-diff.ts';
import { diffEffects } from '../report/diff/diff-phrases.ts';
import { counted, listed } from '../report/phrases.ts';
import { type AccessEffect, isGain, widePlaces } from '../report/plan/effects.ts';
import { representativePermission } from '../report/plan/permission-phrase.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import { diagnosticText } from './diagnostic-rows.ts';
import type { ReviewLine } from './review-facts.ts';

/** More stand in no diff that somebody reads; a check run takes fifty a request. */
const MOST_LINES = 200;
const MOST_PEOPLE = 10;
const MOST_SCOPES = 5;

const LEVELS = { error: 'failure', warning: 'warning', info: 'notice' } as const;

/** What is to be said at lines: what is wrong there, and what access they give. */
export function reviewLines(
  found: readonly Diagnostic[],
  diffs: readonly OrganizationDiff[],
): readonly ReviewLine[] {
  const wrong = found.flatMap((one): readonly ReviewLine[] => {
    const place = placeOf(one.origin);
    if (place === null) return [];
    return [{ ...place, level: LEVELS[one.severity], title: one.code, message: diagnosticText(one) }];
  });
  const given = diffs.flatMap((diff) =>
    diffEffects(diff.difference)
      .filter(({ verb }) => isGain(verb))
      .flatMap((effect) => linesOf(effect, diff)),
  );
  return [...wrong, ...given].sort((a, b) => ORDER[a.level] - ORDER[b.level]).slice(0, MOST_LINES);
}

const ORDER = { failure: 0, warning: 1, notice: 2 } as const;

/** At the last line of the path that somebody wrote by hand for these people: the one that is reviewed. */
function linesOf(effect: AccessEffect, { difference }: OrganizationDiff): readonly ReviewLine[] {
  const { after, desired } = difference;
  const { members, permissions, scopes } = effect.block;
  const telling = representativePermission(permissions, desired.platform);
  const [path] = after.explainUpTo(members[0], telling, scopes[0], 1).paths;
  const place = path === undefined ? null : firstPlace(path);
  if (place === null) return [];
  const where = effect.wide === null ? listed(scopes, MOST_SCOPES) : widePlaces(effect.wide);
  const who =
    effect.who.length > MOST_PEOPLE
      ? counted(effect.who.length, 'person', 'people')
      : listed(effect.who, MOST_PEOPLE);
  const does = `${effect.who.length === 1 ? 'gains' : 'gain'} ${effect.what} on ${where}`;
  return [
    {
      ...place,
      level: effect.grave ? 'warning' : 'notice',
      title: effect.grave ? 'gains the power to administer' : 'gains access',
      message: `${who} ${does}`,
    },
  ];
}

function firstPlace(path: AccessPath): Pick<ReviewLine, 'file' | 'line'> | null {
  for (const { origin } of path) {
    const place = placeOf(origin);
    if (place !== null) return place;
  }
  return null;
}

function placeOf(origin: Origin | null): Pick<ReviewLine, 'file' | 'line'> | null {
  return origin === null || origin.from !== 'file' ? null : { file: origin.file, line: origin.line };
}
