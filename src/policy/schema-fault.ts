import type { ErrorObject } from 'ajv/dist/2020.js';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { type Diagnostic, type DiagnosticDetails, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { known } from '../source/known.ts';
import { escapeText, quote } from '../source/quote.ts';
import {
  type DocumentPath,
  isPlainMap,
  keyOrigin,
  parsePointer,
  type SourceDocument,
  valueOrigin,
} from '../source/source-document.ts';
import { misplacedKey, misplacedRoles } from './misplaced-key.ts';
import { textFault } from './text-fault.ts';

/** What is told of a schema around the place at fault. */
interface SchemaPart {
  readonly title?: string;
  /** `text: moment`: the kind of text a diagnostic is worded for. */
  readonly $comment?: string;
  readonly properties?: { readonly [key: string]: unknown };
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
}

/**
 * One schema error as a diagnostic at its place; null for errors that only sum up others. With the platform that the
 * schema was narrowed to, what it rules out is told as its rule.
 */
export function schemaFault(
  error: ErrorObject,
  document: SourceDocument,
  platform: PlatformDefinition | null,
): Diagnostic | null {
  const documentPath = parsePointer(error.instancePath);
  const part = (error.parentSchema ?? {}) as SchemaPart;
  switch (error.keyword) {
    case 'if':
    case 'propertyNames':
      return null;
    case 'additionalProperties':
      return unknownKey(error, documentPath, part, document, platform);
    case 'not':
      return secretWritten(part, documentPath, document);
    case 'required':
      return missingKey(String(error.params.missingProperty), documentPath, document);
    case 'type':
      return wrongType(error, documentPath, part, document, platform);
    case 'enum':
    case 'const':
      return notAllowed(error, documentPath, part, document);
    case 'pattern':
    case 'format':
    case 'minLength':
      return wrongText(error, documentPath, part, document);
    case 'maxLength':
      // A kind of text says itself what is wrong with one that is too long.
      return part.$comment === undefined
        ? outOfRange(error, documentPath, document)
        : wrongText(error, documentPath, part, document);
    default:
      return outOfRange(error, documentPath, document);
  }
}

function unknownKey(
  error: ErrorObject,
  documentPath: DocumentPath,
  part: SchemaPart,
  document: SourceDocument,
  platform: PlatformDefinition | null,
): Diagnostic {
  const key = String(error.params.additionalProperty);
  const known = part.properties === undefined ? [] : Object.keys(part.properties);
  const near = nearest(key, known);
  const holder = part.title === undefined ? 'this' : withArticle(part.title);
  const value = isPlainMap(error.data) ? error.data[key] : undefined;
  const origin = keyOrigin(document, [...documentPath, key]);
  const ruled = platform === null ? null : misplacedKey(key, value, documentPath, known, platform);
  if (ruled !== null) return diagnostic(ruled.code, ruled.message, origin, { hint: ruled.hint });
  return diagnostic('unknown-key', `${quote(key)} is not a key of ${holder}.`, origin, {
    hint: keyHint(key, value, near, known),
  });
}

function keyHint(key: string, value: unknown, near: string | null, known: readonly string[]): string {
  if (near !== null) return `Did you mean \`${near}\`?`;
  // `{ title: See users, groups }` reads as a key `groups`: the likeliest way to such a key.
  if (value === null && key.includes(' '))
    return 'A comma inside { } begins a new key: put the text in quotes.';
  return `Keys here: ${known.join(', ')}.`;
}

function missingKey(key: string, documentPath: DocumentPath, document: SourceDocument): Diagnostic {
  return diagnostic(
    'missing-key',
    `${owner(documentPath)} needs the key \`${key}\`.`,
    keyOrigin(document, documentPath),
  );
}

/** A key that the schema rules out because its value is a secret (`secret: VARIABLE`); the value is not shown. */
function secretWritten(
  { $comment = '' }: SchemaPart,
  documentPath: DocumentPath,
  document: SourceDocument,
): Diagnostic {
  const message = `${owner(documentPath)} is a secret: it does not belong in a file.`;
  return diagnostic('secret-in-file', message, keyOrigin(document, documentPath), {
    hint: `Terraform reads it from ${$comment.replace('secret: ', '')}.`,
  });
}

function wrongType(
  error: ErrorObject,
  documentPath: DocumentPath,
  part: SchemaPart,
  document: SourceDocument,
  platform: PlatformDefinition | null,
): Diagnostic {
  const ruled = platform === null ? null : misplacedRoles(documentPath, error.data, platform);
  if (ruled !== null) {
    return diagnostic(ruled.code, ruled.message, valueOrigin(document, documentPath), { hint: ruled.hint });
  }
  const types = [error.params.type].flat().map(String);
  const wanted = types.filter((type) => type !== 'null');
  const typed = document.typed(documentPath);
  const found = describe(error.data, typed);
  const date = part.$comment === 'text: moment';
  const details: DiagnosticDetails = {
    hint:
      error.data === null
        ? nothingHint(wanted, documentPath.at(-1))
        : typeHint(error.data, wanted, typed, part),
  };
  const words = wanted.map((type) => TYPE_WORDS[type] ?? type).join(' or ');
  return diagnostic(
    date ? 'invalid-date' : 'invalid-value',
    `${owner(documentPath)} must be ${words}, but ${found}.`,
    valueOrigin(document, documentPath),
    details,
  );
}

const TYPE_WORDS: { readonly [type: string]: string } = {
  string: 'text',
  array: 'a list',
  object: 'a map',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
};

function describe(value: unknown, typed: string | null): string {
  if (value === null) return 'nothing is written';
  if (Array.isArray(value)) return 'a list is written';
  if (typeof value === 'object') return 'a map is written';
  if (typeof value === 'number') return `the number ${typed ?? value} is written`;
  if (typeof value === 'boolean') return `${typed ?? value} is written`;
  return `the text ${quote(String(value))} is written`;
}

/** What is not written at all; of roles an empty list is not always taken (`default-role-given`). */
function nothingHint(wanted: readonly string[], key: DocumentPath[number] | undefined): string | null {
  if (key === 'roles') return 'Write the roles, or remove the key.';
  if (wanted.includes('array')) return 'Write [] to say there are none.';
  return wanted.includes('object') ? 'Write {} to say there are none.' : null;
}

function typeHint(
  value: unknown,
  wanted: readonly string[],
  typed: string | null,
  { pattern, $comment = '', title = 'Text' }: SchemaPart,
): string | null {
  if ((typeof value === 'number' || typeof value === 'boolean') && wanted.includes('string')) {
    const text = typed ?? String(value);
    // Quotes do not help what is wrong with them too: 20270630 is no date in quotes either.
    const wrong = pattern !== undefined && !new RegExp(pattern, 'u').test(text);
    return wrong ? textFault($comment, title, text).hint : `Put it in quotes: "${escapeText(text)}".`;
  }
  if (typeof value === 'string' && wanted.length === 1 && wanted[0] === 'array') {
    return 'Put it in brackets: a list of one.';
  }
  return null;
}

function notAllowed(
  error: ErrorObject,
  documentPath: DocumentPath,
  part: SchemaPart,
  document: SourceDocument,
): Diagnostic {
  const allowed = (
    error.keyword === 'const' ? [part.const] : known(part.enum, 'the words that are allowed')
  ).map(String);
  const value = error.data;
  const near = typeof value === 'string' ? nearest(value, allowed) : null;
  const found = describe(value, document.typed(documentPath));
  const wanted = allowed.length === 1 ? allowed[0] : `one of ${allowed.join(', ')}`;
  return diagnostic(
    'invalid-value',
    `${owner(documentPath)} must be ${wanted}, but ${found}.`,
    valueOrigin(document, documentPath),
    { hint: near === null ? null : `Did you mean \`${near}\`?` },
  );
}

function wrongText(
  error: ErrorObject,
  documentPath: DocumentPath,
  part: SchemaPart,
  document: SourceDocument,
): Diagnostic {
  const fault = textFault(part.$comment ?? '', part.title ?? 'Text', String(error.data));
  const key = error.propertyName;
  const origin =
    key === undefined ? valueOrigin(document, documentPath) : keyOrigin(document, [...documentPath, key]);
  return diagnostic(fault.code, fault.message, origin, { hint: fault.hint });
}

const LIMITS: ReadonlyMap<string, (limit: string) => string> = new Map([
  ['minimum', (limit: string) => `must be at least ${limit}`],
  ['maximum', (limit: string) => `must be at most ${limit}`],
  ['maxLength', (limit: string) => `must have at most ${limit} characters`],
  ['minItems', (limit: string) => `must have at least ${limit} item${limit === '1' ? '' : 's'}`],
  ['minProperties', (limit: string) => `must have at least ${limit} key${limit === '1' ? '' : 's'}`],
  ['maxProperties', (limit: string) => `must have at most ${limit} keys`],
]);

function outOfRange(error: ErrorObject, documentPath: DocumentPath, document: SourceDocument): Diagnostic {
  const limit = String(error.params.limit ?? '');
  const words = LIMITS.get(error.keyword)?.(limit) ?? `breaks the rule ${error.keyword} of the schema`;
  return diagnostic('invalid-value', `${owner(documentPath)} ${words}.`, valueOrigin(document, documentPath));
}

/** The thing at fault by its key; items of a list by their number, counted from 1. */
function owner(documentPath: DocumentPath): string {
  const last = documentPath.at(-1);
  if (last === undefined) return 'The document';
  if (!/^\d+$/.test(String(last))) return `\`${escapeText(String(last))}\``;
  const list = documentPath.at(-2);
  return list === undefined
    ? `Item ${Number(last) + 1}`
    : `Item ${Number(last) + 1} of \`${escapeText(String(list))}\``;
}

/** `Child group` → `a child group`; `Members` → `members`. */
function withArticle(title: string): string {
  const lower = title.charAt(0).toLowerCase() + title.slice(1);
  if (/s$/.test(lower)) return lower;
  return `${/^[aeio]/.test(lower) ? 'an' : 'a'} ${lower}`;
}
