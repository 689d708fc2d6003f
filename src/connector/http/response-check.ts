import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import type { Meaning, Reply } from './api-conventions.ts';
import type { ReceivedResponse } from './attempt.ts';
import { type Exchange, problemDetailsOf } from './exchange.ts';

/** Which request, for messages: `GET https://host/orgs/acme/api/v1/groups?page=2`. */
export interface RequestLabel {
  readonly method: string;
  readonly url: string;
}

const QUOTED = 120;

/**
 * What a final answer ends in, by what it means to its API. Fails with token-rejected, token-forbidden,
 * connector-rate-limited, connector-server-error and, for anything that is not as the API is documented,
 * connector-protocol.
 */
export function judgeResponse(
  reply: Reply,
  meaning: Meaning,
  requestLabel: RequestLabel,
  uncertain: boolean,
  hide: (text: string) => string,
): Exchange {
  const { status, headers, body } = reply;
  const origin: Origin = { from: 'live', url: requestLabel.url };
  const request = `${requestLabel.method} ${requestLabel.url}`;
  const failed = (found: Diagnostic): Exchange => ({ end: 'failure', diagnostic: found, inDoubt: false });
  const told = { headers, etag: headers.get('etag'), uncertain };
  switch (meaning.means) {
    case 'answer':
      return { end: 'answer', status, body, ...told };
    case 'unchanged':
      return { end: 'answer', status, body: null, ...told };
    case 'refused':
      return { end: 'refusal', kind: meaning.kind, problem: problemDetailsOf(status, body), ...told };
    case 'rate-limited': {
      const asks = headers.get('retry-after');
      const wait = asks === null ? '' : ` and asks to wait (Retry-After: ${quote(asks)})`;
      const message = `${request}: the platform keeps answering ${status}${wait}`;
      return failed(diagnostic('connector-rate-limited', message, origin));
    }
    case 'unavailable': {
      const message = `${request}: the platform answers ${status} (${excerpt(reply, hide)})`;
      return failed(diagnostic('connector-server-error', message, origin));
    }
    case 'token-rejected':
      return failed(diagnostic('token-rejected', `${request}: the platform does not know the token`, origin));
    case 'forbidden': {
      const { detail } = problemDetailsOf(status, body);
      const needs = meaning.needs === null ? '' : `; it needs ${meaning.needs}`;
      return failed(diagnostic('token-forbidden', `The token may not ${request}: ${detail}${needs}`, origin));
    }
    case 'unknown': {
      const strange = body === undefined ? `answered ${status} with ${excerpt(reply, hide)}` : null;
      const message = strange ?? `answered ${status}, which Bylaw never asks for`;
      return failed(notApiResponse(`${request}: ${message}`, origin));
    }
  }
}

/** An answer with its body read as what it says it is. */
export function replyOf({ status, headers, text }: ReceivedResponse): Reply {
  return { status, headers, text, body: parse(status, headers, text) };
}

export function notApiResponse(message: string, origin: Origin): Diagnostic {
  return diagnostic('connector-protocol', message, origin);
}

/** Undefined when the body is not JSON or does not say it is; null for an answer that has none. */
function parse(status: number, headers: ReceivedResponse['headers'], text: string): unknown {
  if (status === 204 || status === 205) return null;
  const type = headers.get('content-type');
  if (type === null || !/^application\/([\w.-]+\+)?json\b/i.test(type)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Content type and first characters. The token is hidden before cutting: half of it would not be found any more. */
function excerpt({ headers, text: whole }: Reply, hide: (text: string) => string): string {
  const type = headers.get('content-type') ?? 'no content type';
  const text = hide(whole).replace(/\s+/g, ' ').trim();
  const shown = text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
  return shown === '' ? `${type}, empty` : `${type}: ${shown}`;
}
