/** The parts of schemas/workspace.schema.json that say how connections are written, out of the connectors' tables. */
import type { Connector } from '../../src/connector/connector.ts';
import { describedSettings } from '../../src/connector/described/described-settings.ts';
import type { Setting, Settings } from '../../src/connector/settings.ts';

type Json = Record<string, unknown>;

/** The schema with one definition for each connector, and `organization` choosing among them. */
export function withConnections(schema: Json, connectors: Readonly<Record<string, Connector>>): Json {
  const { organization, ...others } = schema.$defs as Record<string, Json>;
  if (organization === undefined) throw new Error('the schema says nothing of organizations');
  const properties = organization.properties as Record<string, Json>;
  const kept = Object.entries(others).filter(([name]) => !name.endsWith('-connection'));
  const names = Object.keys(connectors);
  const chosen = {
    title: organization.title,
    description: organization.description,
    type: 'object',
    required: ['connector'],
    properties: {
      connector: {
        $ref: '#/$defs/name',
        title: 'Connector',
        description: `How to talk to the platform: ${names.join(', ')}, or the name of a connector file.`,
        examples: names,
      },
      organization: properties.organization,
    },
    allOf: [
      ...names.map((name) => chosenBy({ const: name }, { $ref: `#/$defs/${name}-connection` })),
      chosenBy({ not: { enum: names } }, { $ref: '#/$defs/described-connection' }),
    ],
  };
  const definitions = kept.flatMap(([name, value]): [string, unknown][] =>
    name === 'url'
      ? [
          ['organization', chosen],
          ...Object.values(connectors).map(connection),
          ['described-connection', described()],
          [name, value],
        ]
      : [[name, value]],
  );
  return { ...schema, $defs: Object.fromEntries(definitions) };
}

function chosenBy(connector: Json, connection: Json): Json {
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  return { if: { properties: { connector }, required: ['connector'] }, then: connection };
}

/** Which settings there are, the connector file says: what it asks for and what it does not know is told with the file. */
function described(): Json {
  const settings = {
    ...describedSettings({ by: 'bearer', variable: '', word: '' }),
    ...describedSettings({ by: 'basic', user: '', password: '' }),
  };
  const properties = Object.entries(settings).map(([key, one]) => {
    // What a variable is called is said by the file.
    const { default: _, ...schema } = settingOf(one);
    return [key, schema] as const;
  });
  return {
    title: 'Connection by a connector file',
    description: 'A platform that a file under `connectors` describes (docs/connectors/described.md).',
    type: 'object',
    properties: { connector: true, organization: true, ...Object.fromEntries(properties) },
  };
}

function connection({ name, description, settings }: Connector): [string, unknown] {
  const map = mapOf(settings);
  const properties = { connector: { const: name }, organization: true, ...map.properties };
  return [`${name}-connection`, { title: `${name} connection`, description, ...map, properties }];
}

function mapOf(settings: Settings) {
  const required = Object.entries(settings).flatMap(([key, { required }]) => (required ? [key] : []));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(Object.entries(settings).map(([key, one]) => [key, settingOf(one)])),
    additionalProperties: false,
  };
}

function settingOf(setting: Setting): Json {
  const { title, description } = setting;
  const told = { title, description: description.replaceAll('`', '') };
  const fallback = 'default' in setting && setting.default !== undefined ? { default: setting.default } : {};
  switch (setting.is) {
    case 'url':
      return { $ref: '#/$defs/url', ...fallback };
    case 'variable':
      return {
        ...told,
        type: 'string',
        pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        $comment: 'text: variable',
        ...fallback,
      };
    case 'text':
      return setting.among === undefined
        ? { $ref: '#/$defs/setting', ...told, ...fallback }
        : { ...told, enum: setting.among, ...fallback };
    case 'number':
      return { ...told, type: 'integer', minimum: setting.least, maximum: setting.most, ...fallback };
    case 'flag':
      return { ...told, type: 'boolean', ...fallback };
    case 'map':
      return { ...told, ...mapOf(setting.settings) };
  }
}
