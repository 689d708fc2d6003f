import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { documentsSuite, errorsIn, junitDocument, suiteLines } from '../expectation/junit.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type PathJson, pathJson } from '../json/path-json.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';
import { md } from '../markdown/escape-markdown.ts';
import { pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted, listed } from '../phrases.ts';
import { printLines, spaced, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import {
  type AssertionFinding,
  type AssertionReportFacts,
  countOf,
  findingDiagnostics,
  findingPhrase,
  findingsOf,
  unreadDiagnostics,
} from './assertion-findings.ts';

const MOST_NAMED = 5;

/** `no-new-access holds in acme, now and at 3 instants ahead`. */
function verdictOf(facts: AssertionReportFacts): string {
  const { name, organizations, results } = facts;
  const findings = countOf(facts);
  const unread = unreadDiagnostics(facts).length;
  const instants = results.reduce((sum, one) => sum + one.instants, 0);
  const where = listed(organizations, MOST_NAMED);
  const ahead = instants === 0 ? '' : `, now and at ${counted(instants, 'instant')} ahead`;
  if (findings > 0) return `${name} does not hold in ${where}: ${counted(findings, 'finding')}`;
  if (unread > 0) return `${name}: not all could be looked at in ${where}`;
  return `${name} holds in ${where}${ahead}`;
}

export function assertionText(
  facts: AssertionReportFacts,
  style: Style,
  diagnostics: readonly Diagnostic[],
): string {
  const found = diagnosticsLines([...diagnostics, ...findingDiagnostics(facts)]);
  return printLines(spaced([[[toned('strong', verdictOf(facts))]], found]), style);
}

export function assertionMarkdown(facts: AssertionReportFacts, diagnostics: readonly Diagnostic[]): string {
  const found = diagnosticsSections([...diagnostics, ...findingDiagnostics(facts)]);
  return pullRequestComment(md`**${verdictOf(facts)}**`, found);
}

export interface AssertionReport extends ReportEnvelope<'assert', 'ok' | 'failed' | 'error'> {
  readonly assertion: string;
  readonly organizations: readonly string[];
  readonly findings: readonly {
    readonly organization: string;
    /** From when on; null: now. */
    readonly from: { readonly at: string; readonly origin: OriginJson } | null;
    readonly members: readonly string[];
    readonly permissions: readonly string[];
    readonly scopes: readonly string[];
    /** The path of the first of the people. */
    readonly because: PathJson | null;
  }[];
  readonly weakenings: readonly WeakeningJson[];
}

/** Of what judges changes: the line as it is and as it was, null where nothing is written. */
interface WeakeningJson {
  readonly organization: string;
  readonly what: string;
  readonly now: OriginJson | null;
  readonly before: OriginJson | null;
}

export function assertionJson(
  facts: AssertionReportFacts,
  diagnostics: readonly Diagnostic[],
): AssertionReport {
  const found = findingsOf(facts);
  const told = [...diagnostics, ...unreadDiagnostics(facts)];
  const result = hasErrors(told) ? 'error' : countOf(facts) > 0 ? 'failed' : 'ok';
  return {
    ...reportEnvelope('assert', result, diagnosticsList(told)),
    assertion: facts.name,
    organizations: facts.organizations,
    findings: found.map((finding) => findingJson(finding, facts)),
    weakenings: facts.weakenings.map(({ organization, what, now, before }) => ({
      organization,
      what,
      now: now === null ? null : originJson(now),
      before: before === null ? null : originJson(before),
    })),
  };
}

function findingJson(
  { organization, from, effect, path }: AssertionFinding,
  { results }: AssertionReportFacts,
) {
  const of = results.flatMap(({ ruledOut }) => ruledOut).find((one) => one.organization === organization);
  const { spelling } = known(of, 'the organization of a finding').difference;
  const { members, permissions, scopes } = effect.block;
  return {
    organization,
    from: from === null ? null : { at: from.at, origin: originJson(from.origin) },
    members,
    permissions,
    scopes,
    because: path === null ? null : pathJson(path, spelling),
  };
}

/** One case for each organization. */
export function assertionJunit(facts: AssertionReportFacts, diagnostics: readonly Diagnostic[]): string {
  const found = findingsOf(facts);
  const cases = facts.organizations.map((organization) => {
    const own = found.filter((finding) => finding.organization === organization);
    const weaker = facts.weakenings.filter((one) => one.organization === organization);
    const told = [...own.map(findingPhrase), ...weaker.map(({ what }) => what)];
    const fault = told.length === 0 ? null : told.join('; ');
    return { name: organization, place: {}, fault };
  });
  const errors = errorsIn([...diagnostics, ...unreadDiagnostics(facts)]);
  return junitDocument([...documentsSuite(errors), suiteLines(facts.name, cases)]);
}
