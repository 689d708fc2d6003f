import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { ApiProblem, invalidProblem, type ProblemPlace } from './api-problem.ts';
import { OPERATION_IDS, type OperationId } from './operation-ids.ts';

export interface Operation {
  readonly id: OperationId;
  readonly method: HttpMethod;
  /** As the document writes it: `/orgs/{orgId}/api/v1/groups/{groupId}`. */
  readonly path: string;
  readonly queryParameters: ReadonlySet<string>;
  /** Checks the request body; null for an operation that takes none. */
  readonly checkBody: ((body: unknown) => void) | null;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type HttpMethod = Uppercase<(typeof METHODS)[number]>;

interface ParameterObject {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
}

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { content: { 'application/json': { schema: { $ref: string } } } };
}

type PathItem = { readonly [M in (typeof METHODS)[number]]?: OperationObject };

interface ApiDocument {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: { readonly parameters: Readonly<Record<string, ParameterObject>> };
}

// From src/sandbox/api and from dist/sandbox/api alike, the package root is three levels up.
const DOCUMENT = join(import.meta.dirname, '../../../schemas/access-api.openapi.json');

let operations: readonly Operation[] | undefined;

/** The operations of the document; read once a process. */
export function apiOperations(): readonly Operation[] {
  operations ??= readOperations(JSON.parse(readFileSync(DOCUMENT, 'utf8')) as ApiDocument);
  return operations;
}

function readOperations(document: ApiDocument): readonly Operation[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false, meta: false, validateSchema: false });
  ajvFormats.default(ajv);
  ajv.addSchema(document, 'access-api');
  const read = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [readOperation(document, ajv, path, method, operation)] : [];
    }),
  );
  const missing = OPERATION_IDS.filter((id) => !read.some((operation) => operation.id === id));
  if (missing.length > 0) throw new Error(`the OpenAPI document lacks ${missing.join(', ')}`);
  return read;
}

function readOperation(
  document: ApiDocument,
  ajv: Ajv2020,
  path: string,
  method: (typeof METHODS)[number],
  { operationId, parameters = [], requestBody }: OperationObject,
): Operation {
  const id = OPERATION_IDS.find((known) => known === operationId);
  if (id === undefined)
    throw new Error(`the OpenAPI document has an operation ${operationId} nobody handles`);
  const query = parameters
    .map(({ $ref, ...inline }) =>
      $ref ? document.components.parameters[$ref.split('/').at(-1) ?? ''] : inline,
    )
    .flatMap((parameter) => (parameter?.in === 'query' && parameter.name ? [parameter.name] : []));
  const schema = requestBody?.content['application/json'].schema.$ref;
  return {
    id,
    method: method.toUpperCase() as HttpMethod,
    path,
    queryParameters: new Set(query),
    checkBody: schema === undefined ? null : bodyCheck(() => ajv.compile({ $ref: `access-api${schema}` })),
  };
}

/** Compiled when the first body comes: most runs use a few operations. */
function bodyCheck(compile: () => ValidateFunction): (body: unknown) => void {
  let compiled: ValidateFunction | null = null;
  return (body) => {
    compiled ??= compile();
    const validate = compiled;
    if (validate(body)) return;
    const errors = (validate.errors ?? []).map(placeOf);
    const [first] = errors;
    if (errors.length === 1 && first) throw invalidProblem('invalid-body', first.detail, first.pointer);
    throw new ApiProblem(422, 'invalid-body', `${errors.length} places in the body are wrong`, { errors });
  };
}

function placeOf(error: ErrorObject): ProblemPlace {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  const property = missingProperty ?? additionalProperty;
  if (property === undefined) return { pointer: error.instancePath, detail: error.message ?? error.keyword };
  const pointer = `${error.instancePath}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { pointer, detail: missingProperty === undefined ? 'unknown property' : 'missing' };
}
