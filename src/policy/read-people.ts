import type { Diagnostic } from '../source/diagnostic.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import {
  childNode,
  type DocumentNode,
  entriesOf,
  nodeKeyOrigin,
  oneOrMoreTexts,
  rootNode,
  textAt,
} from './document-node.ts';
import { onceEach } from './duplicate-declaration.ts';
import type { PersonRecord } from './people-document.ts';
import type { UnreadDocuments } from './validator.ts';

/**
 * Everybody of all People documents. Codes: those of the schema check, `duplicate-declaration` for a name that is written
 * twice. Whether a key is somebody's, and only one person's, is for who knows the organizations: see `bind-people`.
 */
export function readPeople({ documents, validator }: UnreadDocuments): Outcome<readonly PersonRecord[]> {
  const diagnostics: Diagnostic[] = [];
  const read: PersonRecord[] = [];
  for (const document of documents) {
    for (const fault of validator(document)) diagnostics.push(fault);
    for (const [name, node] of entriesOf(childNode(rootNode(document), 'people')))
      read.push(person(name, node));
  }
  const once = onceEach(
    read,
    ({ name }) => name,
    ({ name }) => `The person ${quote(name)}`,
    diagnostics,
  );
  return outcome(once, diagnostics);
}

function person(name: string, node: DocumentNode): PersonRecord {
  const keys = entriesOf(childNode(node, 'keys')).flatMap(([organization, at]) =>
    oneOrMoreTexts(at).map((member) => ({
      organization: { value: organization, origin: nodeKeyOrigin(at) },
      member,
    })),
  );
  return { name, origin: nodeKeyOrigin(node), title: textAt(node, 'name')?.value ?? null, keys };
}
