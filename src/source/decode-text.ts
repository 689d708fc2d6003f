import { codePointName } from './code-point.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';
import { known } from './known.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { LineIndex } from './line-index.ts';
import { fileOrigin } from './origin.ts';
import { failure, type Outcome, success } from './outcome.ts';

/**
 * Bytes of a file → its text without a byte order mark.
 * Codes: `file-too-large`, `file-not-utf8`, `yaml-syntax` (a character no YAML text may hold).
 */
export function decodeText(bytes: Uint8Array | string, file: string): Outcome<string> {
  if (bytes.length > MAX_FILE_BYTES) {
    const limit = MAX_FILE_BYTES / (1024 * 1024);
    return failure(diagnostic('file-too-large', `The file is larger than ${limit} MiB.`, firstLine(file)));
  }
  const decoded = typeof bytes === 'string' ? success(bytes) : decodeUtf8(bytes, file);
  if (!decoded.ok) return decoded;
  const text = decoded.value.startsWith('\ufeff') ? decoded.value.slice(1) : decoded.value;
  const found = text.search(NOT_PRINTABLE);
  return found === -1 ? success(text) : failure(unprintable(text, found, file));
}

/** What the YAML specification leaves out of c-printable, and a carriage return that ends no line. */
const NOT_PRINTABLE = /[^\P{Cc}\t\n\r\u0085]|\r(?!\n)|[\ufffe\uffff]|\p{Cs}/u;

function unprintable(text: string, at: number, file: string): Diagnostic {
  const code = codePointName(text.slice(at));
  const message =
    code === 'U+000D'
      ? 'A carriage return (U+000D) stands without a line feed.'
      : `The character ${code} is not allowed in YAML text.`;
  return diagnostic('yaml-syntax', message, fileOrigin(new LineIndex(text, file).span(at, at + 1)), {
    hint: code === 'U+000D' ? 'Save the file with LF or CRLF line ends.' : 'Remove the character.',
  });
}

function decodeUtf8(bytes: Uint8Array, file: string): Outcome<string> {
  try {
    return success(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return failure(notUtf8(bytes, file));
  }
}

/**
 * The decoder does not say where. Decoding loosely and encoding again changes exactly what was invalid, so the first
 * byte that differs is at fault.
 */
function notUtf8(bytes: Uint8Array, file: string): Diagnostic {
  const loose = new TextDecoder('utf-8', { ignoreBOM: true });
  const again = new TextEncoder().encode(loose.decode(bytes));
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at += 1;
  while (at > 0 && isContinuation(again[at])) at -= 1;
  const before = loose.decode(bytes.subarray(0, at)).replace(/^\ufeff/, '');
  const span = new LineIndex(before, file).span(before.length, before.length);
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const byte = known(bytes[at], 'the byte that is wrong').toString(16).toUpperCase().padStart(2, '0');
  return diagnostic('file-not-utf8', `The byte 0x${byte} here is not valid UTF-8.`, fileOrigin(span), {
    hint: utf16 ? 'The file looks like UTF-16: save it as UTF-8.' : null,
  });
}

function firstLine(file: string) {
  return fileOrigin({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });
}

/** Whether a byte of UTF-8 goes on with a character; nothing behind the end does. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
