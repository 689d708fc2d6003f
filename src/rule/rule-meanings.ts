import type { RuleSeverity } from '../policy/rules-document.ts';
import { builtInNamed } from './bind-rules.ts';
import type { RuleParameter } from './rule-parameter.ts';

/** How grave a finding of a rule is where nobody says. */
export function usualSeverity(rule: string): RuleSeverity {
  const found = builtInNamed(rule);
  return found === null ? 'error' : found.usual;
}

/** What it means that there is more under a key of a rule; null: nobody can say. */
export function meaningOfMore(rule: string, key: string): NonNullable<RuleParameter['more']> | null {
  return parameterOf(rule, key)?.more ?? null;
}

export function choicesOf(rule: string, key: string): readonly string[] {
  const choices = parameterOf(rule, key)?.choices;
  return choices === undefined ? [] : choices;
}

function parameterOf(rule: string, key: string): RuleParameter | undefined {
  const parameters = builtInNamed(rule)?.parameters;
  return parameters !== undefined && Object.hasOwn(parameters, key) ? parameters[key] : undefined;
}
