import type { Attribute, Attributes } from '../../src/terraform/provider/protocol/row.ts';
import { PROVIDER_ADDRESS } from '../../src/terraform/provider/rows/row-tables.ts';
import { canFunction } from '../../src/terraform/standalone/can-function.ts';
import { DATA_SOURCES } from '../../src/terraform/standalone/data-sources.ts';
import { ID_FORMS, KEY_ATTRIBUTES } from '../../src/terraform/standalone/schema/natural-key.ts';
import {
  attributesOf,
  DESCRIPTIONS,
  TYPE_NAMES,
  type TypeName,
} from '../../src/terraform/standalone/schema/resource-tables.ts';
import { PROVIDER_ATTRIBUTES } from '../../src/terraform/standalone/session/provider-settings.ts';
import {
  CONNECTOR_FILE_NOTES,
  DEBUGGING_NOTES,
  PROCESS_BEHAVIOUR,
  RESOURCE_BEHAVIOUR,
  TESTING_NOTES,
} from './provider-behaviour.ts';
import { EXAMPLES } from './provider-examples.ts';

/** The pages of docs/provider, by file name, out of the tables that make the schema: neither can say what the other does not. */
export function providerPages(): ReadonlyMap<string, string> {
  const pages = new Map<string, string>([['README.md', indexPage()]]);
  for (const type of TYPE_NAMES) pages.set(`resources/${short(type)}.md`, resourcePage(type));
  for (const { name, description, attributes } of DATA_SOURCES) {
    const example = fenced(EXAMPLES[`data ${name}`] ?? '');
    pages.set(
      `data-sources/${short(name)}.md`,
      page(`Data source ${name}`, description, example, tables(attributes)),
    );
  }
  pages.set(
    'functions/can.md',
    page(
      'Function provider::bylaw::can',
      canFunction.description,
      fenced(EXAMPLES['function can'] ?? ''),
      [
        '## Arguments',
        '',
        ...canFunction.parameters.map((one) => `- \`${one.name}\` (${one.type}): ${one.description}`),
      ].join('\n'),
    ),
  );
  return pages;
}

function indexPage(): string {
  const link = (folder: string, name: string, text: string) =>
    `- [${name}](${folder}/${short(name)}.md): ${firstSentence(text)}`;
  return page(
    'The Bylaw provider for Terraform and OpenTofu',
    `Access on many platforms, in plain HCL. Address \`${PROVIDER_ADDRESS.slice(PROVIDER_ADDRESS.indexOf('/') + 1)}\`; install it with \`bylaw provider install\`, run once; Terraform finds it from then on. It runs on Node.js 20.19 or newer, on Linux and macOS.`,
    fenced(EXAMPLES.provider ?? ''),
    tables(PROVIDER_ATTRIBUTES),
    ['## Resources', '', ...TYPE_NAMES.map((type) => link('resources', type, DESCRIPTIONS[type]))].join('\n'),
    [
      '## Data sources',
      '',
      ...DATA_SOURCES.map((one) => link('data-sources', one.name, one.description)),
    ].join('\n'),
    ['## Functions', '', `- [can](functions/can.md): ${canFunction.summary}.`].join('\n'),
    [
      '## Through a connector file',
      '',
      fenced(EXAMPLES['provider by a file'] ?? ''),
      '',
      CONNECTOR_FILE_NOTES,
    ].join('\n'),
    RESOURCE_BEHAVIOUR,
    PROCESS_BEHAVIOUR,
    TESTING_NOTES,
    DEBUGGING_NOTES,
  );
}

function resourcePage(type: TypeName): string {
  const keys = KEY_ATTRIBUTES[type].map((name) => `\`${name}\``).join(' and ');
  const imported = [
    '## Import',
    '',
    `By its natural key, made of ${keys}:`,
    '',
    fenced(`import {\n  to = ${type}.example\n  id = "${ID_FORMS[type]}"\n}`),
    '',
    'Where Terraform knows identities (1.12 and later), by these instead:',
    '',
    fenced(`import {\n  to = ${type}.example\n  identity = {\n${identityLines(type)}\n  }\n}`),
  ];
  return page(
    `Resource ${type}`,
    DESCRIPTIONS[type],
    fenced(EXAMPLES[type] ?? ''),
    tables(attributesOf(type)),
    imported.join('\n'),
  );
}

function identityLines(type: TypeName): string {
  const names = KEY_ATTRIBUTES[type];
  const width = Math.max(...names.map((name) => name.length));
  const sign = ID_FORMS[type].includes('|') ? '|' : '/';
  const cut = ID_FORMS[type].lastIndexOf(sign);
  const values =
    names.length === 1 ? [ID_FORMS[type]] : [ID_FORMS[type].slice(0, cut), ID_FORMS[type].slice(cut + 1)];
  return names.map((name, at) => `    ${name.padEnd(width)} = "${values[at]}"`).join('\n');
}

const WORDS: { readonly [T in Attribute['type']]: string } = {
  string: 'text',
  bool: 'true or false',
  number: 'number',
  map: 'map of text',
  set: 'set of text',
  list: 'list of text',
};

function tables(attributes: Attributes): string {
  const rows = Object.entries(attributes);
  const part = (title: string, wanted: readonly Attribute['mode'][]) => {
    const of = rows.filter(([, { mode }]) => wanted.includes(mode));
    return of.length === 0
      ? []
      : [[`## ${title}`, '', ...of.map(([name, one]) => line(name, one))].join('\n')];
  };
  return [
    ...part('Required', ['required']),
    ...part('Optional', ['optional', 'optional-computed']),
    ...part('Read only', ['computed']),
  ].join('\n\n');
}

function line(name: string, { type, description, replace, deprecated }: Attribute): string {
  const notes = [...(replace ? ['A change makes a new one.'] : []), ...(deprecated ? ['Deprecated.'] : [])];
  return `- \`${name}\` (${WORDS[type]}): ${[description, ...notes].join(' ')}`;
}

function page(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, ...parts].join('\n\n')}\n`;
}

function fenced(code: string): string {
  return `\`\`\`hcl\n${code}\n\`\`\``;
}

function short(name: string): string {
  return name.replace(/^bylaw_/, '');
}

function firstSentence(text: string): string {
  return /^[^:.]*[:.]/.exec(text)?.[0].replace(/[:.]$/, '.') ?? text;
}
