import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { ProblemDetails } from '../http/exchange.ts';
import type { JsonObject } from '../protocol/json-object.ts';
import type { KeyedIndex } from '../protocol/keyed-index.ts';
import { alteredValueText, contradictionDiagnostic, type ResponseSubject } from './contradiction.ts';
import { liveOrigin } from './endpoint.ts';
import { entityTag } from './entity-tag.ts';
import type { WireObject } from './wire-objects.ts';
import {
  decodeAnswer,
  goneMeanwhile,
  liveChanged,
  refusalDiagnostics,
  rereadObject,
  WRITE_DONE,
  type WriteContext,
} from './write-context.ts';

/** A kind of object and one place in it: enough to change, create or delete what is or comes to be there. */
export interface ObjectLocation<T extends WireObject> {
  /** For messages: `group acme/qa`. */
  readonly name: string;
  readonly key: string;
  readonly register: KeyedIndex<T>;
  readonly shape: (object: JsonObject) => T;
  readonly pathOf: (id: string) => string;
  /** Whether an object is the one of this place, by what it is called and where it is. */
  readonly isHere: (object: T) => boolean;
  /** Whether what is shown there is no more than a trace of what was deleted; left out: what is shown is there. */
  readonly isGone?: (object: T) => boolean;
  /** Where an object told by its id alone is found, where the id is not enough for a path. */
  readonly find?: (id: string) => Promise<Outcome<string>>;
}

/** What one object shall be. */
export interface DesiredObject<T> {
  readonly body: object;
  /** Whether an object as read is so already, its texts aside. */
  readonly isSo: (live: T) => boolean;
  /** What it shall say of itself, and what it says. */
  readonly texts?: (live: T) => readonly TextField[];
  /** Whether an object under the key counts as there when one is to be made; left out: it does. */
  readonly isThere?: (live: T) => boolean;
}

export interface TextField {
  readonly field: string;
  readonly sent: string;
  readonly kept: string;
}

function otherTexts<T>(wanted: Pick<DesiredObject<T>, 'texts'>, live: T): readonly TextField[] {
  return wanted.texts === undefined ? [] : wanted.texts(live).filter(({ sent, kept }) => sent !== kept);
}

function isAll<T>(wanted: Pick<DesiredObject<T>, 'isSo' | 'texts'>, live: T): boolean {
  return wanted.isSo(live) && otherTexts(wanted, live).length === 0;
}

/**
 * PATCHes the object as it was read. Fails with live-changed when it has changed or gone since, and as `refused`.
 */
