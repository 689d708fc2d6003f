import { readWholeFile } from '../../../file/read-file.ts';
import { compileCheck } from '../../../policy/compile-check.ts';
import { createValidator, type Validator } from '../../../policy/validator.ts';
import { diagnostic } from '../../../source/diagnostic.ts';
import { failure, type Outcome } from '../../../source/outcome.ts';
import type { SourceDocument } from '../../../source/source-document.ts';
import { readYaml } from '../../../source/yaml.ts';

/** The one document of a file that a user wrote. Fails with file-unreadable, no-documents, and what `read` finds. */
export function readUserFile<T>(
  file: string,
  schema: object,
  read: (document: SourceDocument, validator: Validator) => Outcome<T>,
): Outcome<T> {
  const bytes = readWholeFile(file, { place: null });
  if (!bytes.ok) return bytes;
  const documents = readYaml(bytes.value, file);
  if (!documents.ok) return documents;
  const [first] = documents.value;
  if (first === undefined) return failure(diagnostic('no-documents', `${file} holds no document.`, null));
  return read(first, createValidator(schema, compileCheck));
}
