/** One schema for each command in schemas/output/, made of the one that has them all: a reader of one command needs no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/command/command-table.ts';
import { known } from '../../src/source/known.ts';
import { expectGolden } from '../golden.ts';

interface Shape {
  readonly properties: { readonly command: { readonly const?: string; readonly enum?: readonly string[] } };
}
interface Whole {
  readonly oneOf: readonly { readonly $ref: string }[];
  readonly $defs: Readonly<Record<string, Shape>>;
}

const whole: Whole = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const shapes = whole.oneOf.map(({ $ref }) => nameOf($ref));

/** What a report calls its command, where that is another word than what was typed. */
const CALLED: Readonly<Record<string, readonly string[]>> = {
  access: ['who', 'what', 'why'],
  // Merged, it is the report of the command whose shards they are.
  report: ['report', 'check', 'plan', 'apply', 'drift'],
};

function nameOf(reference: string): string {
  return reference.replace('#/$defs/', '');
}

function definitionsUnder(names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const text = JSON.stringify(known(whole.$defs[name], name));
    for (const [, inside = ''] of text.matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)) waiting.push(inside);
  }
  return Object.keys(whole.$defs).filter((name) => found.has(name));
}

function schemaOf(command: string): object {
  const called = CALLED[command] ?? [command];
  const own = shapes.filter((name) => {
    const { command: word } = known(whole.$defs[name], name).properties;
    return called.some((one) => word.const === one || word.enum?.includes(one) === true);
  });
  expect(own, command).not.toEqual([]);
  const all = ['diagnosticsReport', ...own];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:bylaw:schema:report:${command}:v1`,
    title: `bylaw ${command} --json`,
    description: 'Made from report.schema.json by `npm run bless`.',
    oneOf: all.map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(definitionsUnder(all).map((name) => [name, whole.$defs[name]])),
  };
}

describe.each(Object.keys(COMMANDS))('%s', (command) => {
  it('has its schema, which is one', () => {
    const schema = schemaOf(command);
    expectGolden(`schemas/output/${command}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
    new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
  });
});

it('there is none of a command that there is not', () => {
  expect(readdirSync('schemas/output').sort()).toEqual(
    Object.keys(COMMANDS)
      .map((command) => `${command}.schema.json`)
      .sort(),
  );
});
