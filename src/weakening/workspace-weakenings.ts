import type { Desired } from '../compile/desired.ts';
import { speaksOf } from '../compile/known-subjects.ts';
import type {
  OrganizationDocument,
  WorkspaceDocument,
  WrittenExpectation,
} from '../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Weakening } from './weakening.ts';
import { weakerExpectations } from './weaker-expectations.ts';
import { weakerGuardrails } from './weaker-guardrails.ts';
import { weakerReviews } from './weaker-reviews.ts';
import { type RuleMeanings, type WrittenRules, weakerRules } from './weaker-rules.ts';
import { otherConnection, weakerAuthority, weakerLint } from './weaker-workspace.ts';

/** One version of an organization, with all that judges changes of it. */
export interface JudgedVersion {
  readonly desired: Desired;
  /** As written. */
  readonly document: OrganizationDocument;
  readonly workspace: WorkspaceDocument;
  readonly expectations: readonly WrittenExpectation[];
  /** Of all organizations. */
  readonly rules: WrittenRules;
}

export interface OrganizationWeakening extends Weakening {
  readonly organization: string;
}

/** All that is weaker of what judges changes of an organization. */
export function weakeningsOf(
  before: JudgedVersion,
  now: JudgedVersion,
  isOtherPlatform: boolean,
  meanings: RuleMeanings,
): readonly OrganizationWeakening[] {
  const { organization, platform } = now.desired;
  const connection = ({ organizations }: WorkspaceDocument) =>
    organizations.find(({ name }) => name === organization) ?? null;
  const found = [
    ...weakerGuardrails(before.desired.guardrails ?? NONE, now.desired.guardrails ?? NONE),
    ...weakerRules(rulesOf(before.rules, organization), rulesOf(now.rules, organization), meanings),
    ...weakerExpectations(before.expectations, now.expectations),
    ...weakerReviews(before.document, now.document, platform),
    ...weakerAuthority(before.desired, now.desired, isOtherPlatform),
    ...otherConnection(connection(before.workspace), connection(now.workspace)),
    ...weakerLint(before.workspace, now.workspace, platform),
  ];
  return found.map((weakening) => ({ organization, ...weakening }));
}

/** The documents that speak of an organization, and the people who have a key in it. */
function rulesOf({ documents, people }: WrittenRules, organization: string): WrittenRules {
  return {
    documents: documents.filter((document) => speaksOf(document, organization)),
    people: people.filter(({ keys }) => keys.some((key) => key.organization.value === organization)),
  };
}

const NONE: NonNullable<Desired['guardrails']> = [];

/** At the line as it is, with the line as it was. Code: `guard-weakened`. */
export function weakeningDiagnostic({ organization, what, now, before }: OrganizationWeakening): Diagnostic {
  const message = `In ${organization}, ${what}.`;
  const related = before === null || now === null ? [] : [{ message: 'as it was', origin: before }];
  return diagnostic('guard-weakened', message, now ?? before, { related });
}
