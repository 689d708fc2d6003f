import { known } from '../../source/known.ts';
/** A JSON Schema, or a part of one, as plain data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export type Definitions = Readonly<Record<string, JsonSchema>>;

/** A value that can be written, and what an editor says of it. */
export interface Choice {
  readonly value: string;
  readonly description: string;
}

export function reference(definition: string): JsonSchema {
  return { $ref: `#/$defs/${definition}` };
}

/**
 * One of these values. The descriptions go into `enumDescriptions`, which JSON Schema does not know and so passes over;
 * editors (VS Code, yaml-language-server) show them beside each value.
 */
export function oneOf(title: string, choices: readonly Choice[]): JsonSchema {
  if (choices.length === 0) return { title, not: {} };
  return {
    title,
    type: 'string',
    enum: choices.map(({ value }) => value),
    enumDescriptions: choices.map(({ description }) => description),
  };
}

/** Any of these shapes. The first that holds something is what an editor offers first. */
export function anyOf(title: string, schemas: readonly JsonSchema[]): JsonSchema {
  const [only, ...more] = schemas;
  return only !== undefined && more.length === 0 ? { ...only, title } : { title, anyOf: schemas };
}

/** Accepted and never offered: a pattern matches, but is no list to choose from. */
export function silently(values: readonly string[]): JsonSchema {
  return { type: 'string', pattern: exactly(values) };
}

/** A pattern that matches these values and nothing else. */
export function exactly(values: readonly string[]): string {
  // A dash needs no escape outside of brackets, and regular expressions with the flag u do not allow one.
  const literal = values.map((value) => value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return `^(?:${literal.join('|')})$`;
}

/** A part of a schema that the base schemas are known to have; a schema without it is a broken installation. */
export function partOf(schema: JsonSchema, name: string): JsonSchema {
  const part = schema[name];
  if (!isSchema(part)) throw new Error(`the schema has no ${name}`);
  return part;
}

/** The parts under a keyword by name (`properties`, `$defs`); none when the keyword is not there. */
export function partsOf(schema: JsonSchema, keyword: string): Definitions {
  const parts = schema[keyword];
  if (!isSchema(parts)) return {};
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => (isSchema(part) ? [[name, part] as const] : [])),
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema with every reference to a definition renamed. */
export function renamed(schema: JsonSchema, name: (definition: string) => string): JsonSchema {
  const value = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(value);
    return isSchema(part) ? renamed(part, name) : part;
  };
  return Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [
      key,
      key === '$ref' && typeof part === 'string'
        ? `#/$defs/${name(part.slice('#/$defs/'.length))}`
        : value(part),
    ]),
  );
}

/** The definitions that something refers to, from `roots` on. */
export function reachable(roots: readonly JsonSchema[], definitions: Definitions): Definitions {
  const found = new Set<string>();
  const look = (schema: JsonSchema): void => {
    renamed(schema, (name) => {
      if (!found.has(name)) {
        found.add(name);
        look(known(definitions[name], `definition ${name}, which is referred to`));
      }
      return name;
    });
  };
  for (const root of roots) look(root);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => found.has(name)));
}
