import type { WrittenAcknowledgement } from '../policy/rules-document.ts';
import type { Origin } from '../source/origin.ts';
import type { JudgedSeverity } from './asked-rule.ts';

/** A place that shows that a finding is so: a path of access with the lines of its files, or what is live. */
export interface Witness {
  readonly message: string;
  readonly origin: Origin;
}

/** What a rule found, whoever judges it: a built-in rule, or one of a user's own. */
export interface RuleBreach {
  /** One sentence that names all it is about. */
  readonly message: string;
  /** Null: it is about several organizations. */
  readonly organization: string | null;
  /** As written; of several organizations the name of the person's record. Null: it is about nobody. */
  readonly person: string | null;
  /** With its home. */
  readonly group: string | null;
  readonly role: string | null;
  readonly scope: string | null;
  /** In the order of the catalogue. Of several organizations each with its own: `acme payments:create`. */
  readonly permissions: readonly string[];
  /** Made when somebody reads them: a path has to be looked for. */
  readonly witnesses: () => readonly Witness[];
  /** The rule could not be judged: an error that nobody can acknowledge. */
  readonly isFailure: boolean;
}

/** A breach of a written rule. */
export interface Finding extends RuleBreach {
  /** The name of the rule, as written. */
  readonly rule: string;
  /** Which rule it is: `separation-of-duties`. */
  readonly builtIn: string;
  readonly severity: JudgedSeverity;
  /** Where the rule is written. */
  readonly origin: Origin;
  /** The word that it is known; null: there is none that holds. */
  readonly acknowledged: WrittenAcknowledgement | null;
  /** A word for less than this: permissions have come since. */
  readonly outgrown: WrittenAcknowledgement | null;
  /** It is so on the platform already, and the change that is judged makes it no worse. */
  readonly stands: boolean;
}

const ABOUT_NOTHING = {
  person: null,
  group: null,
  role: null,
  scope: null,
  permissions: [],
  isFailure: false,
} as const;

/** A breach from what it is about. */
export function breach(
  about: Pick<RuleBreach, 'message' | 'organization' | 'witnesses'> & Partial<RuleBreach>,
): RuleBreach {
  return { ...ABOUT_NOTHING, ...about };
}

/** The keys by which a finding and its acknowledgement say what they are about. */
export const FINDING_KEYS = ['organization', 'person', 'group', 'role', 'scope'] as const;

/** What makes two findings one: an acknowledgement holds for it whatever lines it comes from. */
export function subjectKey({
  rule,
  organization,
  person,
  group,
  role,
  scope,
}: Pick<Finding, 'rule' | 'organization' | 'person' | 'group' | 'role' | 'scope'>): string {
  return JSON.stringify([rule, organization, person, group, role, scope]);
}
