import { type ExpectationFinding, endedFaults, isExpectationMet } from '../../expectation/expectation.ts';
import type { DiagnosticCode } from '../../source/codes/codes.ts';
import { type Diagnostic, sortDiagnostics } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { escapeText } from '../../source/quote.ts';
import { sideOf } from '../answer/access-source.ts';
import { diagnosticsText } from '../diagnostics/diagnostics-text.ts';
import { JUDGED_KINDS, JUDGED_TYPES, judgedKindOf } from '../judged-kind.ts';
import { printLines } from '../text/text-layout.ts';
import { plain } from '../text/text-style.ts';
import { failingLines } from './expectation-lines.ts';
import { faultPhrase } from './expectation-phrases.ts';
import { type ExpectationResults, resultsInOrder } from './expectation-results.ts';

/**
 * JUnit XML, as CI servers read it: one suite for each organization, one case for each expectation, at the line of the
 * expectation. Errors that kept expectations from being looked at are a suite of their own, so that a build never
 * takes "nothing ran" for "nothing failed". Times are left out: a report of the same facts is the same bytes.
 */
export function junitXml(
  examined: readonly ExpectationResults[],
  diagnostics: readonly Diagnostic[] = [],
): string {
  return junitDocument([...diagnosticSuites(diagnostics), ...resultsInOrder(examined).map(suiteOf)]);
}

/** Errors of documents, and a suite for each kind of finding. */
export function diagnosticSuites(diagnostics: readonly Diagnostic[]): readonly JunitSuite[] {
  const others = diagnostics.filter((one) => judgedKindOf(one) === null);
  return [...documentsSuite(errorsIn(others)), ...judgedSuites(diagnostics)];
}

/** What is a warning or acknowledged passes, and says so: it is shown, and fails no build. */
function judgedSuites(diagnostics: readonly Diagnostic[]): readonly JunitSuite[] {
  const sorted = sortDiagnostics(diagnostics);
  return JUDGED_KINDS.flatMap((kind) => {
    const cases = sorted.filter((one) => judgedKindOf(one) === kind).map(judgedCase);
    const type = JUDGED_TYPES[kind];
    return cases.length === 0 ? [] : [suiteLines(kind, cases, type)];
  });
}

function judgedCase(found: Diagnostic): JunitCase {
  const { code, finding, origin, severity, message } = found;
  const text = diagnosticsText([found], plain);
  return {
    name: finding === undefined ? `${code}: ${message}` : `${finding.rule}: ${message}`,
    place: origin?.from === 'file' ? { file: origin.file, line: origin.line } : {},
    ...(severity === 'error' ? { fault: text.trimEnd() } : { fault: null, note: text.trimEnd() }),
  };
}

export function errorsIn(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return sortDiagnostics(diagnostics).filter(({ severity }) => severity === 'error');
}

