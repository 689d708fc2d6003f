import { draftPaging, draftTotal, type QueryParameter } from './draft-paging.ts';
import type { DraftedApi, DraftedList, DraftedWrite } from './drafted-list.ts';
import { fieldsOf, findRows, idOfRow } from './find-rows.ts';
import type { JsonMap, OpenApiDocument } from './local-references.ts';

/** Words of paths that may speak of access: the other lists of an API are its business. */
const ACCESS =
  /user|member|people|person|account|principal|subject|group|team|role|permission|polic|grant|assign|access|scope|project|unit|organi[sz]ation|workspace|tenant|realm|collaborator|invit|nesting|privileg|vhost|service|right|acl/i;

/** Parameters that stand for the organization of a connection. */
const ORGANIZATION =
  /^(org|organi[sz]ation|tenant|workspace|realm|account|enterprise|domain)(_?(id|name|slug|key|login))?$/i;

/** What the schema takes as a path. */
const SENT = /^(\/[A-Za-z0-9_.~!$&'()*+,;=:@{}-]+)+\/?$/;

const CHANGES = ['post', 'put', 'patch', 'delete'] as const;

/** Everything that a program can tell of the lists of an API; what it means, a person says. */
export function draftApi(document: OpenApiDocument): DraftedApi {
  const paths = document.entries(document.at('paths'));
  const left: { get: string; because: string }[] = [];
  const found: FoundList[] = [];
  for (const [path, item] of paths) {
    const list = listAt(document, path, item);
    if (list === null) continue;
    if (typeof list === 'string') left.push({ get: path, because: list });
    else found.push(list);
  }
  const root = commonRoot(found.map(({ path }) => path));
  const lists: DraftedList[] = [];
  // Lists around come before those that are read for each of their rows.
  for (const one of [...found].sort((a, b) => depthOf(a.path) - depthOf(b.path))) {
    const list = placed(one, root, lists);
    if (typeof list === 'string') left.push({ get: one.path, because: list });
    else lists.push(list);
  }
  const title = textOr(document.at('info', 'title'), 'api');
  return {
    name: nameOf(title),
    title,
    base: `${serverPath(document)}${root.replace(/\{[^{}]*\}/g, '{organization}')}`.replace(/\/$/, ''),
    auth: authOf(document),
    lists,
    writes: paths.flatMap(([path, item]) => writesAt(document, path, item)),
    left,
  };
}

type FoundList = Omit<DraftedList, 'name' | 'get' | 'around'>;

/** The list that a path answers; a reason where it answers one that cannot be drafted, null where it answers none. */
function listAt(document: OpenApiDocument, path: string, item: unknown): FoundList | string | null {
  const pathItem = document.fields(item);
  const operation = pathItem === null ? null : document.fields(pathItem.get);
  if (pathItem === null || operation === null) return null;
  const response = answerOf(document, operation);
  if (response === null) return null;
  const { schema, headers } = response;
  const rows = findRows(document, schema);
  // What stands at `/groups/{id}` or `/users/me` is one thing, whatever lists are in it.
  if (rows === null || (/(\}|\/me)$/.test(path) && (rows === 'several' || rows.items.length > 0)))
    return null;
  if (!ACCESS.test(path)) return 'its path says nothing of access';
  if (rows === 'several') return 'its answer holds several lists';
  if (!SENT.test(path) || path.length > 300) return 'its path cannot be sent as it is written';
  const parameters = [...parametersOf(document, pathItem), ...parametersOf(document, operation)];
  return {
    path,
    items: rows.items,
    id: idOfRow(document, rows.row, lastWord(path)),
    paging: draftPaging(document, parameters, rows.answer, headers),
    total: draftTotal(document, rows.answer, headers),
    fields: fieldsOf(document, rows.row),
    summary: textOr(operation.summary, ''),
  };
}

function lastWord(path: string): string {
  const [last] = path
    .split('/')
    .filter((word) => word !== '' && !word.startsWith('{'))
    .slice(-1);
  return last === undefined ? path : last;
}

function answerOf(
  document: OpenApiDocument,
  operation: JsonMap,
): { readonly schema: unknown; readonly headers: readonly string[] } | null {
  const responses = document.fields(operation.responses);
  if (responses === null) return null;
  const status = ['200', '2XX', '2xx', 'default'].find((one) => Object.hasOwn(responses, one));
  const response = status === undefined ? null : document.fields(responses[status]);
  const content = response === null ? null : document.fields(response.content);
  if (response === null || content === null) return null;
  const media = Object.entries(content).find(([type]) => /json/i.test(type));
  const body = media === undefined ? null : document.fields(media[1]);
  const headers = document.fields(response.headers);
  return body === null
    ? null
    : { schema: body.schema, headers: headers === null ? [] : Object.keys(headers) };
}

function parametersOf(document: OpenApiDocument, of: JsonMap): readonly QueryParameter[] {
  const parameters: readonly unknown[] = Array.isArray(of.parameters) ? of.parameters : [];
  return parameters.flatMap((one) => {
    const parameter = document.fields(one);
    if (parameter === null || parameter.in !== 'query' || typeof parameter.name !== 'string') return [];
    return [{ name: parameter.name, schema: document.fields(parameter.schema) }];
  });
}

function depthOf(path: string): number {
  return [...path.matchAll(/\{/g)].length;
}

/** What stands before every list, where that has the organization in it: `/orgs/{org}`. Empty where it does not. */
function commonRoot(paths: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const [, before, parameter] = /^((?:\/[^/{}]+)*\/\{([^{}]+)\})\//.exec(path) ?? [];
    if (before === undefined || parameter === undefined || !ORGANIZATION.test(parameter)) continue;
    counts.set(before, (counts.get(before) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most === undefined || most[1] * 2 < paths.filter((path) => path.includes('/')).length) return '';
  const [root] = most;
  const below = paths.filter((path) => path.startsWith(`${root}/`)).map((path) => path.slice(root.length));
  return `${root}${sharedStart(below)}`;
}

/** Whole segments without parameters that all begin with, and that are none of them whole. */
function sharedStart(paths: readonly string[]): string {
  const [first, ...rest] = paths;
  if (first === undefined) return '';
  let shared = '';
  for (const segment of first.split('/').slice(1, -1)) {
    const next = `${shared}/${segment}`;
    if (segment.includes('{') || !rest.every((path) => path.startsWith(`${next}/`))) break;
    shared = next;
  }
  return shared;
}

/** A list with its name, below the base, and read for each row of another where a parameter asks for one. */
function placed(found: FoundList, root: string, lists: readonly DraftedList[]): DraftedList | string {
  if (root !== '' && !found.path.startsWith(`${root}/`)) return 'it is not below the organization';
  const path = found.path.slice(root.length);
  const parameters = [...path.matchAll(/\{([^{}]+)\}/g)].map(([whole, name = '']) => ({ whole, name }));
  const name = listName(path, lists);
  const [parameter, ...more] = parameters;
  if (parameter === undefined) return { ...found, name, get: path, around: null };
  if (more.length > 0) return 'it is read for each row of a list that is itself read for rows';
  const around = lists.find(
    (list) => list.around === null && path.startsWith(`${list.get.replace(/\/$/, '')}/${parameter.whole}`),
  );
  if (around === undefined) return `no list tells {${parameter.name}}`;
  const { field, sure } = fieldFor(parameter.name, around);
  if (field === null) return `no field of ${around.name} is {${parameter.name}}`;
  const get = path.replace(parameter.whole, `{${around.name}.${field}}`);
  return { ...found, name, get, around: { list: around.name, field, sure } };
}

/** What people are told apart by in paths, which is seldom their id. */
const LOGINS = ['login', 'username', 'userName', 'name'];

/** `team_slug` is the slug of a team; what is not said is its id. */
function fieldFor(
  parameter: string,
  { fields, id }: DraftedList,
): { readonly field: string | null; readonly sure: boolean } {
  const named = fields.find(({ name }) => name.toLowerCase() === parameter.toLowerCase());
  const last = /([A-Za-z][a-z]*)$/.exec(parameter)?.[1]?.toLowerCase();
  const login = /^user_?name$|login$/i.test(parameter)
    ? fields.find(({ name }) => LOGINS.includes(name))
    : undefined;
  const ending = named ?? login ?? fields.find(({ name }) => name.toLowerCase() === last);
  if (ending !== undefined) return { field: ending.name, sure: true };
  const first = id === null ? undefined : id[0];
  return { field: first === undefined ? null : first, sure: false };
}

function listName(path: string, lists: readonly DraftedList[]): string {
  const words = path
    .split('/')
    .filter((word) => word !== '' && !word.startsWith('{'))
    .map(nameOf);
  for (let count = 1; count <= words.length; count += 1) {
    const name = words.slice(-count).join('-').slice(0, 90);
    if (!lists.some((list) => list.name === name)) return name;
  }
  return `list-${lists.length + 1}`;
}

/** Small letters, digits and dashes. */
function nameOf(text: string): string {
  const name = text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return name === '' ? 'api' : name;
}

/** The path of the first server; what it leaves open is filled with its defaults. */
function serverPath(document: OpenApiDocument): string {
  const servers = document.at('servers');
  const server = document.fields(Array.isArray(servers) ? servers[0] : undefined);
  if (server === null || typeof server.url !== 'string') return '';
  const variables = new Map(document.entries(server.variables));
  const url = server.url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    if (ORGANIZATION.test(name)) return '{organization}';
    const variable = document.fields(variables.get(name));
    return variable === null ? whole : textOr(variable.default, whole);
  });
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\/+$/, '');
  return SENT.test(path) ? path : '';
}

