import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { RecordedExchange } from '../../src/sandbox/sandbox.ts';
import { document, type OperationObject, operations, type ResponseObject, resolved } from './openapi.ts';

/** Holds every exchange against schemas/access-api.openapi.json: both sides of the wire have to keep to it. */
export interface ContractChecker {
  onExchange(recordedExchange: RecordedExchange): void;
  violations(): string[];
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
ajvFormats.default(ajv);
ajv.addSchema(document, 'contract');

interface ContractedOperation {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: OperationObject;
}

/** Compiled once a process; schemas are compiled when first met, and kept by ajv. */
const contracted: ReadonlyMap<string, ContractedOperation> = new Map(
  operations().map(({ path, method, operation }) => [
    operation.operationId,
    { method, path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`), operation },
  ]),
);
const compiled = new Map<object, ValidateFunction>();

export function contractChecker(): ContractChecker {
  const violations: string[] = [];
  return {
    onExchange: (recordedExchange) => violations.push(...broken(recordedExchange)),
    violations: () => [...violations],
  };
}

/** What is wrong with one exchange. Those a fault has spoiled are none of the API's. */
export function broken(recordedExchange: RecordedExchange): string[] {
  if (recordedExchange.fault !== null) return [];
  const { method, path, status, operationId } = recordedExchange;
  const found =
    operationId === null ? unknownOperation(recordedExchange) : knownOperation(recordedExchange, operationId);
  return found.map((text) => `${method} ${path} → ${status}: ${text}`);
}

function unknownOperation({ status, responseBody }: RecordedExchange): string[] {
  if (status !== 404 && status !== 405) return ['no operation of the document, yet neither 404 nor 405'];
  return schemaErrors({ $ref: '#/components/schemas/Problem' }, responseBody, 'problem');
}

function knownOperation(recordedExchange: RecordedExchange, operationId: string): string[] {
  const known = contracted.get(operationId);
  if (known === undefined) return [`operation ${operationId} is not in the document`];
  const errors: string[] = [];
  if (known.method !== recordedExchange.method || !known.path.test(recordedExchange.path)) {
    errors.push(`is not where the document has ${operationId}`);
  }
  const declared = known.operation.responses[String(recordedExchange.status)];
  if (declared === undefined) return [...errors, `status not declared for ${operationId}`];
  const response = resolved(declared);
  errors.push(...bodyErrors(response, recordedExchange), ...headerErrors(response, recordedExchange));
  if (recordedExchange.status < 300) errors.push(...requestErrors(known.operation, recordedExchange));
  return errors;
}

function bodyErrors(response: ResponseObject, { responseBody, responseHeaders }: RecordedExchange): string[] {
  if (response.content === undefined) return responseBody === undefined ? [] : ['undeclared body'];
  const type = responseHeaders['content-type'] ?? '';
  const content = response.content[type.split(';')[0] ?? ''];
  return content
    ? schemaErrors(content.schema, responseBody, 'response')
    : [`undeclared content type ${type}`];
}

function headerErrors(response: ResponseObject, { responseHeaders }: RecordedExchange): string[] {
  const declared = Object.entries(response.headers ?? {}).map(([name, header]) => ({
    name: name.toLowerCase(),
    header: resolved(header),
  }));
  const known = new Set(['content-type', ...declared.map(({ name }) => name)]);
  return [
    ...Object.keys(responseHeaders).flatMap((name) => (known.has(name) ? [] : [`undeclared header ${name}`])),
    ...declared.flatMap(({ name, header }) => {
      const value = responseHeaders[name];
      if (value === undefined) return header.required ? [`header ${name} is missing`] : [];
      return schemaErrors(header.schema ?? {}, value, `header ${name}`);
    }),
  ];
}

function requestErrors({ requestBody }: OperationObject, recordedExchange: RecordedExchange): string[] {
  const schema = requestBody?.content['application/json']?.schema;
  return schema ? schemaErrors(schema, recordedExchange.requestBody, 'request') : [];
}

function schemaErrors(schema: object, value: unknown, what: string): string[] {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    const ref = '$ref' in schema ? { $ref: `contract${String(schema.$ref)}` } : schema;
    validate = ajv.compile(ref);
    compiled.set(schema, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
