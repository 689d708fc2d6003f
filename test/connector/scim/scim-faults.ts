/** Ways in which a SCIM server, or something on the way to it, can be wrong. */
import type { Answer, Meddling, Passing } from '../../faults/meddler.ts';
import type { Json } from './scim-world.ts';

export interface ScimFault {
  readonly name: string;
  readonly strikes: (method: string, path: string) => boolean;
  readonly meddling: () => Meddling;
  /** Nothing in the answer tells that it is not true. */
  readonly lies?: true;
  readonly hangs?: true;
}

const any = (): boolean => true;
const writes = (method: string): boolean => method !== 'GET';
const lists = (method: string, path: string): boolean => method === 'GET' && /\/(Users|Groups)\?/.test(path);
const groups = (method: string, path: string): boolean => method === 'GET' && /\/Groups\?/.test(path);
const removals = (method: string, path: string): boolean => method === 'PATCH' && path.includes('/Groups/');

const TYPE = { 'content-type': 'application/scim+json' };
const same = ({ status, headers, text }: Passing): Answer => ({ status, headers, body: text });
const answered = (make: (passing: Passing) => Answer): Meddling => ({ does: 'answer', heard: true, make });
const instead = (answer: Answer): Meddling => ({ does: 'answer', heard: false, make: () => answer });

function said(status: number, detail: string, headers: Record<string, string> = {}): Answer {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail };
  return { status, headers: { ...TYPE, ...headers }, body: JSON.stringify(body) };
}

function listed(change: (list: Json, items: readonly Json[]) => Json): () => Meddling {
  return () =>
    answered((passing) => {
      const list = JSON.parse(passing.text) as Json;
      const items = (list.Resources ?? []) as readonly Json[];
      return { ...same(passing), body: JSON.stringify({ ...list, ...change(list, items) }) };
    });
}

function fault(
  name: string,
  strikes: ScimFault['strikes'],
  meddling: ScimFault['meddling'],
  more: Pick<ScimFault, 'lies' | 'hangs'> = {},
): ScimFault {
  return { name, strikes, meddling, ...more };
}

export const SCIM_FAULTS: readonly ScimFault[] = [
  fault('connection closed before', any, () => ({ does: 'break', heard: false })),
  fault('answer lost', any, () => ({ does: 'break', heard: true })),
  fault('answer to a write lost', writes, () => ({ does: 'break', heard: true })),
  fault('body cut off', any, () => ({ does: 'cut', silent: false })),
  fault('body that does not end', any, () => ({ does: 'cut', silent: true }), { hangs: true }),
  fault('JSON that is none', any, () => answered((p) => ({ ...same(p), body: p.text.slice(0, -1) }))),
  fault('JSON of another shape', any, () =>
    answered((p) => ({ ...same(p), status: 200, headers: TYPE, body: '{}' })),
  ),
  fault('a web page', any, () =>
    instead({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Log in' }),
  ),
  fault('redirect elsewhere', any, () =>
    instead({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' }),
  ),
  fault('429', any, () => instead(said(429, 'Too many requests'))),
  fault('500', any, () => instead(said(500, 'Server Error'))),
  fault('503', any, () => instead(said(503, 'Unavailable', { 'retry-after': '5' }))),
  fault('500 after it was done', writes, () => answered(() => said(500, 'Server Error'))),
  fault('401', any, () => instead(said(401, 'who are you?'))),
  fault('403', any, () => instead(said(403, 'not for you'))),
  fault('404', any, () => instead(said(404, 'not found'))),
  fault('404 after it was done', writes, () => answered(() => said(404, 'not found'))),
  fault('409', writes, () => instead(said(409, 'it is there'))),
  fault('412', writes, () => instead(said(412, 'it changed'))),
  fault('an error with status 200', any, () => instead({ ...said(200, 'it went wrong'), status: 200 })),
  fault('a success that did nothing', writes, () => instead({ status: 204, headers: {}, body: '' })),
  fault(
    'lists without their last',
    lists,
    listed((_, items) => ({ Resources: items.slice(0, -1) })),
  ),
  fault(
    'lists that are empty',
    lists,
    listed(() => ({ Resources: [] })),
  ),
  fault(
    'lists without Resources',
    lists,
    listed(() => ({ Resources: null })),
  ),
  fault(
    'lists that repeat their first',
    lists,
    listed((_, items) => ({ Resources: items.map(() => items[0]) })),
  ),
  fault(
    'a total that is less',
    lists,
    listed(({ totalResults }) => ({ totalResults: Number(totalResults) - 1 })),
  ),
  fault(
    'a total that is more',
    lists,
    listed(({ totalResults }) => ({ totalResults: Number(totalResults) + 1 })),
  ),
  fault(
    'no total',
    lists,
    listed(() => ({ totalResults: null })),
  ),
  fault(
    'an item without its id',
    lists,
    listed((_, items) => ({ Resources: items.map((one) => ({ ...one, id: null })) })),
  ),
  fault(
    'groups without members',
    groups,
    listed((_, items) => ({
      Resources: items.map(({ members: _members, ...one }) => one),
    })),
  ),
  fault(
    'people with an entitlement',
    lists,
    listed((_, items) => ({
      Resources: items.map((one) => ({ ...one, entitlements: [{ value: 'admin' }] })),
    })),
  ),
  fault(
    'an item forgotten, and not counted',
    lists,
    listed((list, items) => ({
      Resources: items.slice(1),
      totalResults: Math.max(0, Number(list.totalResults) - (items.length > 0 ? 1 : 0)),
    })),
    { lies: true },
  ),
  fault('a removal that is not carried out', removals, () => instead({ status: 204, headers: {}, body: '' })),
];
