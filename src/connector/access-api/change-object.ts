import { failure, type Outcome } from '../../source/outcome.ts';
import type { ProblemDetails } from '../http/exchange.ts';
import type { ResponseSubject } from '../live/contradiction.ts';
import type { LiveObject } from '../live/live-object.ts';
import { type DesiredObject, isAll } from './desired-object.ts';
import { enter } from './enter-answer.ts';
import { entityTag } from './entity-tag.ts';
import type { ObjectLocation } from './object-location.ts';
import {
  decodeAnswer,
  goneMeanwhile,
  refusalDiagnostics,
  rereadObject,
  WRITE_DONE,
  type WriteContext,
} from './write-context.ts';

/**
 * PATCHes the object as it was read. Fails with live-changed when it has changed or gone since, and as `refused`.
 */
export async function changeObject<T extends LiveObject>(
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
 * POSTs to a path below the object, guarded by the version read: something happens to it once. Fails with live-changed
 * when it has changed or gone since, and as `refused`. That it is as wanted already is success, and nothing is sent.
 */
export async function postTo<T extends LiveObject>(
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
async function ourOwnDoing<T extends LiveObject>(
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
