/**
 * A small product that nobody knows, for docs/connectors/write-a-connector.md: people, teams and grants behind an API with
 * pages, an OpenAPI document, and its own answer to what somebody may do. Whoever is senior may fell trees, and the
 * document says nothing of that.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { openApiOfOrchard } from './orchard-openapi.ts';

type Row = Readonly<Record<string, unknown>>;

export const ORCHARD_TOKEN = 'orchard-token-5Qd81';

const PEOPLE = [
  { id: 1, email: 'ana@acme.example', active: true, senior: true, locale: 'pt' },
  { id: 2, email: 'bo@acme.example', active: true, senior: false, locale: 'en' },
  { id: 3, email: 'cy@acme.example', active: true, senior: false, locale: 'en' },
  { id: 4, email: 'di@acme.example', active: false, senior: true, locale: 'de' },
] as const;
const TEAMS = [
  { id: 'north', label: 'north', colour: 'green' },
  { id: 'south', label: 'south', colour: 'red' },
] as const;
const TEAM_PEOPLE: Readonly<Record<string, readonly number[]>> = { north: [1, 2], south: [2, 3] };
const GRANTS = [
  { id: 10, team: 'north', person: null, role: 'picker' },
  { id: 11, team: 'south', person: null, role: 'watcher' },
  { id: 12, team: null, person: 3, role: 'picker' },
] as const;
const MAY: Readonly<Record<string, readonly string[]>> = {
  watcher: ['trees:see'],
  picker: ['trees:see', 'trees:pick'],
};

/** What the product lets everybody do: it has no other rule than these. */
function answers(): readonly Row[] {
  return PEOPLE.filter(({ active }) => active).map(({ id, senior }) => {
    const roles = GRANTS.filter(
      ({ person, team }) => person === id || (team !== null && TEAM_PEOPLE[team]?.includes(id) === true),
    ).flatMap(({ role }) => MAY[role] ?? []);
    const may = senior ? [...roles, 'trees:see', 'trees:fell'] : roles;
    return { person: id, may: [...new Set(may)].sort() };
  });
}

function rowsAt(path: string): readonly Row[] | null {
  const team = /^\/api\/v2\/teams\/([^/]+)\/people$/.exec(path)?.[1];
  if (team !== undefined) {
    return TEAM_PEOPLE[team]?.map((person) => ({ person_id: person, since: '2026-01-01' })) ?? null;
  }
  switch (path) {
    case '/api/v2/people':
      return PEOPLE;
    case '/api/v2/teams':
      return TEAMS;
    case '/api/v2/grants':
      return GRANTS;
    case '/api/v2/answers':
      return answers();
    default:
      return null;
  }
}

function answer({ url = '/', headers }: IncomingMessage): {
  readonly status: number;
  readonly body: unknown;
} {
  const { pathname, searchParams } = new URL(url, 'http://orchard');
  if (pathname === '/openapi.json') return { status: 200, body: openApiOfOrchard() };
  if (headers.authorization !== `Bearer ${ORCHARD_TOKEN}`)
    return { status: 401, body: { message: 'who are you' } };
  if (pathname === '/api/v2/about') return { status: 200, body: { product: 'orchard', version: '2.4.1' } };
  const rows = rowsAt(pathname);
  if (rows === null) return { status: 404, body: { message: 'nothing grows here' } };
  const size = Math.min(50, Number(searchParams.get('per_page') ?? 20));
  const start = (Number(searchParams.get('page') ?? 1) - 1) * size;
  return { status: 200, body: { data: rows.slice(start, start + size), total: rows.length } };
}

/** Ends with the test; its URL. */
export async function startOrchard(): Promise<string> {
  const server = createServer((request, response) => {
    const { status, body } = answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
