import type { Answer, Meddling, Passing } from './meddler.ts';
import { packed } from './meddler.ts';

/** One way in which a network or a platform can be wrong. */
export interface Kind {
  readonly name: string;
  /** Which requests it can strike. */
  readonly strikes: (method: string, path: string) => boolean;
  readonly meddling: () => Meddling;
}

type Json = Record<string, unknown>;

const JSON_TYPE = { 'content-type': 'application/json' };
const any = (): boolean => true;
const writes = (method: string): boolean => method !== 'GET';
const lists = (method: string, path: string): boolean => method === 'GET' && /[?&]page=/.test(path);
const posts = (method: string): boolean => method === 'POST';
const changes = (method: string): boolean => method === 'PATCH' || method === 'PUT';
const deletes = (method: string): boolean => method === 'DELETE';

const same = ({ status, headers, text }: Passing): Answer => ({ status, headers, body: text });
const answered = (make: (passing: Passing) => Answer): Meddling => ({ does: 'answer', heard: true, make });
const instead = (answer: Answer): Meddling => ({ does: 'answer', heard: false, make: () => answer });

function problem(
  status: number,
  code: string,
  more: Json = {},
  headers: Record<string, string> = {},
): Answer {
  const body = JSON.stringify({ type: 'about:blank', title: code, status, code, detail: code, ...more });
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
}

/** The answer with another body, where it has one in JSON. */
function rewritten(passing: Passing, change: (body: Json) => Json): Answer {
  try {
    const body: unknown = JSON.parse(passing.text);
    if (typeof body !== 'object' || body === null || passing.status >= 300) return same(passing);
    return { ...same(passing), body: JSON.stringify(change(body as Json)) };
  } catch {
    return same(passing);
  }
}

function items(body: Json, change: (items: readonly Json[]) => readonly Json[], counted: boolean): Json {
  if (!Array.isArray(body.items)) return body;
  const list = change(body.items as Json[]);
  const gone = (body.items as Json[]).length - list.length;
  return { ...body, items: list, ...(counted ? { total: Number(body.total) - gone } : {}) };
}

const STRANGE = '00000000-0000-4000-8000-000000000000';

/** Bodies of answers that were right, to be given again where they are wrong. */
export interface Memory {
  last: Passing | null;
  readonly first: Map<string, Passing>;
}

