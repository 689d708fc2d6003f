import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import type { Answered } from './attempt.ts';
import { type Exchange, problemOf } from './exchange.ts';
import type { Secret } from './secret.ts';

/** Which request, for messages: `GET https://host/orgs/acme/api/v1/groups?page=2`. */
export interface Asked {
  readonly method: string;
  readonly url: string;
}

const QUOTED = 120;

/**
 * What a final answer means. Fails with token-rejected, token-forbidden, connector-rate-limited,
 * connector-server-error and, for anything that is not the JSON of an API, connector-protocol.
 */
export function judge(answer: Answered, asked: Asked, uncertain: boolean, secret: Secret): Exchange {
  const { status } = answer;
  const origin: Origin = { from: 'live', url: asked.url };
  const request = `${asked.method} ${asked.url}`;
  const failed = (found: Diagnostic): Exchange => ({ end: 'failure', diagnostic: found, inDoubt: false });
  const etag = answer.headers.get('etag');

  if (status === 429) {
    const asks = answer.headers.get('retry-after');
    const wait = asks === null ? '' : ` and asks to wait (Retry-After: ${quote(asks)})`;
    return failed(
      diagnostic('connector-rate-limited', `${request}: the platform keeps answering 429${wait}`, origin),
    );
  }
  if (status >= 500) {
    const said = excerpt(answer, secret);
    return failed(
      diagnostic('connector-server-error', `${request}: the platform answers ${status} (${said})`, origin),
    );
  }
  const json = parse(answer);
  // A bare 401 or 403 without any body is the platform's; a page of HTML is somebody's in between.
  if (json === undefined && !(answer.text === '' && (status === 401 || status === 403))) {
    return failed(notTheApi(`${request}: answered ${status} with ${excerpt(answer, secret)}`, origin));
  }
  if (status === 401) {
    return failed(diagnostic('token-rejected', `${request}: the platform does not know the token`, origin));
  }
  if (status === 403) {
    const { detail } = problemOf(status, json);
    return failed(diagnostic('token-forbidden', `The token may not ${request}: ${detail}`, origin));
  }
  if (status >= 200 && status < 300) return { end: 'answer', status, body: json, etag, uncertain };
  if (status >= 400) return { end: 'refusal', problem: problemOf(status, json), etag, uncertain };
  return failed(notTheApi(`${request}: answered ${status}, which no request of ours asks for`, origin));
}

export function notTheApi(message: string, origin: Origin): Diagnostic {
  return diagnostic('connector-protocol', message, origin);
}

/** Undefined when the body is not JSON or does not say it is; null for an answer that has none. */
function parse(answer: Answered): unknown {
  if (answer.status === 204 || answer.status === 205) return null;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(answer.headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}

/** Content type and first characters. The token is hidden before cutting: half of it would not be found any more. */
function excerpt(answer: Answered, secret: Secret): string {
  const type = answer.headers.get('content-type') ?? 'no content type';
  const text = secret.hide(answer.text).replace(/\s+/g, ' ').trim();
  const shown = text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
  return shown === '' ? `${type}, empty` : `${type}: ${shown}`;
}
