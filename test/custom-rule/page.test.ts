/** The page of custom rules shows the view and the functions that there are, and its examples are judged as it says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkedRule } from '../../src/custom-rule/answer-question.ts';
import { celProgram, parseCel } from '../../src/custom-rule/cel-evaluator.ts';
import { CEL_FUNCTIONS, CEL_MACROS } from '../../src/custom-rule/cel-functions.ts';
import { CustomRules } from '../../src/custom-rule/custom-rules.ts';
import { typeOf, typeWords } from '../../src/custom-rule/expression-type.ts';
import {
  VIEW_ELEMENTS,
  VIEW_OBJECTS,
  VIEW_VARIABLES,
  type ViewElement,
} from '../../src/custom-rule/view-table.ts';
import { organization, stageOf } from '../command/workspaces.ts';
import { expectGolden } from '../golden.ts';
import { rule, viewed } from './viewed-example.ts';

const PAGE = 'docs/custom-rules.md';

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function viewTables(): string {
  const ofFields = (fields: Readonly<Record<string, { readonly type: string; readonly means: string }>>) =>
    Object.entries(fields).map(([name, { type, means }]) =>
      row(`\`${name}\``, typeWords(typeOf(type)), means),
    );
  const head = (first: string) => [row(first, 'is', 'means'), '|---|---|---|'];
  return [
    'A rule is for one of these; its variable has the name on the right:',
    [
      row('`for`', 'means', 'variable'),
      '|---|---|---|',
      ...Object.entries(VIEW_ELEMENTS).map(([name, { means, variable }]) =>
        row(`\`${name}\``, means, `\`${variable}\``),
      ),
    ].join('\n'),
    'Every rule can ask these too:',
    [...head('variable'), ...ofFields(VIEW_VARIABLES)].join('\n'),
    'What is not there is an empty text or an empty list, and never null.',
    ...Object.entries(VIEW_OBJECTS).flatMap(([name, fields]) => [
      `### ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      [...head('field'), ...ofFields(fields)].join('\n'),
    ]),
  ].join('\n\n');
}

function functionTable(): string {
  const forms = [...CEL_FUNCTIONS].map(([name, overloads]) => {
    const written = overloads.map(({ on, takes }) => {
      const given = takes.map(typeWords).join(', ');
      return on === null ? `\`${name}\`(${given})` : `${typeWords(on)}.\`${name}\`(${given})`;
    });
    return row(
      `\`${name}\``,
      [...new Set(written)].join('<br>'),
      typeWords(overloads[0]?.gives ?? typeOf('dyn')),
    );
  });
  return [
    `Of lists and maps: ${CEL_MACROS.filter((name) => name !== 'has')
      .map((name) => `\`${name}\``)
      .join(', ')}, each with a name for the item and an expression.`,
    [row('function', 'takes', 'comes to'), '|---|---|---|', ...forms].join('\n'),
  ].join('\n\n');
}

it(`${PAGE} has the view and the functions that there are`, () => {
  const page = readFileSync(PAGE, 'utf8');
  const drawn = [['view', viewTables()] as const, ['functions', functionTable()] as const].reduce(
    (text, [marker, body]) => {
      const [before, rest] = text.split(`<!-- ${marker} -->`);
      const after = rest?.split(`<!-- /${marker} -->`)[1];
      if (after === undefined) throw new Error(`The page has no place for ${marker}.`);
      return `${before}<!-- ${marker} -->\n\n${body}\n\n<!-- /${marker} -->${after}`;
    },
    page,
  );
  expectGolden(PAGE, drawn);
});

interface Example {
  readonly name: string;
  readonly written: Readonly<Record<string, string>>;
}

const examples: readonly Example[] = [
  ...readFileSync(PAGE, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g),
].flatMap(([, text = '']) =>
  Object.entries<Example['written']>(parse(text).rules).map(([name, written]) => ({ name, written })),
);

/** Documents that break the rule, and that do not; null where a plan is needed. */
const CASES: Readonly<Record<string, readonly [breaks: string, keeps: string] | null>> = {
  'groups have a description': ['groups:\n  qa: {}\n', 'groups:\n  qa: { description: They test }\n'],
  'outsiders get roles through groups': [
    'members:\n  bo@other.example: { roles: [viewer] }\n',
    'members:\n  bo@acme.example: { roles: [viewer] }\n',
  ],
  'nobody assigns roles everywhere': [
    'members:\n  ana@acme.example: { roles: [admin] }\n',
    'members:\n  ana@acme.example: { roles: [viewer] }\n',
  ],
  'groups are called by their team': [
    'groups:\n  qa: { title: QA }\n',
    'groups:\n  team-qa: { title: QA }\n',
  ],
  'at least two can assign roles': [
    'members:\n  ana@acme.example: { roles: [admin] }\n',
    'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [admin] }\n',
  ],
  'few people leave at once': null,
  'only our people gain deletion': null,
};

