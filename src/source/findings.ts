import type { TableCode } from './codes/codes.ts';
import { type Diagnostic, type DiagnosticDetails, diagnostic } from './diagnostic.ts';
import { type DocumentPath, keyOrigin, type SourceDocument, valueOrigin } from './source-document.ts';

/** Diagnostics about one document, each placed by its path. */
export class Findings {
  readonly diagnostics: Diagnostic[] = [];
  readonly document: SourceDocument;

  constructor(document: SourceDocument) {
    this.document = document;
  }

  atValue<Code extends TableCode>(
    code: Code,
    documentPath: DocumentPath,
    message: string,
    details: DiagnosticDetails<Code> = {},
  ): void {
    this.diagnostics.push(diagnostic(code, message, valueOrigin(this.document, documentPath), details));
  }

  atKey<Code extends TableCode>(
    code: Code,
    documentPath: DocumentPath,
    message: string,
    details: DiagnosticDetails<Code> = {},
  ): void {
    this.diagnostics.push(diagnostic(code, message, keyOrigin(this.document, documentPath), details));
  }
}
