import { RULE_SEVERITIES } from '../policy/rules-document.ts';
import { TEXT } from '../policy/text-patterns.ts';
import { known } from '../source/known.ts';
import { CUSTOM_RULE, LONGEST_DEADLINE } from './custom/custom-rule-keys.ts';
import type { ParameterKind, RuleParameter, RuleParameters } from './rule-parameter.ts';

type RuleSchema = Readonly<Record<string, unknown>>;

/** What the schema has to know of a rule. */
interface RuleKeys {
  readonly name: string;
  readonly parameters: RuleParameters;
}

/** The definition of one rule in `schemas/rules.schema.json`, which a test holds equal to what the rules say of themselves. */
export function ruleSchema(builtIn: readonly RuleKeys[]): RuleSchema {
  const rules = [...builtIn, CUSTOM_RULE];
  const keys = [...new Set(rules.flatMap(({ parameters }) => Object.keys(parameters)))].sort();
  return {
    title: 'Rule',
    description: 'Which rule it is, how grave a finding of it is, and what the rule is told.',
    type: 'object',
    required: ['rule'],
    additionalProperties: false,
    properties: {
      rule: {
        title: 'Rule',
        description: `A rule that comes with Bylaw, or \`${CUSTOM_RULE.name}\` for one of your own.`,
        enum: rules.map(({ name }) => name),
      },
      severity: {
        title: 'Severity',
        description:
          'How grave a finding is: an error stops an apply, a warning is told. Each rule has its own where nothing is written.',
        enum: RULE_SEVERITIES,
      },
      ...Object.fromEntries(keys.map((key) => [key, parameterSchema(key, rules)])),
    },
  };
}

/** One key has one shape, whichever rules have it; what it is told may be something else for each. */
function parameterSchema(key: string, rules: readonly RuleKeys[]): RuleSchema {
  const having = rules.flatMap((rule) => {
    const parameter = rule.parameters[key];
    return parameter === undefined ? [] : [{ rule, parameter }];
  });
  const { parameter } = known(having[0], 'a rule with the key');
  const words = [...new Set(having.map((one) => one.parameter.description))];
  const description =
    words.length === 1
      ? parameter.description
      : having.map((one) => `${one.rule.name}: ${one.parameter.description}`).join(' ');
  return {
    ...SHAPES[parameter.kind](having.map((one) => one.parameter)),
    title: parameter.title,
    description,
  };
}

/** Whether two rules can have a key: an editor and the check know one shape for it. */
export function sameShape(one: RuleParameter, other: RuleParameter): boolean {
  return JSON.stringify(SHAPES[one.kind]([one])) === JSON.stringify(SHAPES[other.kind]([other]));
}

const referring = (name: string) => (): RuleSchema => ({ $ref: `#/$defs/${name}` });

const SHAPES: { readonly [K in ParameterKind]: (given: readonly RuleParameter[]) => RuleSchema } = {
  permissions: referring('references'),
  roles: referring('references'),
  members: referring('members'),
  groups: referring('references'),
  scopes: referring('references'),
  domains: referring('references'),
  names: referring('references'),
  owners: referring('owners'),
  count: referring('count'),
  expression: () => ({
    type: 'string',
    minLength: 1,
    maxLength: 10_000,
    pattern: TEXT,
    $comment: 'text: text',
  }),
  milliseconds: () => ({ type: 'integer', minimum: 1, maximum: LONGEST_DEADLINE }),
  choice: (given) => ({
    enum: [...new Set(given.flatMap(({ choices }) => (choices === undefined ? [] : choices)))],
  }),
};
