import { speaksOf } from '../compile/known-subjects.ts';
import type { RulesDocument, WrittenRule } from '../policy/rules-document.ts';
import { quote } from '../source/quote.ts';
import { AskedRule, type JudgedSeverity } from './asked-rule.ts';
import { builtInOf } from './bind-rules.ts';
import type { BuiltInRule } from './built-in-rule.ts';
import { breach, type Finding, type RuleBreach } from './finding.ts';
import type { JudgedOrganization } from './judged-organization.ts';
import type { PeopleIndex } from './people-index.ts';

/** What is judged: those asked about, and all there are, for rules that look at one person everywhere. */
export interface JudgedScene {
  readonly asked: readonly JudgedOrganization[];
  readonly all: readonly JudgedOrganization[];
  readonly people: PeopleIndex;
}

/** A rule that somebody wrote and did not switch off, with how grave it is where nothing is said of that. */
export interface RuleInForce {
  readonly written: WrittenRule;
  readonly document: RulesDocument;
}

/** Every rule as written, in the order written. */
export function writtenRules(documents: readonly RulesDocument[]): readonly RuleInForce[] {
  return documents.flatMap((document) => document.rules.map((written) => ({ written, document })));
}

/** All that the rules which come with Bylaw find. What is wrong with a rule is a finding of it, and never a pass. */
export function judgeBuiltIn(documents: readonly RulesDocument[], judged: JudgedScene): readonly Finding[] {
  return writtenRules(documents).flatMap(({ written, document }) => {
    const rule = builtInOf(written);
    if (rule === null) return [];
    const severity = severityOf(written, rule.usual);
    if (severity === null) return [];
    return judgeOne(rule, written, document, judged).map((found) => findingOf(written, severity, found));
  });
}

/** Null: switched off. */
export function severityOf({ severity }: WrittenRule, usual: BuiltInRule['usual']): JudgedSeverity | null {
  const said = severity === null ? usual : severity;
  return said === 'off' ? null : said;
}

/** What a breach is, once it is known of which rule: for whoever judges rules, built in or not. */
export function findingOf(written: WrittenRule, severity: JudgedSeverity, found: RuleBreach): Finding {
  const { name, origin, rule } = written;
  return {
    ...found,
    rule: name,
    builtIn: rule.value,
    severity: found.isFailure ? 'error' : severity,
    origin,
    acknowledged: null,
    outgrown: null,
    stands: false,
  };
}

/** The breach that stands for a rule which could not be judged. */
export function failureOf(written: WrittenRule, reason: string): RuleBreach {
  return breach({
    message: `The rule ${quote(written.name)} could not be judged: ${reason}`,
    organization: null,
    isFailure: true,
    witnesses: () => [],
  });
}

function judgeOne(
  rule: BuiltInRule,
  written: WrittenRule,
  document: RulesDocument,
  { asked, all, people }: JudgedScene,
): readonly RuleBreach[] {
  const spoken = (list: readonly JudgedOrganization[]) => list.filter(({ name }) => speaksOf(document, name));
  const organizations = spoken(asked);
  try {
    const context = { rule: new AskedRule(written), organizations, everywhere: spoken(all), people };
    return [...rule.judge(context)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [failureOf(written, reason)];
  }
}
