import type { PersonRecord } from '../policy/people-document.ts';
import type { RulesDocument } from '../policy/rules-document.ts';
import { isCustomRule } from './custom/written-custom-rule.ts';

/** All that a workspace says of rules. */
export interface RuleDocuments {
  readonly rules: readonly RulesDocument[];
  readonly people: readonly PersonRecord[];
}

/** Permissions for a text that rules name: access has to have a place for them. */
export function instancesIn({ rules }: Pick<RuleDocuments, 'rules'>): readonly string[] {
  const texts = rules.flatMap((document) =>
    // An expression is no permission, whatever it looks like.
    document.rules
      .filter((rule) => !isCustomRule(rule))
      .flatMap(({ parameters }) => [...parameters.values()].flatMap((one) => one.texts)),
  );
  return [...new Set(texts.map(({ value }) => value).filter((text) => /^[^\s!]+:[^\s!]+!/.test(text)))];
}
