import { exceptionState } from '../compile/exception-in-force.ts';
import type { RulesDocument, WrittenAcknowledgement } from '../policy/rules-document.ts';
import { memberId } from '../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { quote } from '../source/quote.ts';
import { type Finding, subjectKey } from './finding.ts';
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
  const platforms = new Map(organizations.map(({ name, platform }) => [name, platform]));
  const personIn = (organization: string | null, person: string | null): string | null => {
    const platform = organization === null ? undefined : platforms.get(organization);
    return person === null || platform === undefined ? person : memberId(person, platform.members.compare);
  };
  for (const { acknowledged } of documents) {
    for (const one of acknowledged) {
      if (one.rule === null || exceptionState(one, instant) !== 'in-force') continue;
      const { organization, person, group, role, scope } = one.subjects;
      const text = (said: { readonly value: string } | null): string | null => said?.value ?? null;
      const named = {
        rule: one.rule.value,
        organization: text(organization),
        person: personIn(text(organization), text(person)),
        group: text(group),
        role: text(role),
        scope: text(scope),
      };
      written.add(subjectKey(named), one);
    }
  }
  return findings.map((finding) => {
    if (finding.isFailure) return finding;
    const said = written.get(
      subjectKey({ ...finding, person: personIn(finding.organization, finding.person) }),
    );
    const acknowledged = said.find((one) => isOfAll(one, finding));
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

function isOfAll({ permissions }: WrittenAcknowledgement, finding: Finding): boolean {
  return finding.permissions.every((one) => permissions.some(({ value }) => value === one));
}