export function junitDocument(suites: readonly JunitSuite[]): string {
  const total = (count: 'tests' | 'failures' | 'errors') =>
    suites.reduce((sum, junitSuite) => sum + junitSuite[count], 0);
  const counts = { tests: total('tests'), failures: total('failures'), errors: total('errors') };
  const body = suites.flatMap((junitSuite) => junitSuite.lines);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'bylaw', ...counts })}>`,
    ...body,
    '</testsuites>',
    '',
  ].join('\n');
}

export interface JunitSuite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly lines: readonly string[];
}

function suiteOf(expectationResults: ExpectationResults): JunitSuite {
  const { source, desired, findings } = expectationResults;
  const name = `${source.organization} (${sideOf(source)})`;
  const failures = findings.filter((expectationFinding) => !isExpectationMet(expectationFinding)).length;
  const counts = { tests: findings.length, failures, errors: 0 };
  const property = attributes({ name: 'instant', value: desired.instant });
  return {
    ...counts,
    lines: [
      `  <testsuite${attributes({ name, ...counts })}>`,
      `    <properties><property${property}/></properties>`,
      ...findings.flatMap((expectationFinding) => caseLines(expectationFinding, name, expectationResults)),
      '  </testsuite>',
    ],
  };
}

function caseLines(
  expectationFinding: ExpectationFinding,
  classname: string,
  expectationResults: ExpectationResults,
): readonly string[] {
  const { name, origin } = expectationFinding.expectation;
  const begin = `    <testcase${attributes({ classname, name, ...placeOf(origin) })}`;
  const [first, ...more] = expectationFinding.faults;
  if (first === undefined) {
    const ended = endedFaults(expectationFinding).map((expectationFault) =>
      faultPhrase(expectationFault, expectationResults.source),
    );
    if (ended.length === 0) return [`${begin}/>`];
    const text = content(`Ended: ${ended.join('; ')}`);
    return [`${begin}>`, `      <system-out>${text}</system-out>`, '    </testcase>'];
  }
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  const told = { message: `${faultPhrase(first, expectationResults.source)}${rest}`, type: first.fault };
  const text = failingLines([{ ...expectationResults, findings: [expectationFinding] }])
    .map((lines) => printLines(lines, plain))
    .join('');
  return [`${begin}>`, `      <failure${attributes(told)}>${content(text)}</failure>`, '    </testcase>'];
}

/** What holds or does not, of which only the words are left. */
export interface JunitCase {
  readonly name: string;
  readonly place: { readonly file: string; readonly line: number } | { readonly file?: never };
  /** Null where it holds. */
  readonly fault: string | null;
  /** Of what holds: what there is to say all the same. */
  readonly note?: string;
}

export function suiteLines(
  suite: string,
  cases: readonly JunitCase[],
  type: DiagnosticCode = 'expectation-failed',
): JunitSuite {
  const failures = cases.filter(({ fault }) => fault !== null).length;
  const counts = { tests: cases.length, failures, errors: 0 };
  const lines = cases.flatMap(({ name, place, fault, note }): readonly string[] => {
    const begin = `    <testcase${attributes({ classname: suite, name, ...place })}`;
    if (fault === null) {
      if (note === undefined) return [`${begin}/>`];
      const out = content(escapeText(note));
      return [`${begin}>`, `      <system-out>${out}</system-out>`, '    </testcase>'];
    }
    const told = attributes({ message: fault, type });
    return [`${begin}>`, `      <failure${told}>${content(escapeText(fault))}</failure>`, '    </testcase>'];
  });
  const head = `  <testsuite${attributes({ name: suite, ...counts })}>`;
  return { ...counts, lines: [head, ...lines, '  </testsuite>'] };
}

/** One suite, or none where nothing went wrong. */
export function documentsSuite(errors: readonly Diagnostic[]): readonly JunitSuite[] {
  const counts = { tests: errors.length, failures: 0, errors: errors.length };
  if (errors.length === 0) return [];
  const suite = {
    ...counts,
    lines: [
      `  <testsuite${attributes({ name: 'documents', ...counts })}>`,
      ...errors.flatMap((error) => [
        `    <testcase${attributes({
          classname: 'documents',
          name: `${error.code}${error.origin === null ? '' : ` at ${formatOrigin(error.origin)}`}`,
          ...(error.origin === null ? {} : placeOf(error.origin)),
        })}>`,
        `      <error${attributes({ message: error.message, type: error.code })}>${content(diagnosticsText([error], plain))}</error>`,
        '    </testcase>',
      ]),
      '  </testsuite>',
    ],
  };
  return [suite];
}

/** Not of the first schema of JUnit, but what GitLab, pytest and others write and read. */
function placeOf(origin: Origin): { readonly [name: string]: string | number } {
  return origin.from === 'file' ? { file: origin.file, line: origin.line } : {};
}

function attributes(values: { readonly [name: string]: string | number }): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${entities(escapeText(String(value)))}"`)
    .join('');
}

/** Text that was printed has only harmless characters and its own line breaks. */
function content(text: string): string {
  return entities(text.trimEnd());
}

/** What XML 1.0 cannot hold at all, not even as an entity, is made visible. */
function entities(text: string): string {
  return text
    .replace(/[\ufffe\uffff]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (c) => known(ENTITIES.get(c), 'the entity of a sign'));
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);
