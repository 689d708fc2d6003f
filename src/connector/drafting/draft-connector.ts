import { type Outcome, success } from '../../source/outcome.ts';
import type { SourceDocument } from '../../source/source-document.ts';
import { draftApi } from './draft-api.ts';
import { decisionsOf, draftText } from './draft-text.ts';
import { openApiIn } from './local-references.ts';

/** A draft of a connector file, and what there is to say of it. */
export interface DraftedConnector {
  readonly lists: readonly { readonly name: string; readonly get: string; readonly decisions: number }[];
  readonly writes: number;
  readonly decisions: number;
  readonly left: readonly { readonly get: string; readonly because: string }[];
  readonly text: string;
}

/** Fails with `invalid-value` for what is no OpenAPI document of version 3. `source`: what the draft says that it was made of. */
export function draftConnector(document: SourceDocument, source: string): Outcome<DraftedConnector> {
  const openApi = openApiIn(document);
  if (!openApi.ok) return openApi;
  const api = draftApi(openApi.value);
  const { text, decisions } = draftText(api, source);
  return success({
    lists: api.lists.map((list) => ({ name: list.name, get: list.get, decisions: decisionsOf(list) })),
    writes: api.writes.length,
    decisions,
    left: api.left,
    text,
  });
}
