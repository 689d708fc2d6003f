/** The parts of schemas/workspace.schema.json that say how connections are written, out of the connectors' tables. */
import type { Connector } from '../../src/connector/connector.ts';
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
      connector: { title: 'Connector', description: 'How to talk to the platform.', enum: names },
      organization: properties.organization,
    },
    allOf: names.map((name) => ({
      if: { properties: { connector: { const: name } }, required: ['connector'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { $ref: `#/$defs/${name}-connection` },
    })),
  };
  const definitions = kept.flatMap(([name, value]): [string, unknown][] =>
    name === 'url'
      ? [['organization', chosen], ...Object.values(connectors).map(connection), [name, value]]
      : [[name, value]],
  );
  return { ...schema, $defs: Object.fromEntries(definitions) };
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
