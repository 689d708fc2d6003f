import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The OpenAPI document as tests look at it. Read with code of its own: the sandbox must not vouch for itself. */

export interface Ref {
  readonly $ref?: string;
}

export interface ResponseObject extends Ref {
  readonly headers?: Readonly<Record<string, Ref & { required?: boolean; schema?: object }>>;
  readonly content?: Readonly<Record<string, { schema: object }>>;
}

export interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly (Ref & { name?: string; in?: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: object }>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

const file = fileURLToPath(new URL('../../schemas/access-api.openapi.json', import.meta.url));

export const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument;

export interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: OperationObject;
}

export function operations(): readonly PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({
      path,
      method: method.toUpperCase(),
      operation: item[method] as OperationObject,
    })),
  );
}

/** What a JSON pointer of the document (`#/components/…`) points at; undefined for nothing. */
export function pointedAt(pointer: string): unknown {
  return pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => {
      const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
      return typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined;
    }, document);
}

export function resolved<T extends Ref>(object: T): T {
  return object.$ref === undefined ? object : { ...(pointedAt(object.$ref) as T), ...without$ref(object) };
}

function without$ref<T extends Ref>({ $ref: _, ...rest }: T): Omit<T, '$ref'> {
  return rest;
}
