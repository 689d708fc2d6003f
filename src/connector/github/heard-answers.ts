import { type AnswerHeaders, HeardHeaders } from '../http/heard-headers.ts';
import { type PrimaryQuota, primaryQuotaIn } from './github-quota.ts';

/** What the headers of GitHub's answers tell beside the answers, of the last that told each thing. */
export class HeardAnswers extends HeardHeaders {
  quota: PrimaryQuota | null = null;
  /** Scopes of a classic token; null for any other. */
  scopes: readonly string[] | null = null;
  /** When the token ends, in milliseconds since the epoch; null where it does not, or GitHub does not say. */
  tokenEnds: number | null = null;
  /** What an App was allowed with its last token; null where there was none. */
  appPermissions: Readonly<Record<string, string>> | null = null;

  override hear(headers: AnswerHeaders): void {
    super.hear(headers);
    this.quota = primaryQuotaIn(headers) ?? this.quota;
    this.scopes = scopesIn(headers) ?? this.scopes;
    this.tokenEnds = tokenEndIn(headers) ?? this.tokenEnds;
  }
}

/** A header that is there and empty says that there is no scope. */
function scopesIn(headers: AnswerHeaders): readonly string[] | null {
  const text = headers.get('x-oauth-scopes');
  if (text === null) return null;
  return text
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}

const TOKEN_END = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (UTC|[+-]\d{4})$/;

/** `2026-12-24 09:00:00 UTC`, or with `+0100`. */
function tokenEndIn(headers: AnswerHeaders): number | null {
  const text = headers.get('github-authentication-token-expiration');
  if (text === null) return null;
  const [, day, hour, zone] = TOKEN_END.exec(text) ?? [];
  if (day === undefined || hour === undefined || zone === undefined) return null;
  const offset = zone === 'UTC' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const at = Date.parse(`${day}T${hour}${offset}`);
  return Number.isNaN(at) ? null : at;
}
