import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Problem } from '../http/exchange.ts';
import {
  type Desk,
  DONE,
  decoded,
  gone,
  liveChanged,
  organizationFault,
  refused,
  reread,
  type Subject,
} from './desk.ts';
import { entityTag } from './entity-tag.ts';
import type { JsonObject } from './json-object.ts';
import type { Register } from './register.ts';
import type { WireObject } from './wire.ts';

/** A kind of object and one place in it: enough to change, create or delete what is or comes to be there. */
export interface Place<T extends WireObject> {
  /** For messages: `group acme/qa`. */
  readonly name: string;
  readonly key: string;
  readonly register: Register<T>;
  readonly shape: (object: JsonObject) => T;
  readonly pathOf: (id: string) => string;
  /** Where an object told by its id alone is found, where the id is not enough for a path. */
  readonly find?: (id: string) => Promise<Outcome<string>>;
}

/** What one object shall be. */
export interface Wanted<T> {
  readonly body: object;
  /** Whether an object as read is so already. */
  readonly isSo: (live: T) => boolean;
  /** Whether an object under the key counts as there when one is to be made; left out: it does. */
  readonly isThere?: (live: T) => boolean;
}

/**
 * PATCHes the object as it was read. Fails with live-changed when it has changed or gone since, and as `refused`.
 */
export async function changeObject<T extends WireObject>(
  desk: Desk,
  place: Place<T>,
  wanted: Wanted<T>,
): Promise<Outcome<null>> {
  const known = place.register.get(place.key);
  if (known === undefined) return failure(gone(desk, { name: place.name, path: '' }));
  const subject: Subject = { name: place.name, path: place.pathOf(known.id) };
  const exchange = await desk.http.send({
    method: 'PATCH',
    path: subject.path,
    body: wanted.body,
    headers: { 'if-match': entityTag(known.id, known.version) },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') return enter(place, decoded(desk, subject, exchange, place.shape));
  if (exchange.problem.status !== 412 || !exchange.uncertain) return refused(desk, subject, exchange.problem);
  return ourOwnDoing(desk, place, { known, subject, refusal: exchange.problem, isSo: wanted.isSo });
}

/**
 * DELETEs the object as it was read; that it is gone already is success. Fails with live-changed when it has changed
 * since, and as `refused`. `forget` takes it, and what goes with it, out of the directory.
 */
export async function deleteObject<T extends WireObject>(
  desk: Desk,
  place: Place<T>,
  forget: (known: T) => void,
): Promise<Outcome<null>> {
  const known = place.register.get(place.key);
  if (known === undefined) return DONE;
  const subject: Subject = { name: place.name, path: place.pathOf(known.id) };
  const exchange = await desk.http.send({
    method: 'DELETE',
    path: subject.path,
    headers: { 'if-match': entityTag(known.id, known.version) },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'refusal') {
    // A 412 without an ETag is how If-Match is refused where there is nothing to match.
    const absent = exchange.problem.status === 412 && exchange.etag === null;
    if (exchange.problem.status !== 404 && !absent) return refused(desk, subject, exchange.problem);
    const fault = await organizationFault(desk);
    if (fault !== null) return failure(fault);
  }
  forget(known);
  return DONE;
}

/**
 * POSTs a new object. Where there is one already: it is adopted when it is as wanted, or when it may be our own from
 * a try whose answer was lost; otherwise somebody else made it since the plan, and that is live-changed.
 */
export async function createObject<T extends WireObject>(
  desk: Desk,
  place: Place<T>,
  collection: string,
  creation: object,
  wanted: Wanted<T>,
): Promise<Outcome<null>> {
  const subject: Subject = { name: place.name, path: collection };
  const known = place.register.get(place.key);
  if (known !== undefined && wanted.isThere?.(known) !== false) {
    if (wanted.isSo(known)) return DONE;
    const there: Subject = { name: place.name, path: place.pathOf(known.id) };
    return failure(liveChanged(desk, there, 'exists already and is not what is to be created'));
  }
  const exchange = await desk.http.send({
    method: 'POST',
    path: collection,
    body: creation,
    // One key for all tries of this request: the platform gives the first answer again instead of acting twice.
    headers: { 'idempotency-key': desk.newKey() },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') return enter(place, decoded(desk, subject, exchange, place.shape));
  const { code, existing } = exchange.problem;
  if (code !== 'already-exists' || existing === null || !exchange.uncertain) {
    return refused(desk, subject, exchange.problem);
  }
  const path = place.find === undefined ? success(place.pathOf(existing)) : await place.find(existing);
  return path.ok ? adopt(desk, place, { name: place.name, path: path.value }, wanted) : path;
}

/**
 * POSTs to a path below the object, guarded by the version read: something happens to it once. Fails with live-changed
 * when it has changed or gone since, and as `refused`. That it is as wanted already is success, and nothing is sent.
 */
export async function postTo<T extends WireObject>(
  desk: Desk,
  place: Place<T>,
  what: string,
  isSo: (live: T) => boolean,
): Promise<Outcome<null>> {
  const known = place.register.get(place.key);
  if (known === undefined) return failure(gone(desk, { name: place.name, path: '' }));
  if (isSo(known)) return DONE;
  const subject: Subject = { name: place.name, path: place.pathOf(known.id) };
  const exchange = await desk.http.send({
    method: 'POST',
    path: `${subject.path}${what}`,
    headers: { 'if-match': entityTag(known.id, known.version), 'idempotency-key': desk.newKey() },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') return enter(place, decoded(desk, subject, exchange, place.shape));
  if (exchange.problem.status !== 412 || !exchange.uncertain) return refused(desk, subject, exchange.problem);
  return ourOwnDoing(desk, place, { known, subject, refusal: exchange.problem, isSo });
}

interface Doubt<T> {
  readonly known: T;
  readonly subject: Subject;
  readonly refusal: Problem;
  readonly isSo: (live: T) => boolean;
}

/** A 412 that follows a lost answer may be our own doing: then the object itself tells. */
async function ourOwnDoing<T extends WireObject>(
  desk: Desk,
  place: Place<T>,
  { known, subject, refusal, isSo }: Doubt<T>,
): Promise<Outcome<null>> {
  const fresh = await reread(desk, subject, place.shape);
  if (!fresh.ok) return fresh;
  if (fresh.value === null || !isSo(fresh.value)) return refused(desk, subject, refusal);
  // Never later than our own change: what somebody else did on top must stop the next write.
  const version = Math.min(fresh.value.version, known.version + 1);
  place.register.set(place.key, { ...fresh.value, version });
  return DONE;
}

async function adopt<T extends WireObject>(
  desk: Desk,
  place: Place<T>,
  subject: Subject,
  wanted: Wanted<T>,
): Promise<Outcome<null>> {
  const fresh = await reread(desk, subject, place.shape);
  if (!fresh.ok) return fresh;
  if (fresh.value === null) return failure(gone(desk, subject));
  place.register.set(place.key, fresh.value);
  return wanted.isSo(fresh.value) ? DONE : changeObject(desk, place, wanted);
}

function enter<T extends WireObject>(place: Place<T>, body: Outcome<T>): Outcome<null> {
  if (!body.ok) return body;
  place.register.set(place.key, body.value);
  return DONE;
}
