import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { keyOrigin, type SourceDocument } from '../../source/source-document.ts';
import { isFields } from '../described/read/row-field.ts';

export type JsonMap = Readonly<Record<string, unknown>>;

/** So many references lead one to another at most. */
const STEPS = 30;

/**
 * An OpenAPI 3 document, whose references are followed inside of it and nowhere else: nothing is fetched, and no other file
 * is read. A ring of references comes to nothing.
 */
export class OpenApiDocument {
  readonly #root: JsonMap;

  constructor(root: JsonMap) {
    this.#root = root;
  }

  at(...keys: readonly string[]): unknown {
    let value: unknown = this.#root;
    for (const key of keys) {
      const fields = this.fields(value);
      if (fields === null || !Object.hasOwn(fields, key)) return undefined;
      value = fields[key];
    }
    return value;
  }

  /** What stands there, behind references; null where that is no map, or nowhere. */
  fields(value: unknown): JsonMap | null {
    let at: unknown = value;
    for (let steps = 0; steps < STEPS; steps += 1) {
      if (!isFields(at)) return null;
      const reference = Object.hasOwn(at, '$ref') ? at.$ref : undefined;
      if (typeof reference !== 'string') return at;
      at = this.#pointed(reference);
    }
    return null;
  }

  /** What a map holds, behind references; nothing where there is no map. */
  entries(value: unknown): readonly (readonly [string, unknown])[] {
    const fields = this.fields(value);
    return fields === null ? [] : Object.entries(fields);
  }

  /** The fields of an object, those of all parts of an `allOf` together. */
  properties(schema: unknown, seen = new Set<JsonMap>()): JsonMap {
    const fields = this.fields(schema);
    if (fields === null || seen.has(fields)) return {};
    // Each part once: parts can name each other in rings.
    seen.add(fields);
    const parts: readonly unknown[] = Array.isArray(fields.allOf) ? fields.allOf : [];
    const own = isFields(fields.properties) ? Object.entries(fields.properties) : [];
    return Object.fromEntries([
      ...parts.flatMap((part) => Object.entries(this.properties(part, seen))),
      ...own,
    ]);
  }

  /** `string`, of 3.1 also where null may stand in its place; null where nothing is said. */
  typeOf(schema: unknown): string | null {
    const fields = this.fields(schema);
    if (fields === null) return null;
    const { type } = fields;
    if (typeof type === 'string') return type;
    if (Array.isArray(type)) {
      const named = type.find((one: unknown) => one !== 'null');
      return typeof named === 'string' ? named : null;
    }
    if (Object.hasOwn(fields, 'items')) return 'array';
    return Object.hasOwn(fields, 'properties') || Object.hasOwn(fields, 'allOf') ? 'object' : null;
  }

  #pointed(reference: string): unknown {
    if (!reference.startsWith('#/')) return undefined;
    let at: unknown = this.#root;
    for (const part of reference.slice(2).split('/')) {
      const key = decoded(part);
      if (!isFields(at) || !Object.hasOwn(at, key)) return undefined;
      at = at[key];
    }
    return at;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return part;
  }
}

/** Code: `invalid-value`, for what is no OpenAPI document of version 3. */
export function openApiIn(document: SourceDocument): Outcome<OpenApiDocument> {
  const { value } = document;
  const wrong = (message: string, key: string, hint: string): Outcome<never> =>
    failure(diagnostic('invalid-value', message, keyOrigin(document, [key]), { hint }));
  if (!isFields(value)) return wrong('This is no OpenAPI document.', 'openapi', WANTED);
  if (Object.hasOwn(value, 'swagger')) {
    return wrong('This is an OpenAPI document of version 2.', 'swagger', 'Convert it to version 3 first.');
  }
  const { openapi } = value;
  if (typeof openapi !== 'string' || !/^3\.\d/.test(openapi)) {
    const told = typeof openapi === 'string' ? `version ${quote(openapi)}` : 'no version';
    return wrong(`This says ${told} of OpenAPI.`, 'openapi', WANTED);
  }
  if (!isFields(value.paths)) return wrong('The document has no paths.', 'paths', WANTED);
  return success(new OpenApiDocument(value));
}

const WANTED = 'Give an OpenAPI document of version 3.0 or 3.1, as JSON or YAML.';
