import type { Origin } from '../../../source/origin.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import type { HttpReader } from '../../http/http-interface.ts';
import type { ApiDescription } from '../description/api-description.ts';
import { filledBody } from '../description/body-leaves.ts';
import { asReadStop, readStop } from './read-stops.ts';
import { fieldAt, isMissing, scalarText, shownPath } from './row-field.ts';

/**
 * Whether the token sees everything, as the platform tells it: one that sees less reads shorter lists, and each of them
 * would look whole. Rule `sees-all`.
 */
export async function checkSight(
  http: Pick<HttpReader, 'get' | 'query'>,
  { seesAll, errors: { inBody } }: Pick<ApiDescription, 'seesAll' | 'errors'>,
  base: string,
): Promise<Outcome<null>> {
  if (seesAll === null) return success(null);
  const { asked, body, path, words } = seesAll;
  const origin: Origin = { from: 'live', url: `${base}${asked}` };
  const stop = (what: string) => failure(readStop('sees-all', 'sees-all', what, origin));
  const exchange = await (body === null
    ? http.get(asked)
    : http.query(
        asked,
        filledBody(body, () => null),
      ));
  if (exchange.end === 'failure') return failure(asReadStop('sees-all', 'sees-all', exchange.diagnostic));
  if (exchange.end === 'refusal') {
    const { status, detail } = exchange.problem;
    return stop(`the platform answers ${status}: ${detail}`);
  }
  if (inBody !== null && !isMissing(fieldAt(exchange.body, inBody)))
    return stop(`there is an error inside of the answer, at ${shownPath(inBody)}`);
  const told = fieldAt(exchange.body, path);
  const texts = (Array.isArray(told) ? told : [told]).map(scalarText);
  if (texts.some((text) => text !== null && words.has(text))) return success(null);
  const shown = texts.map((text) => text ?? 'nothing').join(', ');
  return stop(
    `the token does not see all: ${shownPath(path)} is ${shown === '' ? 'an empty list' : shown}, and not ${[...words].join(' or ')}`,
  );
}
