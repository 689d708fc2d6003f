import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EXAMPLES } from '../../../build/pages/provider-examples.ts';
import { providerPages } from '../../../build/pages/provider-pages.ts';
import { DATA_SOURCES } from '../../../src/terraform/standalone/data-sources.ts';
import { attributesOf, TYPE_NAMES } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { PROVIDER_ATTRIBUTES } from '../../../src/terraform/standalone/session/provider-settings.ts';
import { expectGolden } from '../../golden.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';

const FOLDER = 'docs/provider';

test('docs/provider is what the tables of the schema say', () => {
  const pages = providerPages();
  for (const [file, text] of pages) expectGolden(join(FOLDER, file), text);
  const there = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(there.map((entry) => join(entry.parentPath, entry.name)).sort()).toEqual(
    [...pages.keys()].map((file) => join(FOLDER, file)).sort(),
  );
});

test('nothing in the schema is without a description', () => {
  const all = [
    PROVIDER_ATTRIBUTES,
    ...TYPE_NAMES.map(attributesOf),
    ...DATA_SOURCES.map((one) => one.attributes),
  ];
  for (const attributes of all)
    for (const [name, { description }] of Object.entries(attributes))
      expect(description, name).toMatch(/\S.*[.`]$|:/);
});

itWithTerraform(
  'every example on the pages is one that terraform accepts, and the schema tells what the pages tell',
  async () => {
    const world = await stage({ on: 'oten' });
    onTestFinished(() => world.close());
    const { provider: _own, 'provider by a file': byFile = '', ...examples } = EXAMPLES;
    world.configure(...Object.values(examples));
    await world.succeed('init', '-no-color');
    expect(JSON.parse((await world.run('validate', '-json')).output)).toMatchObject({
      valid: true,
      diagnostics: [],
    });
    const folder = join(world.folder, 'connectors');
    mkdirSync(folder);
    copyFileSync('schemas/connectors/jupyterhub.yaml', join(folder, 'jupyterhub.yaml'));
    world.write('by-file.tf', byFile.replace('{', '{\n  alias = "by_file"'));
    expect(JSON.parse((await world.run('validate', '-json')).output)).toMatchObject({ valid: true });
    const schemas = JSON.parse((await world.succeed('providers', 'schema', '-json')).output).provider_schemas[
      'registry.terraform.io/bylaw/bylaw'
    ];
    expect(Object.keys(schemas.resource_schemas).sort()).toEqual([...TYPE_NAMES].sort());
    expect(Object.keys(schemas.data_source_schemas).sort()).toEqual(
      DATA_SOURCES.map(({ name }) => name).sort(),
    );
    expect(Object.keys(schemas.functions)).toEqual(['can']);
    const group = schemas.resource_schemas.bylaw_group;
    expect(group.version).toBe(1);
    expect(group.block.description_kind).toBe('markdown');
    expect(group.block.attributes.members).toMatchObject({
      type: ['map', 'string'],
      optional: true,
      computed: true,
    });
    // Nothing is a secret, because no secret is ever handed over.
    expect(JSON.stringify(schemas)).not.toContain('"sensitive":true');
  },
);
