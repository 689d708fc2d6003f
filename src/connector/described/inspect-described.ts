import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { TokenInspection } from '../inspection.ts';
import { listPath } from './described-paths.ts';
import { filledBody } from './description/body-leaves.ts';
import type { DescribedSite } from './read/read-described.ts';
import { asReadStop, readStop } from './read/read-stops.ts';
import { fieldAt, isMissing, shownPath } from './read/row-field.ts';
import { checkSight } from './read/sees-all.ts';
import { checkVersion } from './read/version-gate.ts';

/** Asks for the version, and for one page of one list: whether the token is taken, and the file is for this platform. */
export async function inspectDescribed({
  api,
  http,
  endpoint,
}: DescribedSite): Promise<Outcome<TokenInspection>> {
  const version = await checkVersion(http, api, endpoint.base);
  if (!version.ok) return version;
  const sight = await checkSight(http, api, endpoint.base);
  if (!sight.ok) return sight;
  const list = [...api.lists.values()].find(({ around }) => around === null);
  if (list === undefined) throw new Error('unreachable: a list that is read for rows needs one that is not');
  const path = listPath(api, list.name);
  const query = new URLSearchParams([...list.query]).toString();
  const asked = query === '' ? path : `${path}?${query}`;
  const exchange = await (list.body === null
    ? http.get(asked)
    : http.query(
        asked,
        filledBody(list.body, () => null),
      ));
  if (exchange.end === 'failure') return failure(asReadStop(list.name, 'answer', exchange.diagnostic));
  if (exchange.end === 'refusal') {
    const origin: Origin = { from: 'live', url: `${endpoint.base}${path}` };
    const { status, detail } = exchange.problem;
    return failure(readStop(list.name, 'answer', `the platform answers ${status}: ${detail}`, origin));
  }
  const { inBody } = api.errors;
  if (exchange.end === 'answer' && inBody !== null && !isMissing(fieldAt(exchange.body, inBody))) {
    const origin: Origin = { from: 'live', url: `${endpoint.base}${path}` };
    const what = `there is an error inside of the answer, at ${shownPath(inBody)}`;
    return failure(readStop(list.name, 'answer', what, origin));
  }
  return success({ holder: 'a token that the platform takes', missing: [], untold: null, expiresAt: null });
}
