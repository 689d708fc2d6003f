import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { isOfKind } from './document-kind.ts';
import {
  childNode,
  type DocumentNode,
  entriesOf,
  nodeKeyOrigin,
  oneOrMoreTexts,
  rootNode,
  textAt,
  wholeAt,
} from './document-node.ts';
import {
  type GuardrailsDocument,
  LIMIT_NAMES,
  type LimitName,
  type WrittenException,
  type WrittenHolders,
  type WrittenLimit,
  type WrittenPlace,
} from './guardrails-document.ts';
import { readWindow } from './read-window.ts';
import type { Validator } from './validator.ts';

/**
 * All Guardrails documents, in the order read. What is wrong with the kind of a document is told by `readOrganizations`.
 * Codes: those of the schema check, `missing-key` for a limit, holders or an exception that say nothing, `window-empty`.
 */
export function readGuardrails(
  documents: readonly SourceDocument[],
  validator: Validator,
): Outcome<readonly GuardrailsDocument[]> {
  const diagnostics: Diagnostic[] = [];
  const read: GuardrailsDocument[] = [];
  for (const document of documents) {
    if (!isOfKind(document, 'Guardrails')) continue;
    for (const fault of validator(document)) diagnostics.push(fault);
    read.push(guardrails(document, diagnostics));
  }
  return outcome(read, diagnostics);
}

function guardrails(document: SourceDocument, diagnostics: Diagnostic[]): GuardrailsDocument {
  const root = rootNode(document);
  const kept = childNode(root, 'protected');
  return {
    file: document.file,
    organizations: oneOrMoreTexts(childNode(root, 'organizations')),
    limits: new Map(
      namedLimits(childNode(root, 'limits')).map(([name, node]) => [name, limit(node, diagnostics)] as const),
    ),
    protected: {
      members: kept === null ? [] : oneOrMoreTexts(childNode(kept, 'members')),
      groups: kept === null ? [] : oneOrMoreTexts(childNode(kept, 'groups')),
      bylaw: kept === null ? null : textAt(kept, 'bylaw'),
    },
    holders: entriesOf(childNode(root, 'holders')).flatMap(([name, node]) =>
      holders(name, node, diagnostics),
    ),
    exceptions: entriesOf(childNode(root, 'exceptions')).map(([name, node]) =>
      exception(name, node, diagnostics),
    ),
    longestException: wholeAt(root, 'longest-exception'),
  };
}

function namedLimits(site: DocumentNode | null): readonly (readonly [LimitName, DocumentNode])[] {
  return entriesOf(site).flatMap(([written, node]) => {
    const name = LIMIT_NAMES.find((one) => one === written);
    return name === undefined ? [] : [[name, node] as const];
  });
}

function limit(node: DocumentNode, diagnostics: Diagnostic[]): WrittenLimit | 'off' {
  if (node.value === 'off') return 'off';
  const [count, few] = [wholeAt(node, 'count'), wholeAt(node, 'few')];
  const percent = numberAt(node, 'percent');
  if (few !== null && count === null && percent === null) {
    diagnostics.push(
      diagnostic('missing-key', 'The limit limits nothing.', nodeKeyOrigin(node), {
        hint: 'Write count, percent, or both; few only says from where on percent is looked at.',
      }),
    );
  }
  return { count, percent, few, origin: nodeKeyOrigin(node) };
}

function holders(name: string, node: DocumentNode, diagnostics: Diagnostic[]): readonly WrittenHolders[] {
  const [minimum, maximum] = [wholeAt(node, 'minimum'), wholeAt(node, 'maximum')];
  const role = textAt(node, 'role');
  // The schema has told of it.
  if (role === null) return [];
  const origin = nodeKeyOrigin(node);
  if (minimum === null && maximum === null) {
    diagnostics.push(
      diagnostic('missing-key', `${quote(name)} asks for no number of holders.`, origin, {
        hint: 'Write minimum, maximum, or both.',
      }),
    );
  }
  if (minimum !== null && maximum !== null && minimum > maximum) {
    diagnostics.push(
      diagnostic('invalid-value', `${quote(name)} asks for more than it allows.`, origin, {
        hint: `Write a maximum of at least ${minimum}.`,
      }),
    );
  }
  return [{ name, role, on: oneOrMoreTexts(childNode(node, 'on')), minimum, maximum, origin }];
}

const LIFTS = ['limits', 'protected', 'holders', 'administration', 'connection'];

function exception(name: string, node: DocumentNode, diagnostics: Diagnostic[]): WrittenException {
  const origin = nodeKeyOrigin(node);
  const keys = entriesOf(node).map(([key]) => key);
  if (keys.length > 0 && !keys.some((key) => LIFTS.includes(key))) {
    diagnostics.push(
      diagnostic('missing-key', `The exception ${quote(name)} allows nothing.`, origin, {
        hint: `Write what it allows: ${LIFTS.join(', ')}.`,
      }),
    );
  }
  return {
    name,
    origin,
    limits: new Map(
      namedLimits(childNode(node, 'limits')).flatMap(([one, at]) =>
        typeof at.value === 'number' ? [[one, at.value] as const] : [],
      ),
    ),
    of: textAt(node, 'of'),
    protected: oneOrMoreTexts(childNode(node, 'protected')),
    holders: oneOrMoreTexts(childNode(node, 'holders')),
    administration: childNode(node, 'administration')?.value === true,
    connection: connection(childNode(node, 'connection')),
    reason: textAt(node, 'reason')?.value ?? null,
    owner: textAt(node, 'owner')?.value ?? null,
    window: readWindow(node, diagnostics),
  };
}

function connection(node: DocumentNode | null): WrittenPlace | null {
  if (node === null) return null;
  const said = (key: string) => textAt(node, key)?.value ?? null;
  return { platform: said('platform'), url: said('url'), remote: said('organization') };
}

function numberAt(node: DocumentNode, key: string): number | null {
  const found = childNode(node, key);
  return typeof found?.value === 'number' && Number.isFinite(found.value) ? found.value : null;
}
