import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connector/connectors.ts';
import type { Settings } from '../../src/connector/settings.ts';
import { expectGolden } from '../golden.ts';
import { formattedSchema } from '../schema-text.ts';
import { withConnections } from './connection-schemas.ts';

const FILE = 'schemas/workspace.schema.json';

it('the schema of workspaces says of each connector what its table says', () => {
  const schema = JSON.parse(readFileSync(FILE, 'utf8'));
  expectGolden(FILE, formattedSchema(FILE, withConnections(schema, CONNECTORS)));
});

/** Every setting, with dots. */
function all(settings: Settings, above = ''): readonly (readonly [string, Settings[string]])[] {
  return Object.entries(settings).flatMap(([key, one]) => [
    [`${above}${key}`, one] as const,
    ...(one.is === 'map' ? all(one.settings, `${above}${key}.`) : []),
  ]);
}

it.each(Object.values(CONNECTORS))(
  '$name: what names a variable ends in -env, and nothing else does',
  (connector) => {
    for (const [path, { is }] of all(connector.settings)) {
      expect([path, is === 'variable']).toEqual([path, path.endsWith('-env')]);
    }
  },
);
