/** Lists that are read by POST, as those of JSON-RPC are: what is sent is a constant, or a field of the row around. */
import { describe, expect, it } from 'vitest';
import { describedConnector } from '../../../src/connector/described/described-connector.ts';
import { isFilledBody } from '../../../src/connector/described/read/posted-body.ts';
import { must, plain, rawServer } from '../connections.ts';
import { lumoauth } from '../platforms.ts';
import { described, fastDescribed } from './describing.ts';
import { told } from './plain-lists.ts';

const FILE = `apiVersion: bylaw/v1
kind: Connector
name: rpc
auth: { bearer: BYLAW_TOKEN }
errors: { in-body: error }
consistent: twice
lists:
  people: { post: /rpc, body: { method: people, params: { all: true, of: [1, null] } }, items: result, id: name, page: none, whole: unpaged }
  person: { for: people, post: /rpc, body: { method: person, params: { name: "{people.name}" } }, items: result, id: role, page: none, whole: unpaged }
read:
  member: [{ from: people, key: name, state: { const: active } }]
  assignment: [{ from: person, member: { ref: people, by: { path: name, of: people } }, roles: { path: role, map: { v: viewer } } }]
`;

type Sent = { readonly method: string; readonly params: { readonly name?: string } };

/** Answers by what is posted; whatever is sent is kept. */
async function rpc(answer: (sent: Sent) => unknown, file = FILE) {
  const sent: string[] = [];
  const { url } = await rawServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      sent.push(`${request.method} ${request.url} ${text}`);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(JSON.parse(text))));
    });
  });
  const settings = { url, 'token-env': 'BYLAW_TOKEN' };
  const secrets = { 'token-env': 't' };
  const connection = { organization: 'acme', remote: 'acme', settings, secrets, platform: lumoauth };
  const read = await fastDescribed(must(described(file)))
    .openReader(connection)
    .read();
  return { read, sent };
}

const PEOPLE = { result: [{ name: 'ana@acme.com' }, { name: 'a"}{b@acme.com' }] };

describe('a list that is read by POST', () => {
  it('sends what the file says, and a field of a row as a text', async () => {
    const { read, sent } = await rpc(({ method }) =>
      method === 'people' ? PEOPLE : { result: [{ role: 'v' }] },
    );
    expect(plain(must(read).resources)).toMatchObject({
      'assignment:acme|member:ana@acme.com': { roles: ['viewer'] },
    });
    expect([...new Set(sent)].sort()).toEqual([
      'POST /rpc {"method":"people","params":{"all":true,"of":[1,null]}}',
      'POST /rpc {"method":"person","params":{"name":"a\\"}{b@acme.com"}}',
      'POST /rpc {"method":"person","params":{"name":"ana@acme.com"}}',
    ]);
  });

  it('sends a row itself, where it is a text', async () => {
    const file = FILE.replaceAll('name, page', 'NAME, page')
      .replace('id: NAME', 'id: "."')
      .replace('{people.name}', '{people}')
      .replace('key: name', 'key: "."')
      .replace('path: name, of: people', 'path: ".", of: people');
    const { sent } = await rpc(
      ({ method }) => ({ result: method === 'people' ? ['ana@acme.com'] : [] }),
      file,
    );
    expect(sent).toContain('POST /rpc {"method":"person","params":{"name":"ana@acme.com"}}');
  });

  it('stops at an error inside of a 200', async () => {
    const { read } = await rpc(({ method, params }) => {
      if (method === 'people') return PEOPLE;
      return params.name === 'ana@acme.com' ? { error: { code: -1 } } : { result: [] };
    });
    expect(told(read)).toEqual([
      'List person: there is an error inside of the answer, at error (rule answer)',
    ]);
  });

  it('stops at an answer without the list', async () => {
    const { read } = await rpc(({ method }) => (method === 'people' ? PEOPLE : {}));
    expect(told(read)).toEqual(['List person: there is no list at result of the answer (rule items)']);
  });

  it.each([
    ['is missing', { id: 1 }],
    ['is empty', { id: 1, name: '' }],
    ['is no text', { id: 1, name: {} }],
  ])('stops where a field that is to be sent %s', async (_, row) => {
    const file = FILE.replace('id: name', 'id: id');
    const { read, sent } = await rpc(({ method }) => ({ result: method === 'people' ? [row] : [] }), file);
    expect(told(read)).toContain('List person: an id of a row of people cannot be sent (rule path)');
    expect(sent.filter((one) => one.includes('"person"'))).toEqual([]);
  });

  it('is the only POST of a reader', () => {
    const list = must(described(FILE)).lists.get('person');
    const body = list?.body ?? null;
    if (body === null) throw new Error('the list has a body');
    const sent = { method: 'person', params: { name: 'x' } };
    expect(isFilledBody(body, sent)).toBe(true);
    for (const other of [
      { ...sent, method: 'delete' },
      { ...sent, more: 1 },
      { method: 'person' },
      { method: 'person', params: { name: 1 } },
      { method: 'person', params: ['x'] },
      null,
    ])
      expect(isFilledBody(body, other)).toBe(false);
    expect(describedConnector(must(described(FILE))).name).toBe('rpc');
  });
});
