import { failure, type Outcome } from '../../source/outcome.ts';
import { isFields, scalarText } from '../described/read/row-field.ts';
import type { Exchange } from '../http/exchange.ts';
import { contradictionDiagnostic, type ResponseSubject } from '../live/contradiction.ts';
import { readBeforeRetry } from '../protocol/read-before-retry.ts';
import { lookFor, type Sought } from './look-for.ts';
import type { ScimResource } from './scim-wire.ts';
import { type ScimWriteContext, sendScim, undone, unseen } from './scim-write-context.ts';

/** A list may lag behind what was written. */
const LOOKS_MS = [1000, 4000] as const;

interface Creation {
  readonly path: '/Users' | '/Groups';
  readonly body: ScimResource;
  /** How it is found, where the answer does not have it. */
  readonly sought: Sought;
  readonly subject: ResponseSubject;
  /** Holds what came against what was wanted, and remembers it. */
  readonly enter: (item: ScimResource) => Promise<Outcome<null>>;
}

/**
 * Makes a resource once: where the answer is lost, says that it is there already, or does not hold it, it is looked for.
 * Fails as the client, with connector-refused, with connector-contradiction where nobody has it, and as `enter`.
 */
export async function createScim(
  context: ScimWriteContext,
  { path, body, sought, subject, enter }: Creation,
): Promise<Outcome<null>> {
  const made = await readBeforeRetry<Exchange>({
    send: () => sendScim(context, { method: 'POST', path, body }),
    isInDoubt: (exchange) => exchange.end === 'failure' && exchange.inDoubt,
    isDone: async () => {
      const found = await lookFor(context, sought);
      return found.ok ? { ...found, value: found.value !== null } : found;
    },
    time: context.time,
    pauses: LOOKS_MS,
    stop: context.stop,
  });
  if (made.end !== 'found-done') {
    const { result } = made;
    if (result.end === 'failure') return undone(context, subject, result);
    if (result.end === 'refusal' && result.kind !== 'conflict') return undone(context, subject, result);
    if (result.end === 'answer' && isFields(result.body) && scalarText(result.body.id) !== null)
      return enter(result.body);
  }
  const found = await lookFor(context, sought);
  if (!found.ok) return unseen(context, null, found.diagnostics);
  if (found.value !== null) return enter(found.value);
  if (made.end === 'sent' && made.result.end === 'refusal') return undone(context, subject, made.result);
  const how = 'the server says that it was made, and its list does not have it';
  return failure(contradictionDiagnostic(context.endpoint, subject, how));
}
