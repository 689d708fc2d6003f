import { compareText } from '../../source/text-order.ts';
import { anyOf, type Choice, type JsonSchema, oneOf, partOf, partsOf, reference } from './json-schema.ts';

/**
 * The base schema of workspaces, with the connectors that there are offered where an organization names one. Another name
 * may be that of a file that is yet to be listed, so the schema allows it.
 */
export function editorWorkspace(base: object, connectors: readonly Choice[]): JsonSchema {
  const schema: JsonSchema = { ...base };
  if (connectors.length === 0) return schema;
  const definitions = partsOf(schema, '$defs');
  const organization = partOf(definitions, 'organization');
  const properties = partsOf(organization, 'properties');
  const { $ref: _name, ...words } = partOf(properties, 'connector');
  const offered = oneOf(
    'Connector',
    [...connectors].sort((a, b) => compareText(a.value, b.value)),
  );
  const connector = { ...words, ...anyOf('Connector', [offered, reference('name')]) };
  return {
    ...schema,
    $defs: { ...definitions, organization: { ...organization, properties: { ...properties, connector } } },
  };
}
