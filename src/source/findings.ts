import type { DiagnosticCode } from './codes.ts';
import { type Diagnostic, type DiagnosticDetails, diagnostic } from './diagnostic.ts';
import { type DocumentPath, keyOrigin, type SourceDocument, valueOrigin } from './source-document.ts';

/** Diagnostics about one document, each placed by its path. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly document: SourceDocument;

  constructor(document: SourceDocument) {
    this.document = document;
  }

  atValue(
    code: DiagnosticCode,
    documentPath: DocumentPath,
    message: string,
    details: DiagnosticDetails = {},
  ): void {
    this.diagnostics.push(diagnostic(code, message, valueOrigin(this.document, documentPath), details));
  }

  atKey(
    code: DiagnosticCode,
    documentPath: DocumentPath,
    message: string,
    details: DiagnosticDetails = {},
  ): void {
    this.diagnostics.push(diagnostic(code, message, keyOrigin(this.document, documentPath), details));
  }
}
