import { LINT_RULES } from '../../compile/lint/lint-rules.ts';
import type { Shard } from '../../policy/shard.ts';
import type { Severity } from '../../source/codes/code-row.ts';
import { CODES, isTableCode } from '../../source/codes/codes.ts';
import { type Diagnostic, hasErrors, sortDiagnostics, wayOutOf } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { escapeText, quote } from '../../source/quote.ts';
import { SEVERITIES } from './diagnostics-summary.ts';
import { ruleIdOf } from './rule-id.ts';

/**
 * SARIF 2.1.0, as code scanners write it and GitHub, GitLab and editors read it. The same facts are the same bytes. Findings
 * of one shard have a category of their own, or a scanner would take those of the last for all there are.
 */
export function diagnosticsSarif(diagnostics: readonly Diagnostic[], shard?: Shard): object {
  const sorted = mostGrave(sortDiagnostics(diagnostics));
  const rules = new Map(sorted.map((one) => [ruleIdOf(one), one] as const));
  const ids = [...rules.keys()].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Bylaw',
            rules: ids.map((id) => ruleOf(id, known(rules.get(id), 'a result of a rule'))),
          },
        },
        ...(shard === undefined
          ? {}
          : { automationDetails: { id: `bylaw/shard-${shard.number}-of-${shard.count}/` } }),
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: !hasErrors(sorted) }],
        results: sorted.map((found) => resultOf(found, ids)),
      },
    ],
  };
}

/** GitHub keeps so many results of a file, and does not say well which. */
const MOST_RESULTS = 5_000;

/** As many as a scanner keeps, in their order; the gravest stay. */
function mostGrave(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  if (sorted.length <= MOST_RESULTS) return sorted;
  const kept = new Set(
    SEVERITIES.flatMap((severity) => sorted.filter((one) => one.severity === severity)).slice(
      0,
      MOST_RESULTS,
    ),
  );
  return sorted.filter((one) => kept.has(one));
}

/** Text as a viewer shows it: nothing disguises it, and nothing in it is taken for a link. */
function messageText(lines: readonly string[]): string {
  return lines
    .map(escapeText)
    .join('\n')
    .replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

function ruleOf(id: string, { code, finding }: Diagnostic): object {
  if (finding !== undefined) {
    const { means, wayOut } = CODES['rule-broken'];
    const text = messageText([`${quote(finding.rule)} (${finding.check}): ${means}`]);
    return { id, shortDescription: { text }, help: { text: wayOut } };
  }
  const row = isTableCode(code)
    ? CODES[code]
    : known(
        LINT_RULES.find((rule) => rule.code === code),
        'the rule of a code',
      );
  return { id, shortDescription: { text: row.means }, help: { text: row.wayOut } };
}

function resultOf(found: Diagnostic, ids: readonly string[]): object {
  const { severity, message, origin, related, finding } = found;
  const told = [message, ...related.map((one) => `${one.message}: ${formatOrigin(one.origin)}.`)];
  const wayOut = wayOutOf(found);
  return {
    ruleId: ruleIdOf(found),
    ruleIndex: ids.indexOf(ruleIdOf(found)),
    level: LEVELS[severity],
    message: { text: messageText([...told, ...(wayOut === null ? [] : [wayOut])]) },
    locations: origin === null ? [] : [locationOf(origin)],
    relatedLocations: related.map((one) => ({
      ...locationOf(one.origin),
      message: { text: messageText([one.message]) },
    })),
    // Not a suppression: viewers hide what has one, and what is acknowledged is shown.
    ...(finding === undefined ? {} : { properties: { finding } }),
  };
}

/** A line of a file; what is live, or the platform's own, has a name and no line. */
function locationOf(origin: Origin): object {
  if (origin.from !== 'file') return { logicalLocations: [{ fullyQualifiedName: formatOrigin(origin) }] };
  const { file, line, column, endLine, endColumn } = origin;
  return {
    physicalLocation: {
      // What stands before a colon would be taken for the kind of an address.
      artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')).replace(/[?#:]/g, encodeURIComponent) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}
