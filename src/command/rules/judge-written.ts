import { readPeople } from '../../policy/read-people.ts';
import { readRules } from '../../policy/read-rules.ts';
import { acknowledge, unusedAcknowledgements } from '../../rule/acknowledge.ts';
import { bindPeopleRecords } from '../../rule/bind-people-records.ts';
import { bindRules } from '../../rule/bind-rules.ts';
import type { Finding } from '../../rule/finding.ts';
import { judgeBuiltIn } from '../../rule/judge-built-in.ts';
import { JudgedOrganization } from '../../rule/judged-organization.ts';
import { PeopleIndex } from '../../rule/people-index.ts';
import { ruleDiagnostics } from '../../rule/rule-diagnostics.ts';
import { instancesIn, type RuleDocuments } from '../../rule/rule-documents.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';
import { outcome } from '../../source/outcome.ts';
import type { WrittenPolicies } from '../../workspace/written-policies.ts';
import { documentOf, type Session } from '../session/session.ts';
import type { JudgedRules, RuleSide } from './judged-rules.ts';

/** The documents read, every name looked up, and every rule judged. */
export async function judgeWritten(
  session: Session,
  policies: WrittenPolicies,
  sides: ReadonlyMap<string, RuleSide>,
): Promise<JudgedRules> {
  const documents = readDocuments(session, policies);
  if (!documents.ok) return { findings: [], told: [], faults: documents.diagnostics };
  const { workspace, instant, chosen } = session;
  const instances = instancesIn(documents.value);
  const all = workspace.organizations.map((desired) => {
    const side = sides.get(desired.organization);
    return new JudgedOrganization(desired, {
      document: documentOf(session, desired.organization),
      resources: side === undefined ? desired.resources : side.resources,
      basis: side === undefined ? 'written' : side.basis,
      instances,
    });
  });
  const asked = all.filter(({ desired }) => chosen.includes(desired));
  const found = await judgeAll(documents.value, asked, all);
  const findings = acknowledge(found, documents.value.rules, all, Date.parse(instant));
  // Of a part of the workspace nobody knows what the others would find.
  const isAll = asked.length === all.length && workspace.shard === null && sides.size === 0;
  const unused = isAll ? unusedAcknowledgements(findings, documents.value.rules, Date.parse(instant)) : [];
  return { findings, told: [...ruleDiagnostics(findings), ...unused], faults: documents.diagnostics };
}

/** Every rule, those that come with Bylaw and those of a user's own. */
async function judgeAll(
  { rules, people }: RuleDocuments,
  asked: readonly JudgedOrganization[],
  all: readonly JudgedOrganization[],
): Promise<readonly Finding[]> {
  const judged = { asked, all, people: new PeopleIndex(people, all) };
  return judgeBuiltIn(rules, judged);
}

function readDocuments({ workspace, instant }: Session, policies: WrittenPolicies): Outcome<RuleDocuments> {
  const [rules, people] = [readRules(policies.rules), readPeople(policies.people)];
  const diagnostics = [...rules.diagnostics, ...people.diagnostics];
  if (!rules.ok || !people.ok || hasErrors(diagnostics)) return { ok: false, diagnostics };
  const declared = workspace.documents.map(({ name }) => name);
  const connected = workspace.document.organizations.map(({ name }) => name);
  const documents = { rules: rules.value, people: people.value };
  return outcome(documents, [
    ...diagnostics,
    ...bindRules(documents.rules, declared, connected, workspace.organizations, instant),
    ...bindPeopleRecords(documents.people, declared, connected, workspace.organizations),
  ]);
}
