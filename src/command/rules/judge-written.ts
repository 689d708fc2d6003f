import { readPeople } from '../../policy/read-people.ts';
import { readRules } from '../../policy/read-rules.ts';
import { acknowledge, unusedAcknowledgements } from '../../rule/acknowledge.ts';
import { bindPeopleRecords } from '../../rule/bind-people-records.ts';
import { bindRules } from '../../rule/bind-rules.ts';
import type { Finding } from '../../rule/finding.ts';
import { findingKeyIn } from '../../rule/finding-key.ts';
import { baseDiagnostics, findingsOfBase } from '../../rule/findings-of-base.ts';
import { type JudgedScene, judgeBuiltIn } from '../../rule/judge-built-in.ts';
import { JudgedOrganization } from '../../rule/judged-organization.ts';
import { PeopleIndex } from '../../rule/people-index.ts';
import { ruleDiagnostics } from '../../rule/rule-diagnostics.ts';
import { instancesIn, type RuleDocuments } from '../../rule/rule-documents.ts';
import { choicesOf, meaningOfMore, usualSeverity } from '../../rule/rule-meanings.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';
import { outcome, success } from '../../source/outcome.ts';
import type { RuleMeanings, WrittenRules } from '../../weakening/weaker-rules.ts';
import type { WrittenPolicies } from '../../workspace/written-policies.ts';
import { documentOf, type Session } from '../session/session.ts';
import type { JudgedRules, RuleSides } from './judged-rules.ts';

/** The documents read, every name looked up, and every rule judged. */
export async function judgeWritten(
  session: Session,
  policies: WrittenPolicies,
  sides: RuleSides,
): Promise<JudgedRules> {
  const { documents, written } = openRules(session, policies);
  if (!documents.ok) return { findings: [], told: [], faults: documents.diagnostics };
  const { workspace, instant, chosen } = session;
  const findings = await findingsOn(session, documents.value, written, sides);
  // Of a part of the workspace nobody knows what the others would find.
  const isAll = chosen.length === written.length && workspace.shard === null && sides.size === 0;
  const unused = isAll ? unusedAcknowledgements(findings, documents.value.rules, Date.parse(instant)) : [];
  return { findings, told: [...ruleDiagnostics(findings), ...unused], faults: documents.diagnostics };
}

/** What is found now, with what the rules of the base find besides on the same sides. */
export function alsoByBase<J extends JudgedRules>(session: Session, now: J, base: JudgedRules): J {
  const findings = findingsOfBase(base.findings, now.findings, findingKeyIn(sidesOf(session)));
  return {
    ...now,
    findings: [...now.findings, ...findings],
    told: [...now.told, ...baseDiagnostics(findings)],
    faults: [...now.faults, ...base.faults],
  };
}

function sidesOf({ workspace }: Session): readonly Pick<JudgedOrganization, 'name' | 'platform'>[] {
  return workspace.organizations.map(({ organization, platform }) => ({ name: organization, platform }));
}

/** What it means that one version of a rule says something else than another. */
export const RULE_MEANINGS: RuleMeanings = {
  usual: usualSeverity,
  more: meaningOfMore,
  choices: choicesOf,
};

/** What documents say of rules and people, without a look at the names in them. */
export function rulesAsWritten(policies: WrittenPolicies | null): Outcome<WrittenRules> {
  if (policies === null) return success({ documents: [], people: [] });
  const [rules, people] = [readRules(policies.rules), readPeople(policies.people)];
  const diagnostics = [...rules.diagnostics, ...people.diagnostics];
  if (!rules.ok || !people.ok || hasErrors(diagnostics)) return { ok: false, diagnostics };
  return success({ documents: rules.value, people: people.value }, diagnostics);
}

/** What the documents say of rules, and each organization as its documents have it. */
export interface OpenRules {
  readonly documents: Outcome<RuleDocuments>;
  readonly written: readonly JudgedOrganization[];
}

const opened = new WeakMap<WrittenPolicies, OpenRules>();

/** Read once for a workspace, however often it is judged. */
export function openRules(session: Session, policies: WrittenPolicies): OpenRules {
  const found = opened.get(policies);
  if (found !== undefined) return found;
  const documents = readDocuments(session, policies);
  const instances = documents.ok ? instancesIn(documents.value) : [];
  const written = session.workspace.organizations.map(
    (desired) =>
      new JudgedOrganization(desired, {
        document: documentOf(session, desired.organization),
        resources: desired.resources,
        basis: 'written',
        instances,
      }),
  );
  const made = { documents, written };
  opened.set(policies, made);
  return made;
}

/** What the rules find of the organizations that were asked for, with what is acknowledged at the instant. */
export async function findingsOn(
  { chosen, instant }: Pick<Session, 'chosen' | 'instant'>,
  documents: RuleDocuments,
  written: readonly JudgedOrganization[],
  sides: RuleSides,
): Promise<readonly Finding[]> {
  const instances = instancesIn(documents);
  const all = written.map((one) => {
    const side = sides.get(one.name);
    return side === undefined
      ? one
      : new JudgedOrganization(one.desired, { ...side, document: one.document, instances });
  });
  const names = new Set(chosen.map(({ organization }) => organization));
  const asked = all.filter(({ name }) => names.has(name));
  const people = new PeopleIndex(documents.people, all);
  const found = await judgeAll(documents, { asked, all, people, sides });
  return acknowledge(found, documents.rules, all, Date.parse(instant));
}

/** What is judged, and what is known beside it of organizations that were read or planned. */
interface CommandScene extends JudgedScene {
  readonly sides: RuleSides;
}

/** Every rule, those that come with Bylaw and those of a user's own. */
async function judgeAll({ rules }: RuleDocuments, scene: CommandScene): Promise<readonly Finding[]> {
  return judgeBuiltIn(rules, scene);
}

function readDocuments({ workspace, instant }: Session, policies: WrittenPolicies): Outcome<RuleDocuments> {
  const written = rulesAsWritten(policies);
  if (!written.ok) return written;
  const documents = { rules: written.value.documents, people: written.value.people };
  // Those of a base were written for what it was: what is a name no more is told as what became weaker.
  if (policies !== workspace.rules) return success(documents);
  const declared = workspace.documents.map(({ name }) => name);
  const connected = workspace.document.organizations.map(({ name }) => name);
  return outcome(documents, [
    ...written.diagnostics,
    ...bindRules(documents.rules, declared, connected, workspace.organizations, instant),
    ...bindPeopleRecords(documents.people, declared, connected, workspace.organizations),
  ]);
}
