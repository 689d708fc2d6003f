import { checkContradictions } from '../platform/contradictions.ts';
import { loadPlatform } from '../platform/load-platform.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { PlatformDocument } from '../platform/platform-document.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { type DocumentKind, expectKind } from './document-kind.ts';
import type { Validator } from './validator.ts';

/** A document that the schema of its kind has accepted, and what else is read of it. */
export function ofKind<T>(
  document: SourceDocument,
  kind: DocumentKind,
  validator: Validator,
  read: () => Outcome<T>,
): Outcome<T> {
  const envelope = expectKind(document, kind);
  if (!envelope.ok) return envelope;
  const faults = validator(document);
  return faults.length > 0 ? failure(faults) : read();
}

/** Codes: those of the schema check and of `loadPlatform`, `unknown-kind`. */
export function readPlatformDocument(
  document: SourceDocument,
  validator: Validator,
): Outcome<PlatformDefinition> {
  return ofKind(document, 'Platform', validator, () =>
    loadPlatform(document.value as PlatformDocument, document, checkContradictions),
  );
}

/** What it describes is read by connector/described. Codes: those of the schema check, `unknown-kind`. */
export function readConnectorDocument(
  document: SourceDocument,
  validator: Validator,
): Outcome<SourceDocument> {
  return ofKind(document, 'Connector', validator, () => success(document));
}
