import type { DiagnosticCode } from './codes.ts';
import { type Diagnostic, type DiagnosticDetails, diagnostic } from './diagnostic.ts';
import { keyOrigin, type DocumentPath, type SourceDocument, valueOrigin } from './document.ts';

/** Diagnostics about one document, each placed by its path. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly document: SourceDocument;

  constructor(document: SourceDocument) {
    this.document = document;
  }

  atValue(code: DiagnosticCode, path: DocumentPath, message: string, details: DiagnosticDetails = {}): void {
    this.diagnostics.push(diagnostic(code, message, valueOrigin(this.document, path), details));
  }

  atKey(code: DiagnosticCode, path: DocumentPath, message: string, details: DiagnosticDetails = {}): void {
    this.diagnostics.push(diagnostic(code, message, keyOrigin(this.document, path), details));
  }
}
