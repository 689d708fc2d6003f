/**
 * What is wrong with the address of an API; null for nothing. It is never repeated: there may be a password in it, with
 * signs that make another address of it for whoever reads it.
 */
export function apiUrlFault(url: string): string | null {
  if (url.includes('@')) {
    return 'The url holds a user name or password, or an @ that has to be written %40. The token is read from the environment, and belongs nowhere else.';
  }
  if (/[?#]/.test(url)) return 'The url holds a ? or a #, behind which paths cannot be appended.';
  if (!URL.canParse(url) || !/^https?:\/\/[^/]/.test(url)) return 'The url is not an http or https address.';
  return null;
}

export const API_URL_HINT = 'Write https://host/path; the token comes from the environment.';
