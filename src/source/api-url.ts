import { parseUrl } from './parse-url.ts';

/**
 * What is wrong with the address of an API; null for nothing. It is never repeated: there may be a password in it, with
 * signs that make another address of it for whoever reads it.
 */
export function apiUrlFault(url: string): string | null {
  if (url.includes('@')) {
    return 'The url holds a user name or password, or an @ that has to be written %40. The token is read from the environment, and belongs nowhere else.';
  }
  if (/[?#]/.test(url)) return 'The url holds a ? or a #, behind which paths cannot be appended.';
  if (parseUrl(url) === null || !/^https?:\/\/[^/]/.test(url))
    return 'The url is not an http or https address.';
  return null;
}

/** Names that one machine has for itself. */
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * An address in the one form that all spellings of it share: letter case of the host, the port that goes without saying,
 * slashes at the end, and what a machine calls itself. Only to be compared. The address has no fault.
 */
export function comparableUrl(url: string): string {
  const { protocol, hostname, port, pathname } = new URL(url);
  const host = hostname.replace(/\.$/, '');
  const at = port === '' ? '' : `:${port}`;
  return `${protocol}//${LOOPBACK.has(host) ? 'localhost' : host}${at}${pathname.replace(/\/+$/, '')}`;
}

export const API_URL_HINT = 'Write https://host/path; the token comes from the environment.';
