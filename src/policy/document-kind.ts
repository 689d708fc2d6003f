import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { isPlainMap, keyOrigin, type SourceDocument, valueOrigin } from '../source/source-document.ts';

export const API_VERSION = 'bylaw/v1';

interface DocumentKindRow {
  /** What such a document is for, in an editor. */
  readonly words: string;
  /** What leads Bylaw to it: a pattern in `files`, or its being named as the file of just this. */
  readonly foundBy: 'files' | 'name';
}

/** Every kind of document. Each has its reader in the table of `createPolicy`; without one it does not compile. */
const KINDS = {
  Organization: { words: 'Who belongs to an organization and what they may do there', foundBy: 'files' },
  Workspace: { words: 'bylaw.yaml: which files, which organizations on which platform', foundBy: 'name' },
  Platform: { words: "A platform's rules of access", foundBy: 'name' },
  Expectations: { words: 'Tests on effective access', foundBy: 'files' },
  Guardrails: { words: 'What an apply must not do without a word for it', foundBy: 'files' },
  Rules: { words: 'What access must never come to, and what is acknowledged of it', foundBy: 'files' },
  People: { words: 'Which keys in several organizations are one person', foundBy: 'files' },
  Connector: {
    words: 'How a platform is read',
    foundBy: 'name',
  },
} as const satisfies Readonly<Record<string, DocumentKindRow>>;

export type DocumentKind = keyof typeof KINDS;

export const DOCUMENT_KINDS = Object.keys(KINDS) as readonly DocumentKind[];

export function wordsOfKind(kind: DocumentKind): string {
  return KINDS[kind].words;
}

export function isFoundByPattern(kind: DocumentKind): boolean {
  return KINDS[kind].foundBy === 'files';
}

/** What a document says it is. Codes: `invalid-value` (no map), `missing-key`, `unknown-kind`. */
export function documentKind(document: SourceDocument): Outcome<DocumentKind> {
  const { value } = document;
  if (!isPlainMap(value)) {
    return failure(
      diagnostic('invalid-value', 'A document must be a map.', keyOrigin(document, []), {
        hint: `Begin it with apiVersion: ${API_VERSION} and a kind.`,
      }),
    );
  }
  const problems: Diagnostic[] = [];
  const version = value.apiVersion;
  if (version === undefined) problems.push(missing(document, 'apiVersion', API_VERSION));
  else if (version !== API_VERSION) {
    problems.push(unknown(document, 'apiVersion', version, [API_VERSION]));
  }
  const kind = value.kind;
  const known = DOCUMENT_KINDS.find((name) => name === kind);
  if (kind === undefined) problems.push(missing(document, 'kind', DOCUMENT_KINDS.join(', ')));
  else if (known === undefined) problems.push(unknown(document, 'kind', kind, DOCUMENT_KINDS));
  return known !== undefined && problems.length === 0 ? success(known) : failure(problems);
}

const NAMED_BY: { readonly [K in DocumentKind]: string | null } = {
  Organization: 'name',
  Expectations: 'organization',
  Workspace: null,
  Platform: null,
  Guardrails: null,
  Rules: null,
  People: null,
  Connector: null,
};

/** The organization that a document is about; null for a kind that is about none, and for what is not rightly written. */
export function organizationOfDocument(document: SourceDocument): string | null {
  const kind = documentKind(document);
  const key = kind.ok ? NAMED_BY[kind.value] : null;
  const name = key !== null && isPlainMap(document.value) ? document.value[key] : null;
  return typeof name === 'string' ? name : null;
}

export function isOfKind(document: SourceDocument, wanted: DocumentKind): boolean {
  const kind = documentKind(document);
  return kind.ok && kind.value === wanted;
}

/** The kind must be this one: bylaw.yaml is a Workspace, a platform file a Platform. Codes as `documentKind`. */
export function expectKind(document: SourceDocument, wanted: DocumentKind): Outcome<DocumentKind> {
  const kind = documentKind(document);
  if (!kind.ok || kind.value === wanted) return kind;
  return failure(
    diagnostic(
      'unknown-kind',
      `A document of kind ${kind.value} is where a document of kind ${wanted} belongs.`,
      valueOrigin(document, ['kind']),
    ),
  );
}

function missing(document: SourceDocument, key: string, values: string): Diagnostic {
  return diagnostic('missing-key', `The document has no \`${key}\`.`, keyOrigin(document, []), {
    hint: `Allowed: ${values}.`,
  });
}

function unknown(
  document: SourceDocument,
  key: 'apiVersion' | 'kind',
  value: unknown,
  known: readonly string[],
): Diagnostic {
  const near = typeof value === 'string' ? nearest(value, known) : null;
  const shown = typeof value === 'string' ? quote(value) : 'what is written here';
  return diagnostic(
    'unknown-kind',
    `The ${key} ${shown} is not one Bylaw knows.`,
    valueOrigin(document, [key]),
    { hint: near === null ? `Allowed: ${known.join(', ')}.` : `Did you mean \`${near}\`?` },
  );
}
