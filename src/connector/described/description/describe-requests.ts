import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { NamedPaths } from '../write/named-paths.ts';
import type { RequestDocument } from './connector-document.ts';
import { describeFirst } from './describe-looks.ts';
import { describeSentBody } from './describe-sent-body.ts';
import { describeQuery, describeSentText } from './describe-sent-text.ts';
import { fieldPath, type ValuePlace } from './describe-values.ts';
import type { SentRequest } from './write-description.ts';

const METHODS = ['post', 'put', 'patch', 'delete'] as const;
const DONE = [200, 201, 204] as const;

/** One request as it is described. Null where it is none, which has been told. Code: `connector-invalid`. */
export function describeRequest(
  written: RequestDocument,
  at: DocumentPath,
  names: NamedPaths,
  place: ValuePlace,
): SentRequest | null {
  const wrong = (where: DocumentPath, message: string, hint: string | null = null): null => {
    place.findings.atKey('connector-invalid', where, message, { hint });
    return null;
  };
  const methods = METHODS.filter((key) => written[key] !== undefined);
  const [method] = methods;
  const path = method === undefined ? undefined : written[method];
  if (method === undefined || path === undefined || methods.length !== 1) {
    return wrong(
      at,
      `${methods.length} requests are described, and one is needed.`,
      'Write post, put, patch or delete.',
    );
  }
  const sentPath = describeSentText(path, [...at, method], names, place);
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) {
    wrong([...at, method], 'A path never leads back.');
  }
  const query = describeQuery(written, at, names, place);
  const body =
    written.body === undefined ? null : describeSentBody(written.body, [...at, 'body'], names, place);
  const says = new Set(names.mentions);
  const first = describeFirst(written, at, names, place);
  const key = written['idempotency-key'];
  const ifMatch = written['if-match'] !== undefined;
  if (ifMatch && first === null)
    wrong([...at, 'if-match'], 'There is no ETag without first.', 'Write first: { get, row-of }.');
  if (key !== undefined && NOT_KEYS.has(key.toLowerCase())) {
    wrong([...at, 'idempotency-key'], `The header ${quote(key)} has another meaning.`);
  }
  return {
    method: METHOD_NAMES[method],
    path: sentPath,
    query,
    body,
    first,
    ifMatch,
    idempotencyKey: key === undefined ? null : key.toLowerCase(),
    expect: written.expect === undefined ? DONE : written.expect,
    made: written.made === undefined ? null : fieldPath(written.made),
    says,
    mentions: names.mentions,
  };
}

const METHOD_NAMES = { post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const;

/** Headers that let in, or that say how something is sent. */
const NOT_KEYS: ReadonlySet<string> = new Set([
  ...['authorization', 'cookie', 'proxy-authorization', 'host', 'if-match', 'if-none-match'],
  ...['content-type', 'content-length', 'transfer-encoding', 'connection', 'accept'],
]);
