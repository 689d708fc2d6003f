import type { Diagnostic } from '../../../source/diagnostic.ts';
import { sortDiagnostics, wayOutOf } from '../../../source/diagnostic.ts';
import { formatOrigin } from '../../../source/origin.ts';
import { severityName, summaryOf } from '../../diagnostics/diagnostics-summary.ts';
import { type Html, html, prose, trusted } from '../../html/html.ts';
import { counted } from '../../phrases.ts';
import { byOrganization } from '../../plan/plan-verdict.ts';
import { NOTHING_MORE, type ReportContext } from '../../report-context.ts';
import {
  type DriftEntry,
  type DriftSummary,
  driftSummary,
  driftVerdict,
  unexplainedSentence,
} from '../drift-entry.ts';
import { attributionSentences } from '../drift-phrases.ts';
import { POLICY, STYLE } from './drift-page-style.ts';
import { organizationId, organizationSection } from './organization-section.ts';

/** Drift as one page that loads nothing and runs nothing: it is the same without JavaScript, for there is none. */
export function driftHtml(
  entries: readonly DriftEntry[],
  reportContext: ReportContext = NOTHING_MORE,
): string {
  const sorted = byOrganization(entries);
  const diagnostics = [...reportContext.diagnostics, ...sorted.flatMap(({ plan }) => plan.diagnostics)];
  const who = whoOf(sorted);
  const unexplained = unexplainedSentence(sorted);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${`Drift: ${who}`}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#report">To the report</a>
<header>
<p class="faint">Bylaw drift report</p>
<h1>Drift of <bdi>${who}</bdi></h1>
<p class="verdict">${driftVerdict(sorted)}</p>
</header>
<main id="report">
${totals(driftSummary(sorted), sorted)}
${sorted.length > 1 ? contents(sorted) : []}
${sorted.map((entry) => organizationSection(entry, sorted.length === 1))}
${diagnosticsSection(diagnostics)}
${notes([...(unexplained === null ? [] : [unexplained]), ...attributionSentences(sorted)])}
</main>
</body>
</html>
`.text;
}

function whoOf(entries: readonly DriftEntry[]): string {
  const [only, ...others] = entries;
  if (only !== undefined && others.length === 0) return only.plan.organization;
  return counted(entries.length, 'organization');
}

function totals(summary: DriftSummary, entries: readonly DriftEntry[]): Html {
  const histories = entries.flatMap(({ findings, history }) =>
    history === undefined ? [] : [{ ...history, fresh: findings.length - history.since.size }],
  );
  const sum = (count: (one: (typeof histories)[number]) => number) =>
    histories.reduce((all, one) => all + count(one), 0);
  const always: readonly (readonly [string, number])[] = [
    ['facts drifted', summary.findings],
    ['acknowledged', summary.acknowledged],
    ['people gained', summary.gained],
    ['people lost', summary.lost],
    ['unmanaged', summary.unmanaged],
  ];
  const compared = [
    ['new', sum(({ fresh }) => fresh)] as const,
    ['recovered', sum(({ recovered }) => recovered.length)] as const,
    ['not seen', sum(({ unseen }) => unseen.length)] as const,
  ].filter(([, count]) => count > 0);
  const cards = [...always, ...compared].map(
    ([name, count]) => html`<div><dt>${name}</dt><dd>${count}</dd></div>`,
  );
  return html`<dl class="totals">${cards}</dl>`;
}

function contents(entries: readonly DriftEntry[]): Html {
  const rows = entries.map(
    (entry) =>
      html`<li><a href="#${organizationId(entry)}"><bdi>${entry.plan.organization}</bdi></a>: ${driftVerdict([entry])}</li>`,
  );
  return html`<nav aria-label="Organizations"><ul class="plain">${rows}</ul></nav>`;
}

function diagnosticsSection(diagnostics: readonly Diagnostic[]): Html {
  if (diagnostics.length === 0) return html``;
  const rows = sortDiagnostics(diagnostics).map((found) => {
    const wayOut = wayOutOf(found);
    return html`<li><strong>${severityName(found.severity)}</strong> <code>${found.code}</code>: ${prose(found.message)}
${found.origin === null ? html`` : html` <code>${formatOrigin(found.origin)}</code>`}
${wayOut === null ? html`` : html`<br><span class="faint">${prose(wayOut)}</span>`}</li>`;
  });
  return html`<section aria-labelledby="told"><h2 id="told">Also told: ${summaryOf(diagnostics)}</h2><ul class="plain">${rows}</ul></section>`;
}

function notes(sentences: readonly string[]): Html {
  return html`<footer>${sentences.map((one) => html`<p class="faint"><bdi>${one}</bdi></p>`)}</footer>`;
}
