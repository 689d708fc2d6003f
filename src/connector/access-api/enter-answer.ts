import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import { alteredValueText, contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import type { LiveObject } from '../live/live-object.ts';
import { liveOrigin } from '../live/organization-endpoint.ts';
import { type DesiredObject, otherTexts } from './desired-object.ts';
import { type ObjectLocation, otherObject } from './object-location.ts';
import { WRITE_DONE, type WriteContext } from './write-context.ts';

/**
 * Takes what an answer tells of an object as what is there now. Texts that the platform keeps in a form of its own are
 * noted; whatever else is not as it was sent, or is of another object, is a contradiction.
 */
export function enter<T extends LiveObject>(
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
