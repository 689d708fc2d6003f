import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { AttributeSpec } from '../../src/resource/attribute-spec.ts';
import { RESOURCE_TYPES } from '../../src/resource/resource-types.ts';

interface ResourceForm {
  readonly properties: {
    readonly type: { readonly const: string };
    readonly attributes: {
      readonly required: readonly string[];
      readonly properties: Readonly<Record<string, unknown>>;
    };
  };
}
const schema: { readonly $defs: { readonly resource: { readonly oneOf: readonly ResourceForm[] } } } =
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));

it.each(Object.entries(RESOURCE_TYPES))(
  'the schema of reports has each attribute of a %s',
  (type, { attributes }) => {
    const form = schema.$defs.resource.oneOf.find((one) => one.properties.type.const === type);
    const wires = Object.values<AttributeSpec>(attributes).map(({ wire }) => wire);
    expect(Object.keys(form?.properties.attributes.properties ?? {}).sort()).toEqual([...wires].sort());
    expect([...(form?.properties.attributes.required ?? [])].sort()).toEqual([...wires].sort());
  },
);
