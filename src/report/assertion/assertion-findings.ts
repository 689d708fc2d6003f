import type { AccessPath } from '../../access/access-path.ts';
import type { AssertionResult, RuledOutAccess } from '../../assertion/asserted-access.ts';
import type { WindowBoundary } from '../../compile/look-ahead.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { type OrganizationWeakening, weakeningDiagnostic } from '../../weakening/workspace-weakenings.ts';
import { diffEffects } from '../diff/diff-phrases.ts';
import { counted, listed } from '../phrases.ts';
import { type AccessEffect, isGain, widePlaces } from '../plan/effects.ts';
import { representativePermission } from '../plan/permission-phrase.ts';

/** The code of what an assertion rules out. */
export type AssertionCode = 'new-access' | 'access-not-allowed' | 'outsider-access';

/** What one assertion came to, over all organizations that it was asked of. */
export interface AssertionReportFacts {
  /** As it was asked: `no-new-access`. */
  readonly name: string;
  readonly code: AssertionCode;
  readonly results: readonly AssertionResult[];
  /** Of what judges changes. */
  readonly weakenings: readonly OrganizationWeakening[];
  /** Names of the organizations that were looked at. */
  readonly organizations: readonly string[];
}

/** Equal access of several people, with one path for a witness. */
export interface AssertionFinding {
  readonly organization: string;
  readonly from: WindowBoundary | null;
  readonly effect: AccessEffect;
  readonly path: AccessPath | null;
}

const MOST_PEOPLE = 10;
const MOST_SCOPES = 10;

/** How many things speak against it. */
export function countOf(facts: AssertionReportFacts): number {
  return findingsOf(facts).length + facts.weakenings.length;
}

export function findingsOf({ results }: AssertionReportFacts): readonly AssertionFinding[] {
  return results.flatMap(({ ruledOut }) => ruledOut.flatMap(findingsAt));
}

function findingsAt({ organization, from, difference }: RuledOutAccess): readonly AssertionFinding[] {
  const { after, desired } = difference;
  return diffEffects(difference)
    .filter(({ verb }) => isGain(verb))
    .map((effect) => {
      const { members, permissions, scopes } = effect.block;
      const telling = representativePermission(permissions, desired.platform);
      const [path = null] = after.explainUpTo(members[0], telling, scopes[0], 1).paths;
      return { organization, from, effect, path };
    });
}

/** One for each finding, at the line that gives it; and one for each instant that could not be looked at. */
export function findingDiagnostics(facts: AssertionReportFacts): readonly Diagnostic[] {
  return [
    ...findingsOf(facts).map((finding) => diagnosticOf(finding, facts.code)),
    ...facts.weakenings.map(weakeningDiagnostic),
    ...unreadDiagnostics(facts),
  ];
}

export function unreadDiagnostics({ results }: AssertionReportFacts): readonly Diagnostic[] {
  return results.flatMap(({ unread }) =>
    unread.map(({ at, origin }) =>
      diagnostic(
        'assertion-unread',
        `What holds from ${at} on could not be looked at: the documents have errors then.`,
        origin,
      ),
    ),
  );
}

function diagnosticOf({ from, effect, path }: AssertionFinding, code: AssertionCode): Diagnostic {
  const lines = (path ?? []).flatMap(({ origin }) => (origin.from === 'file' ? [origin] : []));
  const [first = null, ...others] = lines;
  const window =
    from === null ? [] : [{ message: `a window turns here, at ${from.at}`, origin: from.origin }];
  return diagnostic(code, `${findingPhrase({ from, effect })}.`, first, {
    related: [...window, ...others.map((origin: Origin) => ({ message: 'and through this line', origin }))],
  });
}

/** `ana and bo have documents:write on acme, because …`. */
export function findingPhrase({ from, effect }: Pick<AssertionFinding, 'from' | 'effect'>): string {
  const { who, what, block, wide, because } = effect;
  const when = from === null ? '' : `from ${from.at} on, `;
  const many =
    who.length > MOST_PEOPLE
      ? `${counted(who.length, 'person', 'people')} (${listed(who, MOST_PEOPLE)})`
      : listed(who, MOST_PEOPLE);
  const where = wide === null ? listed(block.scopes, MOST_SCOPES) : widePlaces(wide);
  const why = because === null ? '' : `: ${because}`;
  return `${when}${many} ${who.length === 1 ? 'has' : 'have'} ${what} on ${where}${why}`;
}
