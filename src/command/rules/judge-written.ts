import type { Desired } from '../../compile/desired.ts';
import { readPeople } from '../../policy/read-people.ts';
import { readRules } from '../../policy/read-rules.ts';
import { acknowledge, unusedAcknowledgements } from '../../rule/acknowledge.ts';
import { bindPeopleRecords } from '../../rule/bind-people-records.ts';
import { bindRules } from '../../rule/bind-rules.ts';
import { type CustomJudge, type KnownBeside, openCustomRules } from '../../rule/custom/judge-custom.ts';
import type { Finding } from '../../rule/finding.ts';
import { findingKeyIn } from '../../rule/finding-key.ts';
import { baseDiagnostics, findingsOfBase } from '../../rule/findings-of-base.ts';
import { judgeBuiltIn } from '../../rule/judge-built-in.ts';
import { JudgedOrganization } from '../../rule/judged-organization.ts';
import { PeopleIndex } from '../../rule/people-index.ts';
import { ruleDiagnostics } from '../../rule/rule-diagnostics.ts';
import { instancesIn, type RuleDocuments } from '../../rule/rule-documents.ts';
import { choicesOf, meaningOfMore, usualSeverity } from '../../rule/rule-meanings.ts';
import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
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
  const open = await openRules(session, policies);
  const { documents, written } = open;
  if (!documents.ok) return { findings: [], told: [], faults: documents.diagnostics };
  const { workspace, instant, chosen } = session;
  const findings = await findingsOn(session, { ...open, documents: documents.value }, sides);
  // Of a part of the workspace nobody knows what the others would find.
  const isAll = chosen.length === written.length && workspace.shard === null && sides.size === 0;
  const unused = isAll ? unusedAcknowledgements(findings, documents.value.rules, Date.parse(instant)) : [];
  const told = [...ruleDiagnostics(findings), ...unused, ...notJudged(open.custom, chosen, sides)];
  return { findings, told, faults: documents.diagnostics };
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
  /** Rules of a user's own; null where there are none. */
  readonly custom: CustomJudge | null;
}

const opened = new WeakMap<WrittenPolicies, Promise<OpenRules>>();

/** Read once for a workspace, however often it is judged. */
export function openRules(session: Session, policies: WrittenPolicies): Promise<OpenRules> {
  const found = opened.get(policies) ?? openAnew(session, policies);
  opened.set(policies, found);
  return found;
}

async function openAnew(session: Session, policies: WrittenPolicies): Promise<OpenRules> {
  const read = readDocuments(session, policies);
  const custom = read.ok ? await openCustomRules(read.value.rules) : null;
  const documents =
    read.ok && custom !== null ? outcome(read.value, [...read.diagnostics, ...custom.faults]) : read;
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
  return { documents, written, custom };
}

/** What the rules find of the organizations that were asked for, with what is acknowledged at the instant. */
export async function findingsOn(
  { chosen, instant }: Pick<Session, 'chosen' | 'instant'>,
  { documents, written, custom }: ReadRules,
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
  const ofUsers =
    custom === null
      ? []
      : await custom.judge(asked.map((one) => ({ organization: one, ...besideOf(one.desired, sides) })));
  const found = [...judgeBuiltIn(documents.rules, { asked, all, people }), ...ofUsers];
  return acknowledge(found, documents.rules, all, Date.parse(instant));
}

/** Rules that look at what is not known of one of these. */
export function notJudged(
  custom: CustomJudge | null,
  chosen: Session['chosen'],
  sides: RuleSides,
): readonly Diagnostic[] {
  return custom === null ? [] : custom.notJudged(chosen.map((one) => besideOf(one, sides)));
}

/** Those that could be read. */
export interface ReadRules extends Omit<OpenRules, 'documents'> {
  readonly documents: RuleDocuments;
}

/** What is known beside the side that is judged, of an organization that was read or planned. */
function besideOf({ organization }: Pick<Desired, 'organization'>, sides: RuleSides): KnownBeside {
  const side = sides.get(organization);
  if (side === undefined) return { live: null, changes: null, unread: [] };
  const { live, changes, unknown } = side;
  return { live, changes, unread: unknown === undefined ? [] : unknown };
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
