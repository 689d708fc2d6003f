/** Tables of attributes as the schemas Terraform asks for. */
import type { Schema, SchemaAttribute } from './messages.ts';
import type { Message, Value } from './protobuf.ts';
import type { Attribute, Attributes } from './row.ts';

type ValueOf<M> = M extends Message<infer F> ? Value<F> : never;

/** Descriptions are Markdown. */
const MARKDOWN = 1;

const types: Readonly<Record<Attribute['type'], unknown>> = {
  string: 'string',
  bool: 'bool',
  number: 'number',
  map: ['map', 'string'],
  set: ['set', 'string'],
  list: ['list', 'string'],
};

export function toSchema(
  attributes: Attributes,
  version = 0,
  description?: string | undefined,
): ValueOf<typeof Schema> {
  return {
    version,
    block: {
      version,
      attributes: Object.entries(attributes).map(([name, attribute]) => toAttribute(name, attribute)),
      description,
      descriptionKind: MARKDOWN,
    },
  };
}

/** A type as JSON, in the bytes that every message wants it in. */
export function typeBytes(type: Attribute['type']): Uint8Array {
  return Buffer.from(JSON.stringify(types[type]));
}

function toAttribute(name: string, attribute: Attribute): ValueOf<typeof SchemaAttribute> {
  const { mode } = attribute;
  return {
    name,
    type: typeBytes(attribute.type),
    description: attribute.description,
    descriptionKind: MARKDOWN,
    required: mode === 'required',
    optional: mode === 'optional' || mode === 'optional-computed',
    computed: mode === 'computed' || mode === 'optional-computed',
    sensitive: attribute.sensitive ?? false,
    deprecated: attribute.deprecated ?? false,
  };
}