function authOf(document: OpenApiDocument): DraftedApi['auth'] {
  const schemes = document
    .entries(document.at('components', 'securitySchemes'))
    .flatMap(([, one]): readonly JsonMap[] => {
      const fields = document.fields(one);
      return fields === null ? [] : [fields];
    });
  const scheme = schemes.find(({ type }) => type === 'http' || type === 'oauth2' || type === 'openIdConnect');
  if (scheme !== undefined) return { by: scheme.scheme === 'basic' ? 'basic' : 'bearer', word: null };
  const key = schemes.find((one) => one.type === 'apiKey' && one.in === 'header');
  if (key === undefined || typeof key.name !== 'string' || !/^[A-Za-z0-9-]{1,100}$/.test(key.name))
    return null;
  return key.name.toLowerCase() === 'authorization'
    ? { by: 'bearer', word: null }
    : { by: 'header', header: key.name };
}

function writesAt(document: OpenApiDocument, path: string, item: unknown): readonly DraftedWrite[] {
  const pathItem = document.fields(item);
  if (pathItem === null || !ACCESS.test(path)) return [];
  return CHANGES.flatMap((method) => {
    const operation = document.fields(pathItem[method]);
    return operation === null ? [] : [{ method, path, summary: textOr(operation.summary, '') }];
  });
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
