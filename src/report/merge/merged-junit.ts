import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { fileOrigin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import {
  documentsSuite,
  errorsIn,
  type JunitSuite,
  junitDocument,
  suiteLines,
} from '../expectation/junit.ts';
import type { MergedReport } from './merge-shards.ts';
import type { ReportedOrganization } from './shard-report.ts';

/** The expectations of all shards as test cases; what failed otherwise, a missing shard too, is a suite of its own. */
export function mergedJunit({ diagnostics, organizations }: MergedReport): string {
  return junitDocument([...documentsSuite(errorsIn(diagnostics)), ...organizations.map(suiteOf)]);
}

function suiteOf({ organization, expectations }: ReportedOrganization): JunitSuite {
  const cases = expectations.map(({ name, file, line, fault }) => ({
    name,
    place: file === null || line === null ? {} : { file, line },
    fault,
  }));
  return suiteLines(organization, cases);
}

/** Each expectation that fails, for a scanner, at its line. */
export function failedInMerged({ organizations }: MergedReport): readonly Diagnostic[] {
  return organizations.flatMap(({ expectations }) =>
    expectations.flatMap(({ name, file, line, fault }) => {
      if (fault === null) return [];
      const place = { line: line === null ? 1 : line, column: 1, endColumn: 1 };
      const origin = file === null ? null : fileOrigin({ file, endLine: place.line, ...place });
      const message = `The expectation ${quote(name)} does not hold: ${fault}.`;
      return [diagnostic('expectation-failed', message, origin)];
    }),
  );
}
