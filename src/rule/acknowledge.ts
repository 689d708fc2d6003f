import { exceptionState } from '../compile/exception-in-force.ts';
import type { RulesDocument, WrittenAcknowledgement } from '../policy/rules-document.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { quote } from '../source/quote.ts';
import type { Finding } from './finding.ts';
import { findingKeyIn, isCoveredBy } from './finding-key.ts';
import type { JudgedOrganization } from './judged-organization.ts';

/**
 * Findings with the word that they are known, where one holds at the instant. It holds for the rule, what the finding is
 * about and the permissions, wherever these are written; one more permission, and nobody has said that it is known.
 */
export function acknowledge(
  findings: readonly Finding[],
  documents: readonly RulesDocument[],
  organizations: readonly JudgedOrganization[],
  instant: number,
): readonly Finding[] {
  const written = new ListsByKey<string, WrittenAcknowledgement>();
  const keyOf = findingKeyIn(organizations);
  for (const { acknowledged } of documents) {
    for (const one of acknowledged) {
      if (one.rule === null || exceptionState(one, instant) !== 'in-force') continue;
      const { organization, person, group, role, scope } = one.subjects;
      const text = (said: { readonly value: string } | null): string | null => said?.value ?? null;
      const named = {
        rule: one.rule.value,
        organization: text(organization),
        person: text(person),
        group: text(group),
        role: text(role),
        scope: text(scope),
      };
      written.add(keyOf(named), one);
    }
  }
  return findings.map((finding) => {
    if (finding.isFailure) return finding;
    const said = written.get(keyOf(finding));
    const acknowledged = said.find((one) =>
      isCoveredBy(finding, { permissions: one.permissions.map(({ value }) => value) }),
    );
    if (acknowledged !== undefined) return { ...finding, acknowledged };
    const [outgrown] = said;
    return outgrown === undefined ? finding : { ...finding, outgrown };
  });
}

/** What holds and is of nothing that was found, where everything was judged. Code: `acknowledgement-unused`. */
export function unusedAcknowledgements(
  findings: readonly Finding[],
  documents: readonly RulesDocument[],
  instant: number,
): readonly Diagnostic[] {
  const used = new Set(findings.flatMap((one) => [one.acknowledged, one.outgrown]));
  return documents
    .flatMap(({ acknowledged }) => acknowledged)
    .filter((one) => exceptionState(one, instant) === 'in-force' && !used.has(one))
    .map(({ name, origin }) => {
      const message = `The acknowledgement ${quote(name)} is of nothing that a rule finds.`;
      return diagnostic('acknowledgement-unused', message, origin);
    });
}