describe('the examples', () => {
  it('all have a case', () => {
    expect(examples.map(({ name }) => name)).toEqual(Object.keys(CASES));
  });

  it.each(examples)('$name', async ({ name, written }) => {
    const [breaks, keeps] = CASES[name] ?? [null, 'members:\n  ana@acme.example: { roles: [admin] }\n'];
    const checked = async (documents: string) => {
      const stage = await stageOf(organization(documents));
      stage.write(
        'access/rules.yaml',
        stringify({ apiVersion: 'bylaw/v1', kind: 'Rules', organizations: '*', rules: { [name]: written } }),
      );
      return stage.run('check');
    };
    if (breaks !== null) {
      const { out } = await checked(breaks);
      expect(out).toContain(`${written.severity ?? 'error'}[rule-broken]`);
      expect(out).toContain(`the rule "${name}"`);
    }
    const { status, out, err } = await checked(keeps);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out.includes('note[rule-not-judged]')).toBe(breaks === null);
  });
});

describe('functions', () => {
  const VALUES: Readonly<Record<string, string>> = {
    string: '"2026-01-01T00:00:00Z"',
    int: '1',
    uint: '1u',
    double: '1.0',
    bool: 'true',
    bytes: 'b"x"',
    timestamp: 'now',
    duration: 'duration("1h")',
    dyn: 'dyn(1)',
    list: '["x"]',
    map: '{"x": "y"}',
  };
  /** Texts that are not just any. */
  const SPECIAL: Readonly<Record<string, string>> = {
    'int(string)': 'int("1")',
    'uint(string)': 'uint("1")',
    'double(string)': 'double("1")',
    'bool(string)': 'bool("true")',
    'duration(string)': 'duration("1h")',
    'timestamp.(string)': 'UTC',
    'string.(string,string,int)': '',
    format: '"%s".format(["x"])',
  };

  it.each(
    [...CEL_FUNCTIONS].flatMap(([name, overloads]) => overloads.map((overload) => ({ name, overload }))),
  )('$name is there, in each form', ({ name, overload: { on, takes } }) => {
    const value = (kind: string) => VALUES[kind] ?? '';
    const given = takes.map(({ kind }) => (on?.kind === 'timestamp' ? '"UTC"' : value(kind)));
    const special = on === null && takes[0]?.kind === 'string' ? SPECIAL[`${name}(string)`] : SPECIAL[name];
    const call = special ?? `${on === null ? '' : `${value(on.kind)}.`}${name}(${given.join(', ')})`;
    const text = `dyn(${call}) == 0 || true`;
    expect(checkedRule(rule('person', text)).condition).toEqual([]);
    const parsed = parseCel(call);
    if ('error' in parsed) throw new Error(`${call}: ${parsed.error}`);
    const now = parseCel('timestamp("2026-01-01T00:00:00Z")');
    if ('error' in now) throw new Error(now.error);
    const instant = celProgram(now.source)({});
    if ('error' in instant) throw new Error(instant.error);
    expect(celProgram(parsed.source)({ now: instant.value }), call).not.toHaveProperty('error');
  });
});

it('every field of the view is there when it is asked for', async () => {
  const asked = Object.entries(VIEW_OBJECTS).flatMap(([name, fields]) =>
    name === 'access' || name === 'field' || name === 'change'
      ? []
      : Object.keys(fields).map((field) => rule(name as ViewElement, `dyn(${name}.${field}) == dyn(1)`)),
  );
  const custom = new CustomRules(asked);
  const outcomes = await custom.judge(viewed());
  await custom.end();
  expect(outcomes.filter((one) => one.is !== 'judged' || one.errorCount > 0)).toEqual([]);
});