export function kindsWith(memory: Memory): readonly Kind[] {
  const kind = (name: string, strikes: Kind['strikes'], meddling: () => Meddling): Kind => ({
    name,
    strikes,
    meddling,
  });
  const status = (name: string, code: number, headers: Record<string, string> = {}): Kind =>
    kind(name, any, () => instead(problem(code, 'injected', {}, headers)));
  const soon = new Date(Date.parse('2027-03-01T12:00:05Z'));
  return [
    kind('connection closed before', any, () => ({ does: 'break', heard: false })),
    kind('answer lost', any, () => ({ does: 'break', heard: true })),
    kind('answer to a write lost', writes, () => ({ does: 'break', heard: true })),
    kind('body cut off', any, () => ({ does: 'cut', silent: false })),
    kind('body that does not end', any, () => ({ does: 'cut', silent: true })),
    kind('JSON that is none', any, () => answered((p) => ({ ...same(p), body: `${p.text.slice(0, -1)}` }))),
    kind('empty body', any, () => answered((p) => ({ ...same(p), body: '' }))),
    kind('JSON of another shape', any, () =>
      answered((p) => ({ ...same(p), status: 200, headers: JSON_TYPE, body: '[]' })),
    ),
    kind('a web page', any, () =>
      instead({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' }),
    ),
    kind('content type of a page', any, () =>
      answered((p) => ({ ...same(p), headers: { 'content-type': 'text/html' } })),
    ),
    kind('redirect elsewhere', any, () =>
      instead({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }),
    ),
    kind('redirect in a circle', any, () => instead({ status: 307, headers: { location: '' }, body: '' })),
    kind('redirect after a write', writes, () =>
      answered(() => ({ status: 303, headers: { location: '/' }, body: '' })),
    ),
    kind('gzip', any, () => answered((p) => gzipped(p, (bytes) => bytes))),
    kind('gzip cut off', any, () => answered((p) => gzipped(p, (bytes) => bytes.subarray(0, -6)))),
    kind('gzip of nonsense', any, () => answered((p) => gzipped(p, () => Buffer.from('nonsense')))),
    status('429', 429),
    status('429, 1 s', 429, { 'retry-after': '1' }),
    status('429, an hour', 429, { 'retry-after': '3600' }),
    status('429, an instant', 429, { 'retry-after': '1893456000' }),
    status('429, a date', 429, { 'retry-after': soon.toUTCString() }),
    status('429, nonsense', 429, { 'retry-after': 'soon' }),
    status('503, 5 s', 503, { 'retry-after': '5' }),
    status('503, for ever', 503, { 'retry-after': '9'.repeat(30) }),
    status('500', 500),
    kind('500 after it was done', writes, () => answered(() => problem(500, 'injected'))),
    kind('504 after it was done', writes, () => answered(() => problem(504, 'injected'))),
    status('401', 401),
    status('403', 403),
    status('404', 404),
    status('409', 409),
    status('412', 412),
    status('418', 418),
    kind('422', writes, () => instead(problem(422, 'unknown-role'))),
    kind('already there, by an id of nobody', posts, () =>
      instead(problem(409, 'already-exists', { existing: { id: STRANGE } })),
    ),
    kind('already there, by the id of another', posts, () => ({
      does: 'answer',
      heard: false,
      make: () => problem(409, 'already-exists', { existing: { id: idIn(memory.last) ?? STRANGE } }),
    })),
    kind('already there, after a lost answer', posts, () =>
      answered(() => problem(409, 'already-exists', { existing: { id: STRANGE } })),
    ),
    kind('gone, says the platform', deletes, () => instead(problem(404, 'not-found'))),
    kind('deleted, says the platform, and is not', deletes, () =>
      instead({ status: 204, headers: {}, body: '' }),
    ),
    kind(
      'answer about another',
      (method) => posts(method) || changes(method),
      () =>
        answered((p) =>
          memory.last === null || p.status >= 300 ? same(p) : { ...same(memory.last), status: p.status },
        ),
    ),
    kind('answer without an id', writes, () => answered((p) => rewritten(p, ({ id: _, ...rest }) => rest))),
    kind('answer with an empty id', writes, () =>
      answered((p) => rewritten(p, (body) => ({ ...body, id: '' }))),
    ),
    kind('answer with a strange id', writes, () =>
      answered((p) => rewritten(p, (body) => ({ ...body, id: STRANGE }))),
    ),
    kind('roles taken and not shown', changes, () =>
      answered((p) => rewritten(p, (body) => ('roleIds' in body ? { ...body, roleIds: [] } : body))),
    ),
    kind(
      'texts in a form of its own',
      (method) => posts(method) || changes(method),
      () =>
        answered((p) => rewritten(p, (body) => ('name' in body ? { ...body, name: `${body.name} ` } : body))),
    ),
    kind('not done, says done', changes, () => ({
      does: 'answer',
      heard: false,
      make: () => (memory.last === null ? problem(500, 'injected') : { ...same(memory.last), status: 200 }),
    })),
    kind('page without its items', lists, () =>
      answered((p) => rewritten(p, (b) => items(b, () => [], false))),
    ),
    kind('page that repeats an item', lists, () =>
      answered((p) =>
        rewritten(p, (b) => items(b, (all) => [...all.slice(0, 1), ...all.slice(0, -1)], false)),
      ),
    ),
    kind('an item forgotten, and not counted', lists, () =>
      answered((p) => rewritten(p, (b) => items(b, (all) => all.slice(1), true))),
    ),
    kind('all items forgotten, and not counted', lists, () =>
      answered((p) => rewritten(p, (b) => items(b, () => [], true))),
    ),
    kind('a list of another sort', lists, () =>
      answered((p) => (memory.last === null ? same(p) : { ...same(memory.last), status: 200 })),
    ),
    kind('lists that lag behind', lists, () =>
      answered((p) => {
        const first = memory.first.get(p.path);
        if (first !== undefined) return same(first);
        memory.first.set(p.path, p);
        return same(p);
      }),
    ),
    kind('total without end', lists, () => answered((p) => rewritten(p, (b) => ({ ...b, total: 9e15 })))),
    kind('another revision', lists, () => answered((p) => rewritten(p, (b) => ({ ...b, revision: 1 })))),
  ];
}

function gzipped(p: Passing, spoil: (bytes: Buffer) => Buffer): Answer {
  if (p.text === '') return same(p);
  return { ...same(p), headers: { ...p.headers, 'content-encoding': 'gzip' }, body: spoil(packed(p.text)) };
}

function idIn(passing: Passing | null): string | null {
  if (passing === null) return null;
  const body: unknown = JSON.parse(passing.text);
  if (typeof body !== 'object' || body === null) return null;
  if ('id' in body) return String(body.id);
  const first: unknown = 'items' in body && Array.isArray(body.items) ? body.items[0] : null;
  return typeof first === 'object' && first !== null && 'id' in first ? String(first.id) : null;
}
