import { failure, type Outcome } from '../../source/outcome.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import type { LiveObject } from '../live/live-object.ts';
import { entityTag } from './entity-tag.ts';
import type { ObjectLocation } from './object-location.ts';
import { refusalDiagnostics, rereadObject, WRITE_DONE, type WriteContext } from './write-context.ts';

/**
 * DELETEs the object as it was read; that it is gone already is success. Fails with live-changed when it has changed
 * since, and as `refused`. `forget` takes it, and what goes with it, out of the directory.
 */
export async function deleteObject<T extends LiveObject>(
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
