import { parseUrl } from '../../source/parse-url.ts';
import type { Exchange } from '../http/exchange.ts';
import type { KeptAnswer, KeptAnswers } from '../protocol/kept-answers.ts';
import { linksIn } from '../protocol/link-header.ts';

export interface ConditionalRead {
  readonly url: string;
  /** Where a 404 says that there is no such thing: it is not asked for again while this text is the same. */
  readonly absentWhile: string | null;
}

export interface ConditionalReadSettings {
  readonly answers: KeptAnswers | null;
  readonly now: () => number;
  /** Whether a text has a secret of the connection in it. */
  readonly isDiscreet: (text: string) => boolean;
}

type Conditions = Readonly<Record<string, string>>;
type ToldAnswer = Extract<Exchange, { readonly end: 'answer' }>;

/**
 * A GET that names what was answered the last time: where that is as it was, GitHub says 304, which costs no quota. GitHub
 * looks at the permission first, so a 304 is never older than a 200. All headers are of now, except the links to other pages.
 */
export async function readConditionally(
  settings: ConditionalReadSettings,
  read: ConditionalRead,
  ask: (conditions: Conditions) => Promise<Exchange>,
): Promise<Exchange> {
  const { answers } = settings;
  if (answers === null) return ask({});
  const path = pathOf(read.url);
  const kept = answers.find(path);
  if (kept?.is === 'absence' && kept.whilst === read.absentWhile) return absent(kept.needs);
  const answer = kept?.is === 'answer' ? kept : null;
  const exchange = await ask(answer === null ? {} : conditionsOf(answer));
  if (!isUnchanged(exchange)) return remembered(settings, read, exchange);
  if (answer !== null && vouchesFor(exchange, answer)) return asBefore(exchange, answer);
  answers.forget(path);
  return remembered(settings, read, await ask({}));
}

function pathOf(url: string): string {
  const parsed = parseUrl(url);
  return parsed === null ? url : `${parsed.pathname}${parsed.search}`;
}

function conditionsOf({ etag, modified }: KeptAnswer): Conditions {
  if (etag !== null) return { 'if-none-match': etag };
  return modified === null ? {} : { 'if-modified-since': modified };
}

function isUnchanged(exchange: Exchange): exchange is ToldAnswer {
  return exchange.end === 'answer' && exchange.status === 304;
}

/** It speaks of another answer, or of somebody who may do something else now: then all of it is asked for. */
function vouchesFor({ etag, headers }: ToldAnswer, kept: KeptAnswer): boolean {
  const scopes = headers.get('x-oauth-scopes');
  const sameTag = etag === null || kept.etag === null || bare(etag) === bare(kept.etag);
  return sameTag && (scopes === null || scopes === kept.scopes);
}

function bare(etag: string): string {
  return etag.replace(/^W\//, '');
}

function asBefore({ headers, ...exchange }: ToldAnswer, { body, etag, link }: KeptAnswer): ToldAnswer {
  const linked = (name: string): string | null =>
    headers.get(name) ?? (name.toLowerCase() === 'link' ? link : null);
  return { ...exchange, status: 200, body: JSON.parse(body), etag, headers: { get: linked } };
}

function absent(needs: string | null): Exchange {
  const get = (name: string): string | null =>
    name.toLowerCase() === 'x-accepted-github-permissions' ? needs : null;
  const problem = { status: 404, code: '', detail: 'Not Found', errors: [], existing: null };
  return { end: 'refusal', kind: 'missing', problem, headers: { get }, etag: null, uncertain: false };
}

function remembered(
  { answers, now, isDiscreet }: ConditionalReadSettings,
  { url, absentWhile }: ConditionalRead,
  exchange: Exchange,
): Exchange {
  if (answers === null || exchange.end === 'failure') return exchange;
  const path = pathOf(url);
  const { headers, etag } = exchange;
  if (exchange.end === 'refusal') {
    const needs = headers.get('x-accepted-github-permissions');
    if (exchange.problem.status === 404 && absentWhile !== null) {
      answers.keep(path, { is: 'absence', at: now(), whilst: absentWhile, needs });
    } else {
      answers.forget(path);
    }
    return exchange;
  }
  const modified = headers.get('last-modified');
  const link = headers.get('link');
  const body = JSON.stringify(exchange.body, withoutTokens);
  const isKept =
    exchange.status === 200 &&
    (isTag(etag) || isDate(modified)) &&
    !mayGoOnUnseen(url, link, exchange.body) &&
    isDiscreet(`${body}${link}`);
  if (!isKept) {
    answers.forget(path);
    return exchange;
  }
  answers.keep(path, {
    is: 'answer',
    at: now(),
    etag: isTag(etag) ? etag : null,
    modified: isDate(modified) ? modified : null,
    link,
    scopes: headers.get('x-oauth-scopes'),
    body,
  });
  return exchange;
}

/** GitHub's repositories come with a token to clone them by. Nothing here reads such a thing. */
function withoutTokens(name: string, value: unknown): unknown {
  return /token|secret|password|private_key/i.test(name) ? undefined : value;
}

function isTag(etag: string | null): etag is string {
  return etag !== null && /^(W\/)?"[\x21\x23-\x7e]*"$/.test(etag);
}

function isDate(text: string | null): text is string {
  return text !== null && /^[\w ,:+-]+$/.test(text) && Number.isFinite(Date.parse(text));
}

/**
 * The tag of a page is made of its items, and not of its links. So a full page that was the last one says that it is as
 * it was when there is another after it: that one would not be asked for.
 */
function mayGoOnUnseen(url: string, link: string | null, body: unknown): boolean {
  const size = Number(parseUrl(url)?.searchParams.get('per_page') ?? Number.NaN);
  const isFull = listsIn(body).some((list) => list.length >= size);
  return isFull && linksIn(link)?.has('next') !== true;
}

function listsIn(body: unknown): readonly (readonly unknown[])[] {
  if (Array.isArray(body)) return [body];
  return typeof body === 'object' && body !== null ? Object.values(body).filter(Array.isArray) : [];
}
