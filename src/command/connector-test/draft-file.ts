import { basename } from 'node:path';
import { draftConnector } from '../../connector/drafting/draft-connector.ts';
import { isTaken } from '../../file/read-file.ts';
import { writeResult } from '../../file/write-file.ts';
import type { ConnectorDraft } from '../../report/connector/connector-draft.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { readDocuments } from '../../workspace/document-files.ts';
import { one } from '../../workspace/platform-files.ts';

/** A draft out of an OpenAPI document, written where that is asked for; never over what is there. */
export function draftOf(source: string, target: string | null): Outcome<ConnectorDraft> {
  const drafted = one(readDocuments(source, null), source, (document) =>
    draftConnector(document, basename(source)),
  );
  if (!drafted.ok) return drafted;
  if (target !== null) {
    if (isTaken(target)) {
      const message = `Cannot write ${quote(target)}: it is there already.`;
      return failure(diagnostic('file-unwritable', message, null, { hint: 'Name a new file.' }));
    }
    const written = writeResult(target, drafted.value.text);
    if (!written.ok) return written;
  }
  return success({ ...drafted.value, file: target });
}
