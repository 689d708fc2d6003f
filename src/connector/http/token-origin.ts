import type { Diagnostic } from '../../source/diagnostic.ts';
import { parseUrl } from '../../source/parse-url.ts';
import { escapeText } from '../../source/quote.ts';
import type { RequestForm } from './api-conventions.ts';
import { notApiResponse } from './response-check.ts';

/** Answers that name another address instead of answering. */
export const REDIRECTS = new Set([301, 302, 303, 307, 308]);
export const MOST_REDIRECTS = 3;

/** Where to follow a redirect to: only reads, and only within the origin that the token was meant for. */
export function redirectTarget(request: RequestForm, location: string | null, url: string): string | null {
  if (request.method !== 'GET' || location === null) return null;
  const target = parseUrl(location, url);
  return target?.origin === new URL(url).origin ? target.href : null;
}

/** A next page that a platform tells of is asked for where the token is meant to go, or not at all. */
export function elsewhere(base: string, url: string): Diagnostic | null {
  if (parseUrl(url)?.origin === new URL(base).origin) return null;
  const message = `${escapeText(url)} is not at ${new URL(base).origin}; the token was not sent there`;
  return notApiResponse(message, { from: 'live', url: base });
}
