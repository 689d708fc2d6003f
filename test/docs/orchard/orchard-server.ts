/**
 * A small product that nobody knows, for docs/connectors/write-a-connector.md: people, teams and grants behind an API with
 * pages, an OpenAPI document, and its own answer to what somebody may do; teams can be written. Whoever is senior may fell trees, and the
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
  // Somebody whom tests of writing may use.
  { id: 5, email: 'bylaw-test@acme.example', active: true, senior: false, locale: 'en' },
] as const;
/** What can be written: teams, and who is in them. */
interface Trees {
  readonly teams: { readonly id: string; readonly label: string; readonly colour: string }[];
  readonly people: Map<string, number[]>;
}
const planted = (): Trees => ({
  teams: [
    { id: 'north', label: 'north', colour: 'green' },
    { id: 'south', label: 'south', colour: 'red' },
  ],
  people: new Map([
    ['north', [1, 2]],
    ['south', [2, 3]],
  ]),
});
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
function answers({ people }: Trees): readonly Row[] {
  return PEOPLE.filter(({ active }) => active).map(({ id, senior }) => {
    const roles = GRANTS.filter(
      ({ person, team }) => person === id || (team !== null && people.get(team)?.includes(id) === true),
    ).flatMap(({ role }) => MAY[role] ?? []);
    const may = senior ? [...roles, 'trees:see', 'trees:fell'] : roles;
    return { person: id, may: [...new Set(may)].sort() };
  });
}

function rowsAt(path: string, trees: Trees): readonly Row[] | null {
  const team = /^\/api\/v2\/teams\/([^/]+)\/people$/.exec(path)?.[1];
  if (team !== undefined) {
    return trees.people.get(team)?.map((person) => ({ person_id: person, since: '2026-01-01' })) ?? null;
  }
  switch (path) {
    case '/api/v2/people':
      return PEOPLE;
    case '/api/v2/teams':
      return trees.teams;
    case '/api/v2/grants':
      return GRANTS;
    case '/api/v2/answers':
      return answers(trees);
    default:
      return null;
  }
}

/** Makes and ends teams, and puts people in and out. */
function written(trees: Trees, method: string, path: string, body: unknown): Answered {
  const [, id, person] = /^\/api\/v2\/teams(?:\/([^/]+))?(?:\/people\/(\d+))?$/.exec(path) ?? [];
  const people = id === undefined ? undefined : trees.people.get(id);
  if (id === undefined && method === 'POST' && path === '/api/v2/teams') {
    const { label } = body as { label: string };
    trees.teams.push({ id: label, label, colour: 'grey' });
    trees.people.set(label, []);
    return { status: 201, body: { id: label } };
  }
  if (people === undefined || id === undefined)
    return { status: 404, body: { message: 'nothing grows here' } };
  if (person !== undefined) {
    const others = people.filter((one) => one !== Number(person));
    trees.people.set(id, method === 'PUT' ? [...others, Number(person)] : others);
  } else {
    trees.people.delete(id);
    trees.teams.splice(
      trees.teams.findIndex((team) => team.id === id),
      1,
    );
  }
  return { status: 200, body: {} };
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

function answer(
  trees: Trees,
  { url = '/', method = 'GET', headers }: IncomingMessage,
  sent: string,
): Answered {
  const { pathname, searchParams } = new URL(url, 'http://orchard');
  if (pathname === '/openapi.json') return { status: 200, body: openApiOfOrchard() };
  if (headers.authorization !== `Bearer ${ORCHARD_TOKEN}`)
    return { status: 401, body: { message: 'who are you' } };
  if (pathname === '/api/v2/about') return { status: 200, body: { product: 'orchard', version: '2.4.1' } };
  if (method !== 'GET') return written(trees, method, pathname, sent === '' ? null : JSON.parse(sent));
  const rows = rowsAt(pathname, trees);
  if (rows === null) return { status: 404, body: { message: 'nothing grows here' } };
  const size = Math.min(50, Number(searchParams.get('per_page') ?? 20));
  const start = (Number(searchParams.get('page') ?? 1) - 1) * size;
  return { status: 200, body: { data: rows.slice(start, start + size), total: rows.length } };
}

/** Ends with the test; its URL. */
export async function startOrchard(): Promise<string> {
  const trees = planted();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { status, body } = answer(trees, request, Buffer.concat(parts).toString());
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
