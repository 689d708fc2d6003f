import type { Findings } from '../../../source/findings.ts';
import { looksLikeToken } from '../../../source/redact.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { PostedBody } from '../read/posted-body.ts';
import type { WrittenBody } from './connector-document.ts';
import { fieldPath } from './describe-values.ts';

/** A text that is nothing but a field of the row around, or the row itself where it is a text. */
const FIELD = /^\{([^{}.]+)(?:\.([^{}]+))?\}$/;

/** What a list posts. Nothing but the row around can be named in it. Codes: `connector-invalid`, `secret-in-file`. */
export function describeBody(
  written: WrittenBody,
  around: string | null,
  at: DocumentPath,
  findings: Findings,
): PostedBody {
  if (isItems(written)) {
    const items = written.map((one, index) => describeBody(one, around, [...at, index], findings));
    return { is: 'items', items };
  }
  if (typeof written === 'object' && written !== null) {
    const fields = Object.entries(written).map(
      ([key, one]) => [key, describeBody(one, around, [...at, key], findings)] as const,
    );
    return { is: 'fields', fields: new Map(fields) };
  }
  if (typeof written !== 'string') return { is: 'literal', literal: written };
  const [, list, path] = FIELD.exec(written) ?? [];
  if (list !== undefined && list === around) {
    return { is: 'field', path: path === undefined ? [] : fieldPath(path) };
  }
  if (list !== undefined) {
    const hint = around === null ? 'Write for: LIST.' : `Write {${around}.FIELD}.`;
    findings.atValue('connector-invalid', at, `${written} is no field of a row around this list.`, { hint });
  }
  if (looksLikeToken(written)) {
    const message = 'This holds what looks like a token: it does not belong in a file.';
    findings.atValue('secret-in-file', at, message, { hint: 'What lets requests in stands under auth.' });
  }
  return { is: 'literal', literal: written };
}

function isItems(written: WrittenBody): written is readonly WrittenBody[] {
  return Array.isArray(written);
}
