import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { readPlatformDocument } from '../../../policy/read-one-document.ts';
import type { Outcome } from '../../../source/outcome.ts';
import { readUserFile } from './user-file.ts';

/** A platform file that a user wrote. Fails with file-unreadable, no-documents, and all a platform file can earn. */
export function readPlatformFile(file: string, schema: object): Outcome<PlatformDefinition> {
  return readUserFile(file, schema, readPlatformDocument);
}
