/**
 * The constructs as source text, out of the tables that make the provider's schema: what the schema has is what can be
 * written, and says what the registry page says. `constructs.test.ts` holds src/cdktf/blocks equal to it.
 */
import type { Attribute, Attributes } from '../../src/terraform/provider/protocol/row.ts';
import { DATA_SOURCES } from '../../src/terraform/standalone/data-sources.ts';
import { ID_FORMS } from '../../src/terraform/standalone/schema/natural-key.ts';
import {
  attributesOf,
  DESCRIPTIONS,
  TYPE_NAMES,
  type TypeName,
} from '../../src/terraform/standalone/schema/resource-tables.ts';
import { PROVIDER_ATTRIBUTES } from '../../src/terraform/standalone/session/provider-settings.ts';

/** By file name below src/cdktf/blocks. */
export function constructSources(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  files.set('provider-block.ts', providerSource());
  for (const type of TYPE_NAMES) files.set(`${short(type)}-block.ts`, resourceSource(type));
  for (const { name, description, attributes } of DATA_SOURCES)
    files.set(`data-${short(name)}-block.ts`, dataSource(name, description, attributes));
  return files;
}

const HEAD = '// Made from the provider’s tables by test/cdktf/constructs.ts. Change those, and bless.';

const HELD: { readonly [T in Attribute['type']]: string } = {
  string: 'string',
  bool: 'boolean',
  number: 'number',
  map: '{ readonly [key: string]: string }',
  set: 'readonly string[]',
  list: 'readonly string[]',
};

/** What a reference to an attribute looks like, and how it is made. */
const READ: { readonly [T in Attribute['type']]: readonly [type: string, made: (wire: string) => string] } = {
  string: ['string', (wire) => `this.getStringAttribute('${wire}')`],
  bool: ['IResolvable', (wire) => `this.getBooleanAttribute('${wire}')`],
  number: ['number', (wire) => `this.getNumberAttribute('${wire}')`],
  map: ['StringMap', (wire) => `new StringMap(this, '${wire}')`],
  set: ['string[]', (wire) => `this.getListAttribute('${wire}')`],
  list: ['string[]', (wire) => `this.getListAttribute('${wire}')`],
};

/** As what is written, so that one block's map can be another's. */
const WRITTEN_MAP = [
  '{ [key: string]: string }',
  (wire: string) => `this.getStringMapAttribute('${wire}')`,
] as const;

function providerSource(): string {
  const description =
    'The provider block: one organization on its platform. The token comes from the environment.';
  return [
    HEAD,
    `import type { Construct } from 'constructs';`,
    `import { BylawProviderConstruct } from '../bylaw-provider-construct.ts';`,
    `import type { AttributeSlots } from '../terraform-attributes.ts';`,
    '',
    ...interfaceOf('BylawProviderConfig', '', description, PROVIDER_ATTRIBUTES, [
      ...comment('Name of this block, where a stack has more than one of this provider.', '  '),
      '  readonly alias?: string | undefined;',
    ]),
    '',
    ...slotsOf('BylawProviderConfig', PROVIDER_ATTRIBUTES, 'Omit<BylawProviderConfig, "alias">'),
    '',
    ...comment(description),
    `export class BylawProvider extends BylawProviderConstruct<Omit<BylawProviderConfig, 'alias'>> {`,
    `  static readonly tfResourceType: string = 'bylaw';`,
    '',
    '  constructor(scope: Construct, id: string, config: BylawProviderConfig) {',
    '    super(scope, id, SLOTS, config);',
    '  }',
    ...configurable(PROVIDER_ATTRIBUTES).flatMap(([wire, attribute]) => accessors(wire, attribute, true)),
    '}',
    '',
  ].join('\n');
}

function resourceSource(type: TypeName): string {
  const attributes = attributesOf(type);
  const name = className(type);
  const example = ID_FORMS[type];
  return source({
    name,
    base: 'BylawResource',
    from: '../bylaw-resource.ts',
    type,
    description: DESCRIPTIONS[type],
    attributes,
    more: [
      '',
      ...comment(
        `Has \`cdktf plan\` write the block of something that is there already, found by its natural key: \`${example}\`.`,
        '  ',
      ),
      '  static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: TerraformProvider): ImportableResource {',
      '    return importBlock(scope, importToId, { type: TYPE, id: importFromId, provider });',
      '  }',
    ],
  });
}

function dataSource(type: string, description: string, attributes: Attributes): string {
  return source({
    name: `Data${className(type)}`,
    base: 'BylawDataSource',
    from: '../bylaw-data-source.ts',
    type,
    description,
    attributes,
    more: [],
  });
}

interface Source {
  readonly name: string;
  readonly base: string;
  readonly from: string;
  readonly type: string;
  readonly description: string;
  readonly attributes: Attributes;
  readonly more: readonly string[];
}

