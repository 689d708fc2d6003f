import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { quote } from '../../source/quote.ts';
import { liveOrigin, type OrganizationEndpoint } from './organization-endpoint.ts';

/** What an answer is about: how messages call it (`group acme/qa`) and where it is. */
export interface ResponseSubject {
  readonly name: string;
  readonly path: string;
}

/**
 * An answer that contradicts what was read or sent: of another object, of other content, of something that is there and
 * is not. What is known of the organization is wrong then, so nothing more of it is written: least of all a removal.
 */
export function contradictionDiagnostic(
  organizationEndpoint: OrganizationEndpoint,
  { name, path }: ResponseSubject,
  how: string,
): Diagnostic {
  return diagnostic('connector-contradiction', `${name}: ${how}`, liveOrigin(organizationEndpoint, path));
}

/** `title "Writers" for "Writers "`. */
export function alteredValueText(field: string, kept: string, sent: string): string {
  return `${field} ${quote(kept)} for ${quote(sent)}`;
}
