/** Ways in which GitHub, or something on the way to it, can be wrong. */
import type { Answer, Meddling, Passing } from '../../faults/meddler.ts';

export interface GithubFault {
  readonly name: string;
  readonly strikes: (method: string, path: string) => boolean;
  readonly meddling: () => Meddling;
  /** Nothing in the answer tells that it is not true. */
  readonly lies?: true;
  readonly hangs?: true;
}

type Json = Record<string, unknown>;

const isQuery = (path: string): boolean => path.startsWith('/graphql');
const any = (): boolean => true;
const writes = (method: string, path: string): boolean => method !== 'GET' && !isQuery(path);
const queries = (_: string, path: string): boolean => isQuery(path);
const lists = (method: string, path: string): boolean => method === 'GET' && /[?&]per_page=/.test(path);

const same = ({ status, headers, text }: Passing): Answer => ({ status, headers, body: text });
const answered = (make: (passing: Passing) => Answer): Meddling => ({ does: 'answer', heard: true, make });
const instead = (answer: Answer): Meddling => ({ does: 'answer', heard: false, make: () => answer });

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function said(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ message }) };
}

/** The answer with something else in the place of each list of GraphQL. */
function connections(passing: Passing, change: (connection: Json) => Json): Answer {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const walked = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one)]));
    return 'totalCount' in walked ? change(walked) : walked;
  };
  return { ...same(passing), body: JSON.stringify(walk(JSON.parse(passing.text))) };
}

function itemsOf(connection: Json, change: (items: readonly unknown[]) => readonly unknown[]): Json {
  const key = 'edges' in connection ? 'edges' : 'nodes';
  const items = connection[key];
  return { ...connection, [key]: change(Array.isArray(items) ? items : []) };
}

function errors(passing: Passing, error: Json, data: unknown = JSON.parse(passing.text).data): Answer {
  return { ...same(passing), body: JSON.stringify({ data, errors: [error] }) };
}

function fault(
  name: string,
  strikes: GithubFault['strikes'],
  meddling: GithubFault['meddling'],
  more: Pick<GithubFault, 'lies' | 'hangs'> = {},
): GithubFault {
  return { name, strikes, meddling, ...more };
}

const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

export const GITHUB_FAULTS: readonly GithubFault[] = [
  fault('connection closed before', any, () => ({ does: 'break', heard: false })),
  fault('answer lost', any, () => ({ does: 'break', heard: true })),
  fault('answer to a write lost', writes, () => ({ does: 'break', heard: true })),
  fault('body cut off', any, () => ({ does: 'cut', silent: false })),
  fault('body that does not end', any, () => ({ does: 'cut', silent: true }), { hangs: true }),
  fault('JSON that is none', any, () => answered((p) => ({ ...same(p), body: p.text.slice(0, -1) }))),
  fault('JSON of another shape', any, () =>
    answered((p) => ({ ...same(p), status: 200, headers: JSON_TYPE, body: '{"total":0}' })),
  ),
  fault('a web page', any, () =>
    instead({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Log in' }),
  ),
  fault('redirect elsewhere', any, () =>
    instead({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }),
  ),
  fault('redirect in a circle', any, () => instead({ status: 307, headers: { location: '' }, body: '' })),
  fault('429', any, () => instead(said(429, 'Too many requests'))),
  fault('secondary limit', any, () => instead(said(403, SECONDARY, { 'retry-after': '2' }))),
  fault('secondary limit for an hour', any, () => instead(said(403, SECONDARY, { 'retry-after': '3600' }))),
  fault('500', any, () => instead(said(500, 'Server Error'))),
  fault('502', any, () =>
    instead({ status: 502, headers: { 'content-type': 'text/html' }, body: '<p>Unicorn' }),
  ),
  fault('503', any, () => instead(said(503, 'Unavailable', { 'retry-after': '5' }))),
  fault('500 after it was done', writes, () => answered(() => said(500, 'Server Error'))),
  fault('502 after it was done', writes, () => answered(() => said(502, 'Server Error'))),
  fault('401', any, () => instead(said(401, 'Bad credentials'))),
  fault('403', any, () => instead(said(403, 'Resource not accessible by personal access token'))),
  fault('404', any, () => instead(said(404, 'Not Found'))),
  fault('410', any, () => instead(said(410, 'This version is gone'))),
  fault('422', writes, () => instead(said(422, 'Validation Failed'))),
  fault('451', any, () => instead(said(451, 'Unavailable for legal reasons'))),
  fault('404 after it was done', writes, () => answered(() => said(404, 'Not Found'))),
  fault('a query stopped halfway', queries, () =>
    answered((p) => errors(p, { type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits exceeded' })),
  ),
  fault('a query that went wrong', queries, () =>
    answered((p) => errors(p, { message: 'Something went wrong while executing your query.' }, null)),
  ),
  fault('a query over the limit', queries, () =>
    answered((p) => errors(p, { type: 'RATE_LIMITED', message: 'API rate limit exceeded' }, null)),
  ),
  fault('a query that is forbidden in part', queries, () =>
    answered((p) => errors(p, { type: 'FORBIDDEN', message: 'Resource not accessible' })),
  ),
  fault('lists of a query without their last', queries, () =>
    answered((p) => connections(p, (one) => itemsOf(one, (items) => items.slice(0, -1)))),
  ),
  fault('lists of a query that are empty', queries, () =>
    answered((p) => connections(p, (one) => itemsOf(one, () => []))),
  ),
  fault('lists of a query that repeat their first', queries, () =>
    answered((p) => connections(p, (one) => itemsOf(one, (items) => items.map(() => items[0])))),
  ),
  fault('people whom GitHub does not show', queries, () =>
    answered((p) =>
      connections(p, (one) =>
        'edges' in one
          ? itemsOf(one, (items) => items.map((item) => ({ ...Object(item), node: null })))
          : one,
      ),
    ),
  ),
  fault('lists of a query that go on for ever', queries, () =>
    answered((p) =>
      connections(p, (one) => ({ ...one, pageInfo: { hasNextPage: true, endCursor: 'again' } })),
    ),
  ),
  fault('a list that is empty', lists, () => answered((p) => ({ ...same(p), body: '[]' })), { lies: true }),
  fault('a list in a web page', lists, () =>
    answered((p) => ({ ...same(p), headers: { 'content-type': 'text/html' } })),
  ),
];