function source({ name, base, from, type, description, attributes, more }: Source): string {
  const rows = Object.entries(attributes);
  const maps = rows.some(([, { type: held, mode }]) => held === 'map' && mode === 'computed');
  const library = [
    ...(more.length > 0 ? ['type ImportableResource'] : []),
    ...(rows.some(([, { type: held }]) => held === 'bool') ? ['type IResolvable'] : []),
    ...(maps ? ['StringMap'] : []),
    'type TerraformMetaArguments',
    ...(more.length > 0 ? ['type TerraformProvider'] : []),
  ];
  const optional = configurable(attributes).every(([, { mode }]) => mode !== 'required');
  const imported = maps
    ? `import { ${library.join(', ')} } from '../../terraform/synth/library.ts';`
    : `import type { ${library.map((one) => one.replace('type ', '')).join(', ')} } from '../../terraform/synth/library.ts';`;
  return [
    HEAD,
    `import type { Construct } from 'constructs';`,
    imported,
    `import { ${base} } from '${from}';`,
    ...(more.length > 0 ? [`import { importBlock } from '../importable.ts';`] : []),
    `import type { AttributeSlots } from '../terraform-attributes.ts';`,
    '',
    ...interfaceOf(`${name}Attributes`, '', description, attributes),
    '',
    ...comment(`What is written for a \`${type}\`: its attributes, and what Terraform knows of any block.`),
    `export interface ${name}Config extends ${name}Attributes, TerraformMetaArguments {}`,
    '',
    `const TYPE = '${type}';`,
    '',
    ...slotsOf(`${name}Attributes`, attributes),
    '',
    ...comment(description),
    `export class ${name} extends ${base}<${name}Attributes> {`,
    `  static readonly tfResourceType: string = TYPE;`,
    ...more,
    '',
    `  constructor(scope: Construct, id: string, config: ${name}Config${optional ? ' = {}' : ''}) {`,
    '    super(scope, id, TYPE, SLOTS, config);',
    '  }',
    ...rows.flatMap(([wire, attribute]) => accessors(wire, attribute, false)),
    '}',
    '',
  ].join('\n');
}

function interfaceOf(
  name: string,
  extending: string,
  description: string,
  attributes: Attributes,
  more: readonly string[] = [],
): readonly string[] {
  const rows = configurable(attributes);
  if (rows.length === 0 && more.length === 0)
    return [...comment(description), `export type ${name} = Readonly<Record<never, never>>;`];
  return [
    ...comment(description),
    `export interface ${name}${extending} {`,
    ...rows.flatMap(([wire, attribute]) => [
      ...comment(sentences(attribute), '  '),
      `  readonly ${camel(wire)}${attribute.mode === 'required' ? '' : '?'}: ${HELD[attribute.type]}${
        attribute.mode === 'required' ? '' : ' | undefined'
      };`,
    ]),
    ...more,
    '}',
  ];
}

function slotsOf(name: string, attributes: Attributes, of: string = name): readonly string[] {
  const rows = configurable(attributes);
  return [
    `const SLOTS: AttributeSlots<${of.replaceAll('"', "'")}> = {`,
    ...rows.map(([wire, { type }]) => `  ${camel(wire)}: { wire: '${wire}', holds: '${type}' },`),
    '};',
  ];
}

/** As generated bindings have it: a reference, a way to write it, what was written, and a way to take it back. */
function accessors(wire: string, attribute: Attribute, provider: boolean): readonly string[] {
  const { type, mode } = attribute;
  const name = camel(wire);
  const about = comment(sentences(attribute), '  ');
  const written = mode !== 'computed';
  const [read, made] = written && type === 'map' ? WRITTEN_MAP : READ[type];
  const input = [
    '',
    ...comment(`What is written for \`${name}\`.`, '  '),
    `  get ${name}Input(): ${HELD[type]} | undefined {`,
    `    return this.written('${name}');`,
    '  }',
  ];
  const put = provider
    ? []
    : ['', `  set ${name}(value: ${HELD[type]}) {`, `    this.write({ ${name}: value });`, '  }'];
  const reset = [
    '',
    ...comment(`Leaves \`${name}\` out.`, '  '),
    `  reset${upper(name)}(): void {`,
    `    this.reset('${name}');`,
    '  }',
  ];
  const reference = provider
    ? []
    : ['', ...about, `  get ${name}(): ${read} {`, `    return ${made(wire)};`, '  }'];
  if (!written) return reference;
  return [...reference, ...put, ...input, ...(mode === 'required' ? [] : reset)];
}

function configurable(attributes: Attributes): readonly (readonly [string, Attribute])[] {
  return Object.entries(attributes).filter(([, { mode }]) => mode !== 'computed');
}

function sentences({ description, replace, deprecated }: Attribute): string {
  return [
    description,
    ...(replace ? ['A change makes a new one.'] : []),
    ...(deprecated ? ['Deprecated.'] : []),
  ].join(' ');
}

/** Broken into lines as the rest of the house is. */
function comment(text: string, indent = ''): readonly string[] {
  const safe = text.replaceAll('*/', '*\\/');
  if (indent.length + safe.length + 7 <= 110) return [`${indent}/** ${safe} */`];
  const lines: string[] = [];
  let line = '';
  for (const word of safe.split(' ')) {
    if (line !== '' && indent.length + line.length + word.length + 4 > 110) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [`${indent}/**`, ...[...lines, line].map((one) => `${indent} * ${one}`), `${indent} */`];
}

function className(type: string): string {
  return type.split('_').map(upper).join('');
}

function camel(wire: string): string {
  const [first = '', ...rest] = wire.split('_');
  return [first, ...rest.map(upper)].join('');
}

function upper(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

function short(name: string): string {
  return name.replace(/^bylaw_/, '').replaceAll('_', '-');
}
