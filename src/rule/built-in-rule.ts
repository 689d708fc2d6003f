import type { RuleSeverity } from '../policy/rules-document.ts';
import type { AskedRule } from './asked-rule.ts';
import type { RuleBreach } from './finding.ts';
import type { JudgedOrganization } from './judged-organization.ts';
import type { PeopleIndex } from './people-index.ts';
import type { RuleParameters } from './rule-parameter.ts';

/** What a rule judges: all organizations that its document speaks of, and who is one person in several. */
export interface RuleContext {
  readonly rule: AskedRule;
  readonly organizations: readonly JudgedOrganization[];
  /** Those and all others that the document speaks of, for what is looked at in all of them together. */
  readonly everywhere: readonly JudgedOrganization[];
  readonly people: PeopleIndex;
}

/** A rule that comes with Bylaw. All there is to say of it stands in its file. */
export interface BuiltInRule<Name extends string = string> {
  readonly name: Name;
  /** What a finding means, one sentence. */
  readonly means: string;
  /** What to do about it, one sentence. */
  readonly wayOut: string;
  /** Why somebody would want it, and when not: for the page of rules. */
  readonly why: string;
  /** How grave a finding is where nobody says. */
  readonly usual: RuleSeverity;
  readonly parameters: RuleParameters;
  /** Keys of which at least one has to be written. Left out: the rule says something without any. */
  readonly needs?: readonly string[];
  readonly judge: (context: RuleContext) => Iterable<RuleBreach>;
}

/** A rule with its name as a type of its own. */
export function builtInRule<const Name extends string>(rule: BuiltInRule<Name>): BuiltInRule<Name> {
  return rule;
}
