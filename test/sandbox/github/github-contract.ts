import { readFileSync } from 'node:fs';
import { schema as published } from '@octokit/graphql-schema';
import { Ajv, type ValidateFunction } from 'ajv';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import type { RecordedExchange } from '../../../src/sandbox/http/recorded-exchange.ts';

/** Holds every exchange with the stand-in against what GitHub publishes: REST in OpenAPI, GraphQL in its schema. */

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: object;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, Content>>;
    readonly schemas: object;
  };
}

const file = new URL('github-openapi.json', import.meta.url);
const description: OpenApi = JSON.parse(readFileSync(file, 'utf8'));

/** What may answer any request, though no operation lists it. */
const EVERYWHERE: Readonly<Record<number, string>> = {
  301: 'a repository that was renamed',
  304: 'a conditional request',
  307: 'a repository that was renamed',
  400: 'JSON that is none',
  401: 'a token that is none',
  403: 'a permission that is missing, or a limit',
  404: 'what is not there, or must not be seen',
  410: 'a version of the API that is over',
  413: 'a body that is too large',
  422: 'a value that GitHub refuses',
  451: 'a person under trade controls, since version 2026-03-10',
};

/** Where an exchange may differ from the description, and why. */
const DEVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/^GET \/rate_limit 200: must have required property 'rate'$/, 'version 2026-03-10 has it no more'],
  [
    /^GET \/app\/installations 200: \/N\/account /,
    'by the description an account is a user and an enterprise at once',
  ],
  [
    /^PATCH \/teams\/\{team_id\} body: must have required property 'name'$/,
    'GitHub takes a change by slug without the name, and we do so by number too',
  ],
  [
    /^PUT \/teams\/\{team_id\}\/repos\/\{owner\}\/\{repo\} body: \/permission /,
    'by number the description lists three permissions; by slug there are five, and custom roles',
  ],
];

/** Path templates that the description has under another name. */
function describedPath(operationId: string): string {
  return operationId
    .replace('/organizations/{org_id}/team/{team_id}', '/teams/{team_id}')
    .replace('/repositories/{repository_id}', '/repos/{owner}/{repo}');
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'github', components: withNull(description.components) });
const compiled = new Map<string, ValidateFunction>();

/** ajv wants a type beside `nullable`, which a choice has not, and null among the values that are listed. */
function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) copy[name] = withNull(one);
  if (copy.nullable !== true) return copy;
  if (Array.isArray(copy.enum)) copy.enum = [...copy.enum, null];
  if ('type' in copy) return copy;
  const { nullable: _nullable, ...rest } = copy;
  return { anyOf: [rest, { type: 'null' }] };
}

function problems(key: string, schema: object, value: unknown): readonly string[] {
  let check = compiled.get(key);
  if (check === undefined) {
    const text = JSON.stringify(withNull(schema)).replaceAll('"#/components', '"github#/components');
    check = ajv.compile(JSON.parse(text));
    compiled.set(key, check);
  }
  if (check(value)) return [];
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
}

export interface GithubContract {
  readonly onExchange: (exchange: RecordedExchange) => void;
  readonly violations: () => readonly string[];
}

export function githubContract(): GithubContract {
  const found = new Set<string>();
  return {
    onExchange: (exchange) => {
      if (exchange.fault !== null || exchange.operationId === null) return;
      const broken =
        exchange.operationId === 'graphql'
          ? graphqlViolations(exchange)
          : restViolations(exchange, exchange.operationId);
      for (const one of broken) {
        if (!DEVIATIONS.some(([pattern]) => pattern.test(one))) found.add(one);
      }
    },
    violations: () => [...found],
  };
}

function restViolations(exchange: RecordedExchange, operationId: string): readonly string[] {
  const name = describedPath(operationId);
  const [method = '', path = ''] = name.split(' ');
  const operation = description.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) return [`${name}: GitHub describes no such operation`];
  const { status } = exchange;
  // What was asked wrongly and refused is a test of the refusal.
  const asked = status === 422 || status === 400 ? [] : requestViolations(exchange, operation);
  return [...asked, ...responseViolations(exchange, operation)].map((one) => `${name} ${one}`);
}

function requestViolations({ query, requestBody, operationId }: RecordedExchange, operation: Operation) {
  const found: string[] = [];
  const parameters = (operation.parameters ?? []).flatMap((one) => {
    const named = '$ref' in one ? description.components.parameters[one.$ref.split('/').at(-1) ?? ''] : one;
    return named?.in === 'query' ? [named] : [];
  });
  for (const [name, text] of new URLSearchParams(query)) {
    const parameter = parameters.find((one) => one.name === name);
    if (parameter === undefined) {
      found.push(`query: there is no ${name}`);
      continue;
    }
    const value = 'type' in parameter.schema && parameter.schema.type === 'integer' ? Number(text) : text;
    const broken = problems(`${operationId} ${name}`, parameter.schema, value);
    found.push(...broken.map((one) => `query: ${name} ${one}`));
  }
  if (requestBody === undefined) return found;
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  if (schema === undefined) return isEmpty(requestBody) ? found : [...found, 'body: there is none'];
  const closed = 'properties' in schema ? { ...schema, additionalProperties: false } : schema;
  found.push(...problems(`${operationId} body`, closed, requestBody).map((one) => `body: ${one}`));
  return found;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function responseViolations({ status, responseBody, operationId }: RecordedExchange, operation: Operation) {
  const listed = operation.responses[String(status)];
  const response = listed?.$ref
    ? description.components.responses[listed.$ref.split('/').at(-1) ?? '']
    : listed;
  if (response === undefined) return status in EVERYWHERE ? [] : [`${status}: GitHub lists no such answer`];
  const schema = response.content?.['application/json']?.schema;
  if (schema === undefined) return [];
  if (responseBody === undefined) return [`${status}: there is no body`];
  const broken = problems(`${operationId} ${status}`, schema, responseBody);
  return [...new Set(broken.map((one) => `${status}: ${one.replace(/^(\/(?:\w+\/)?)\d+\//, '$1N/')}`))];
}

let schemaOfGithub: GraphQLSchema | null = null;
const judged = new Map<string, readonly string[]>();

/** Queries that got data: they have to be valid on github.com too, and not only in our cut. */
function graphqlViolations({ requestBody, responseBody }: RecordedExchange): readonly string[] {
  const answered = typeof responseBody === 'object' && responseBody !== null && 'data' in responseBody;
  if (!answered || typeof requestBody !== 'object' || requestBody === null || !('query' in requestBody))
    return [];
  const query = String(requestBody.query);
  const known = judged.get(query);
  if (known !== undefined) return known;
  schemaOfGithub ??= buildSchema(published.idl, { assumeValidSDL: true });
  const broken = validate(schemaOfGithub, parse(query)).map(({ message }) => `graphql: ${message}`);
  judged.set(query, broken);
  return broken;
}
