import type { Desired } from '../../compile/desired.ts';
import { lookAtDocuments, lookAtLive } from '../../expectation/look.ts';
import { endedExpectations, failedExpectations } from '../../report/expectation/expectation-diagnostics.ts';
import type { ExpectationResults } from '../../report/expectation/expectation-results.ts';
import type { Resource } from '../../resource/resource.ts';
import { spellingOf } from '../../resource/spelling.ts';
import type { Severity } from '../../source/codes/code-row.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { Session } from './session.ts';

/**
 * The expectations of one organization, looked at in its documents or on the live platform. What there is to say of
 * names in them was said when the documents were read.
 */
export function runExpectations(
  { workspace }: Session,
  desired: Desired,
  live: readonly Resource[] | null,
): Outcome<ExpectationResults> {
  const { organization, platform } = desired;
  const expected = {
    expectations: workspace.expectations.get(organization),
    desired,
    document: workspace.documents.find(({ name }) => name === organization) ?? null,
  };
  const looked = live === null ? lookAtDocuments(expected) : lookAtLive(expected, live);
  if (!looked.ok) return looked;
  const { side, findings } = looked.value;
  const { resources } = side;
  const spelling = spellingOf(desired, { resources });
  const source = {
    organization,
    source: live === null ? 'desired' : 'live',
    platform,
    resources,
    get access() {
      return side.access;
    },
    spelling,
  } as const;
  return success({ desired, source, findings });
}

/**
 * One `expectation-failed` for each expectation that the documents of an organization do not keep (or
 * `expectation-broken-by-end`, which stops no apply: its plan holds back what the end would give), and a warning,
 * `expectation-ended`, for each that they keep except for what has ended; with live resources each that fails says whether
 * it holds today, and so whether the change is what breaks it.
 */
export function brokenExpectations(
  session: Session,
  desired: Desired,
  severity: Severity,
  live: readonly Resource[] | null = null,
): readonly Diagnostic[] {
  const written = runExpectations(session, desired, null);
  if (!written.ok) return written.diagnostics;
  const today = live === null ? null : runExpectations(session, desired, live);
  return [
    ...failedExpectations(written.value, today?.ok === true ? today.value : null, severity),
    ...endedExpectations(written.value),
  ];
}
