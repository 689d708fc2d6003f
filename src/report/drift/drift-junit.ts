import { diagnosticSuites, type JunitSuite, junitDocument, suiteLines } from '../expectation/junit.ts';
import { byOrganization } from '../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../report-context.ts';
import { findingSentence } from './drift-diagnostics.ts';
import { type DriftEntry, sortFindings } from './drift-entry.ts';
import { acknowledgedPhrase } from './drift-phrases.ts';

/**
 * One suite for each organization, one failed case for each finding, at the line it contradicts. What is acknowledged
 * passes, and says so. An organization without drift is one case that passes: no case at all would look like no run.
 */
export function driftJunit(
  entries: readonly DriftEntry[],
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const sorted = byOrganization(entries);
  const diagnostics = [...reportContext.diagnostics, ...sorted.flatMap(({ plan }) => plan.diagnostics)];
  return junitDocument([...diagnosticSuites(diagnostics), ...sorted.map(suiteOf)]);
}

function suiteOf(entry: DriftEntry): JunitSuite {
  const cases = sortFindings(entry.findings).map((finding) => {
    const { what, contradicts } = finding;
    const known = entry.acknowledged?.known.get(finding);
    return {
      name: what,
      place: contradicts.from === 'file' ? { file: contradicts.file, line: contradicts.line } : {},
      ...(known === undefined
        ? { fault: findingSentence(finding, entry) }
        : { fault: null, note: acknowledgedPhrase(known) }),
    };
  });
  const quiet = { name: 'live is as the documents say', place: {}, fault: null };
  return suiteLines(`${entry.plan.organization} (drift)`, cases.length === 0 ? [quiet] : cases, 'drift');
}