export async function changeObject<T extends WireObject>(
  writeContext: WriteContext,
  objectLocation: ObjectLocation<T>,
  desiredObject: DesiredObject<T>,
): Promise<Outcome<null>> {
  const known = objectLocation.register.get(objectLocation.key);
  if (known === undefined)
    return failure(goneMeanwhile(writeContext, { name: objectLocation.name, path: '' }));
  const responseSubject: ResponseSubject = {
    name: objectLocation.name,
    path: objectLocation.pathOf(known.id),
  };
  const exchange = await writeContext.http.send({
    method: 'PATCH',
    path: responseSubject.path,
    body: desiredObject.body,
    headers: { 'if-match': entityTag(known.id, known.version) },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    return enter(
      writeContext,
      objectLocation,
      responseSubject,
      decodeAnswer(writeContext, responseSubject, exchange, objectLocation.shape),
      desiredObject,
      known.id,
    );
  }
  if (exchange.problem.status !== 412 || !exchange.uncertain)
    return refusalDiagnostics(writeContext, responseSubject, exchange.problem);
  return ourOwnDoing(writeContext, objectLocation, {
    known,
    subject: responseSubject,
    refusal: exchange.problem,
    wanted: desiredObject,
  });
}

/**
 * DELETEs the object as it was read; that it is gone already is success. Fails with live-changed when it has changed
 * since, and as `refused`. `forget` takes it, and what goes with it, out of the directory.
 */
export async function deleteObject<T extends WireObject>(
  writeContext: WriteContext,
  objectLocation: ObjectLocation<T>,
  forget: (known: T) => void,
): Promise<Outcome<null>> {
  const known = objectLocation.register.get(objectLocation.key);
  if (known === undefined) return WRITE_DONE;
  const responseSubject: ResponseSubject = {
    name: objectLocation.name,
    path: objectLocation.pathOf(known.id),
  };
  const exchange = await writeContext.http.send({
    method: 'DELETE',
    path: responseSubject.path,
    headers: { 'if-match': entityTag(known.id, known.version) },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'refusal') {
    // A 412 without an ETag is how If-Match is refused where there is nothing to match.
    const absent = exchange.problem.status === 412 && exchange.etag === null;
    if (exchange.problem.status !== 404 && !absent)
      return refusalDiagnostics(writeContext, responseSubject, exchange.problem);
    const still = await rereadObject(writeContext, responseSubject, objectLocation.shape, known.id);
    if (!still.ok) return still;
    if (still.value !== null && objectLocation.isGone?.(still.value) !== true)
      return failure(
        contradictionDiagnostic(
          writeContext.site,
          responseSubject,
          'reported as missing, but shown when asked for',
        ),
      );
  }
  forget(known);
  return WRITE_DONE;
}

/**
 * POSTs a new object. Where there is one already: it is adopted when it is as wanted, or when it may be our own from
 * a try whose answer was lost; otherwise somebody else made it since the plan, and that is live-changed.
 */
export async function createObject<T extends WireObject>(
  writeContext: WriteContext,
  objectLocation: ObjectLocation<T>,
  collection: string,
  creation: object,
  desiredObject: DesiredObject<T>,
): Promise<Outcome<null>> {
  const responseSubject: ResponseSubject = { name: objectLocation.name, path: collection };
  const known = objectLocation.register.get(objectLocation.key);
  if (known !== undefined && desiredObject.isThere?.(known) !== false) {
    if (isAll(desiredObject, known)) return WRITE_DONE;
    const there: ResponseSubject = { name: objectLocation.name, path: objectLocation.pathOf(known.id) };
    return failure(liveChanged(writeContext, there, 'exists already and differs from what is to be created'));
  }
  const exchange = await writeContext.http.send({
    method: 'POST',
    path: collection,
    body: creation,
    // One key for all tries of this request: the platform gives the first answer again instead of acting twice.
    headers: { 'idempotency-key': writeContext.newKey() },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    return enter(
      writeContext,
      objectLocation,
      responseSubject,
      decodeAnswer(writeContext, responseSubject, exchange, objectLocation.shape),
      desiredObject,
      null,
    );
  }
  const { code, existing } = exchange.problem;
  if (code !== 'already-exists' || existing === null || !exchange.uncertain) {
    return refusalDiagnostics(writeContext, responseSubject, exchange.problem);
  }
  const path =
    objectLocation.find === undefined
      ? success(objectLocation.pathOf(existing))
      : await objectLocation.find(existing);
  return path.ok
    ? adopt(
        writeContext,
        objectLocation,
        { name: objectLocation.name, path: path.value },
        existing,
        desiredObject,
      )
    : path;
}

/**
 * POSTs to a path below the object, guarded by the version read: something happens to it once. Fails with live-changed
 * when it has changed or gone since, and as `refused`. That it is as wanted already is success, and nothing is sent.
 */
export async function postTo<T extends WireObject>(
  writeContext: WriteContext,
  objectLocation: ObjectLocation<T>,
  what: string,
  isSo: (live: T) => boolean,
): Promise<Outcome<null>> {
  const known = objectLocation.register.get(objectLocation.key);
  if (known === undefined)
    return failure(goneMeanwhile(writeContext, { name: objectLocation.name, path: '' }));
  if (isSo(known)) return WRITE_DONE;
  const responseSubject: ResponseSubject = {
    name: objectLocation.name,
    path: objectLocation.pathOf(known.id),
  };
  const exchange = await writeContext.http.send({
    method: 'POST',
    path: `${responseSubject.path}${what}`,
    headers: { 'if-match': entityTag(known.id, known.version), 'idempotency-key': writeContext.newKey() },
  });
  if (exchange.end === 'failure') return failure(exchange.diagnostic);
  if (exchange.end === 'answer') {
    return enter(
      writeContext,
      objectLocation,
      responseSubject,
      decodeAnswer(writeContext, responseSubject, exchange, objectLocation.shape),
      { isSo },
      known.id,
    );
  }
  if (exchange.problem.status !== 412 || !exchange.uncertain)
    return refusalDiagnostics(writeContext, responseSubject, exchange.problem);
  return ourOwnDoing(writeContext, objectLocation, {
    known,
    subject: responseSubject,
    refusal: exchange.problem,
    wanted: { isSo },
  });
}

interface UncertainUpdate<T> {
  readonly known: T;
  readonly subject: ResponseSubject;
  readonly refusal: ProblemDetails;
  readonly wanted: Pick<DesiredObject<T>, 'isSo' | 'texts'>;
}

/** A 412 that follows a lost answer may be our own doing: then the object itself tells. */
async function ourOwnDoing<T extends WireObject>(
  writeContext: WriteContext,
  objectLocation: ObjectLocation<T>,
  { known, subject, refusal, wanted }: UncertainUpdate<T>,
): Promise<Outcome<null>> {
  const fresh = await rereadObject(writeContext, subject, objectLocation.shape, known.id);
  if (!fresh.ok) return fresh;
  if (fresh.value === null || !isAll(wanted, fresh.value))
    return refusalDiagnostics(writeContext, subject, refusal);
  // Never later than our own change: what somebody else did on top must stop the next write.
  const version = Math.min(fresh.value.version, known.version + 1);
  objectLocation.register.set(objectLocation.key, { ...fresh.value, version });
  return WRITE_DONE;
}

async function adopt<T extends WireObject>(
  writeContext: WriteContext,
  objectLocation: ObjectLocation<T>,
  responseSubject: ResponseSubject,
  id: string,
  desiredObject: DesiredObject<T>,
): Promise<Outcome<null>> {
  const fresh = await rereadObject(writeContext, responseSubject, objectLocation.shape, id);
  if (!fresh.ok) return fresh;
  if (fresh.value === null) return failure(goneMeanwhile(writeContext, responseSubject));
  const other = otherObject(objectLocation, fresh.value, id);
  if (other !== null) return failure(contradictionDiagnostic(writeContext.site, responseSubject, other));
  objectLocation.register.set(objectLocation.key, fresh.value);
  return isAll(desiredObject, fresh.value)
    ? WRITE_DONE
    : changeObject(writeContext, objectLocation, desiredObject);
}

/**
 * Takes what an answer tells of an object as what is there now. Texts that the platform keeps in a form of its own are
 * noted; whatever else is not as it was sent, or is of another object, is a contradiction.
 */
function enter<T extends WireObject>(
  writeContext: WriteContext,
  objectLocation: ObjectLocation<T>,
  responseSubject: ResponseSubject,
  body: Outcome<T>,
  wanted: Pick<DesiredObject<T>, 'isSo' | 'texts'>,
  id: string | null,
): Outcome<null> {
  if (!body.ok) return body;
  const object = body.value;
  const other = otherObject(objectLocation, object, id);
  if (other !== null) return failure(contradictionDiagnostic(writeContext.site, responseSubject, other));
  objectLocation.register.set(objectLocation.key, object);
  if (!wanted.isSo(object))
    return failure(
      contradictionDiagnostic(writeContext.site, responseSubject, 'accepted, but not shown as it was sent'),
    );
  const kept = otherTexts(wanted, object);
  if (kept.length > 0) {
    const how = kept.map(({ field, kept, sent }) => alteredValueText(field, kept, sent)).join(' and ');
    const origin = liveOrigin(writeContext.site, objectLocation.pathOf(object.id));
    const hint = 'Write it as the platform stores it; otherwise every plan shows this difference.';
    const message = `${objectLocation.name}: the platform stores ${how}`;
    writeContext.note(diagnostic('kept-otherwise', message, origin, { hint }));
  }
  return WRITE_DONE;
}

/** Why an object cannot be the one of a place; null when it is. */
function otherObject<T extends WireObject>(
  objectLocation: ObjectLocation<T>,
  object: T,
  id: string | null,
): string | null {
  if (id !== null && object.id !== id) return `the answer is about ${object.id}, another object`;
  const key = objectLocation.register.keyOf(object.id);
  if (key !== undefined && key !== objectLocation.key) return `the answer is about ${key}`;
  return objectLocation.isHere(object) ? null : 'the answer is about something else';
}
