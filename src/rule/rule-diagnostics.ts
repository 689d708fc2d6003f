import type { Severity } from '../source/codes/code-row.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { FoundByRule } from '../source/found-by-rule.ts';
import { groupBy } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import { builtInNamed } from './bind-rules.ts';
import { FINDING_KEYS, type Finding } from './finding.ts';

/** More findings of one rule than this nobody reads one by one. */
const MOST_TOLD = 200;

/**
 * Findings as they are told: broken rules by their severity, what stands already and is made no worse as a warning, what is
 * acknowledged for information, never not at all.
 */
export function ruleDiagnostics(findings: readonly Finding[]): readonly Diagnostic[] {
  return [...groupBy(findings, ({ rule }) => rule)].flatMap(([, ofRule]) => {
    const parts: readonly (readonly [readonly Finding[], string])[] = [
      [ofRule.filter(({ acknowledged, stands }) => acknowledged === null && !stands), 'findings'],
      [ofRule.filter(({ acknowledged, stands }) => acknowledged === null && stands), 'findings that stand'],
      [ofRule.filter(({ acknowledged }) => acknowledged !== null), 'acknowledged findings'],
    ];
    return parts.flatMap(([findings, what]) => [
      ...findings.slice(0, MOST_TOLD).map(ruleDiagnostic),
      ...moreOf(findings, what),
    ]);
  });
}

/** What will be found from an instant on at which a window turns: warnings, for nothing is broken yet. */
export function aheadDiagnostics(
  findings: readonly Finding[],
  { at, origin }: { readonly at: string; readonly origin: Origin },
): readonly Diagnostic[] {
  return ruleDiagnostics(findings).map((one) => ({
    ...one,
    message: `From ${at} on: ${one.message}`,
    severity: one.severity === 'error' ? 'warning' : one.severity,
    related: [...one.related, { message: `a window turns here, at ${at}`, origin }],
  }));
}

export function ruleDiagnostic(finding: Finding): Diagnostic {
  return { ...wordsOf(finding), finding: partsOf(finding) };
}

/** The parts of it, for programs. */
function partsOf(finding: Finding): FoundByRule {
  const { rule, builtIn, isFailure, acknowledged, stands, permissions } = finding;
  const { organization, person, group, role, scope } = finding;
  const state = isFailure ? 'failed' : acknowledged !== null ? 'acknowledged' : stands ? 'stands' : 'open';
  return {
    rule,
    check: builtIn,
    state,
    organization,
    person,
    group,
    role,
    scope,
    permissions,
    acknowledged:
      acknowledged === null
        ? null
        : {
            name: acknowledged.name,
            reason: acknowledged.reason,
            owner: acknowledged.owner,
            until: acknowledged.window.until?.value ?? null,
          },
  };
}

function wordsOf(finding: Finding): Diagnostic {
  const { acknowledged, isFailure, origin, outgrown } = finding;
  const witnesses = finding.witnesses();
  const place = witnesses.find((one) => one.origin.from === 'file')?.origin ?? origin;
  const related = [
    ...witnesses,
    ...(outgrown === null
      ? []
      : [
          {
            message: `the acknowledgement ${quote(outgrown.name)} was of less, and does not hold for this`,
            origin: outgrown.origin,
          },
        ]),
    ...(place === origin ? [] : [{ message: `the rule ${quote(finding.rule)}`, origin }]),
  ];
  if (isFailure) return diagnostic('rule-failed', finding.message, origin, { related });
  if (acknowledged !== null) {
    const { name, reason, owner, window } = acknowledged;
    const until = window.until === null ? '' : ` until ${window.until.value}`;
    const message = `${finding.message} It is acknowledged${until} as ${quote(name)}: ${reason ?? 'no reason'}, ${owner ?? 'nobody'} answers for it.`;
    return diagnostic('rule-acknowledged', message, place, { related });
  }
  const said = finding.stands
    ? `${finding.message} It is so on the platform already, and this makes it no worse.`
    : finding.message;
  return diagnostic('rule-broken', said, place, {
    severity: severityOfTold(finding),
    related,
    hint: wayOutOf(finding),
  });
}

/** What stands keeps nobody from anything: the change that is judged did not bring it. */
export function severityOfTold({ acknowledged, stands, severity }: Finding): Severity {
  if (acknowledged !== null) return 'info';
  return stands ? 'warning' : severity;
}

/** The way out, and the acknowledgement to write where the finding is known and stands. */
function wayOutOf(finding: Finding): string {
  const row = builtInNamed(finding.builtIn);
  const said = FINDING_KEYS.flatMap((key) => {
    const value = finding[key];
    return value === null ? [] : [`${key}: ${JSON.stringify(value)}`];
  });
  const { permissions } = finding;
  const all = permissions.length === 0 ? [] : [`permissions: ${JSON.stringify(permissions)}`];
  const entry = [`rule: ${JSON.stringify(finding.rule)}`, ...said, ...all, 'reason: …, owner: …, until: …'];
  const acknowledge = `If it is known and has to stand, a Rules document says so: acknowledged: { "what it is": { ${entry.join(', ')} } }`;
  return row === null ? acknowledge : `${row.wayOut} ${acknowledge}`;
}

function moreOf(findings: readonly Finding[], what: string): readonly Diagnostic[] {
  const [first] = findings;
  if (first === undefined || findings.length <= MOST_TOLD) return [];
  const message = `${findings.length - MOST_TOLD} more ${what} of ${quote(first.rule)} are not told one by one.`;
  return [diagnostic('rule-broken', message, first.origin, { severity: severityOfTold(first) })];
}
