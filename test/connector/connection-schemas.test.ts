import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONNECTORS } from '../../src/connector/connectors.ts';
import type { Settings } from '../../src/connector/settings.ts';
import { expectGolden } from '../golden.ts';
import { withConnections } from './connection-schemas.ts';

const FILE = 'schemas/workspace.schema.json';

/** As the house formats it, every character that is not ASCII by its number. */
function formatted(schema: object): string {
  const text = JSON.stringify(schema, null, 2).replace(
    /[^\n\x20-\x7e]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return execFileSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'format', `--stdin-file-path=${FILE}`],
    { input: text, encoding: 'utf8' },
  );
}

it('the schema of workspaces says of each connector what its table says', () => {
  const schema = JSON.parse(readFileSync(FILE, 'utf8'));
  expectGolden(FILE, formatted(withConnections(schema, CONNECTORS)));
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
