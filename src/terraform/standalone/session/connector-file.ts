import type { Connector } from '../../../connector/connector.ts';
import { describedConnector } from '../../../connector/described/described-connector.ts';
import { describeApi } from '../../../connector/described/description/describe-api.ts';
import { readConnectorDocument } from '../../../policy/read-one-document.ts';
import { type Outcome, success } from '../../../source/outcome.ts';
import { readUserFile } from './user-file.ts';

/** A connector file that a user wrote. Fails with file-unreadable, no-documents, and all a connector file can earn. */
export function readConnectorFile(file: string, schema: object): Outcome<Connector> {
  return readUserFile(file, schema, (document, validator): Outcome<Connector> => {
    const accepted = readConnectorDocument(document, validator);
    if (!accepted.ok) return accepted;
    const api = describeApi(accepted.value);
    return api.ok ? success(describedConnector(api.value), api.diagnostics) : api;
  });
}
