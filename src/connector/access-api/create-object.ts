import { failure, type Outcome, success } from '../../source/outcome.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import type { LiveObject } from '../live/live-object.ts';
import { changeObject } from './change-object.ts';
import { type DesiredObject, isAll } from './desired-object.ts';
import { enter } from './enter-answer.ts';
import { type ObjectLocation, otherObject } from './object-location.ts';
import {
  decodeAnswer,
  goneMeanwhile,
  liveChanged,
  refusalDiagnostics,
  rereadObject,
  WRITE_DONE,
  type WriteContext,
} from './write-context.ts';

/**
 * POSTs a new object. Where there is one already: it is adopted when it is as wanted, or when it may be our own from
 * a try whose answer was lost; otherwise somebody else made it since the plan, and that is live-changed.
 */
export async function createObject<T extends LiveObject>(
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

async function adopt<T extends LiveObject>(
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
