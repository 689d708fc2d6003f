import { VIEW_ELEMENTS, type ViewElement } from '../../custom-rule/view-table.ts';
import type { CustomRule } from '../../custom-rule/worker-messages.ts';
import type { WrittenParameter, WrittenRule } from '../../policy/rules-document.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { quote } from '../../source/quote.ts';
import { AskedRule } from '../asked-rule.ts';
import { CONDITIONS, CUSTOM_RULE, USUAL_DEADLINE } from './custom-rule-keys.ts';

export function isCustomRule({ rule }: Pick<WrittenRule, 'rule'>): boolean {
  return rule.value === CUSTOM_RULE.name;
}

/** Code: `invalid-value`, for what must be and what must not be in one rule. */
export function contradiction(written: WrittenRule): readonly Diagnostic[] {
  const [first, second] = CONDITIONS.flatMap((key) => written.parameters.get(key) ?? []);
  if (first === undefined || second === undefined) return [];
  const message = `The rule ${quote(written.name)} has both \`forbid\` and \`require\`.`;
  return [
    diagnostic('invalid-value', message, second.origin, {
      related: [{ message: 'the other', origin: first.origin }],
      hint: 'Write two rules, or one expression.',
    }),
  ];
}

/** A rule as it is asked, and where its texts stand. */
export interface WrittenCustomRule {
  readonly written: WrittenRule;
  readonly rule: CustomRule;
  readonly condition: WrittenParameter;
  readonly message: WrittenParameter | null;
}

/** Null: something is missing, of which `check` has told. */
export function customRuleOf(written: WrittenRule): WrittenCustomRule | null {
  const asked = new AskedRule(written);
  const mode = CONDITIONS.find((key) => asked.has(key));
  const element = asked.choice('for', ELEMENTS);
  const condition = mode === undefined ? null : asked.at(mode);
  const [text] = mode === undefined ? [] : asked.texts(mode);
  if (mode === undefined || element === null || condition === null || text === undefined) return null;
  const [message] = asked.texts('message');
  return {
    written,
    rule: {
      element,
      mode,
      condition: text,
      message: message === undefined ? null : message,
      deadline: asked.count('deadline') ?? USUAL_DEADLINE,
    },
    condition,
    message: asked.at('message'),
  };
}

const ELEMENTS = Object.keys(VIEW_ELEMENTS) as readonly ViewElement[];
