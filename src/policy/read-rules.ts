import type { Diagnostic } from '../source/diagnostic.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { placeWithin } from '../source/scalar-place.ts';
import type { SourceDocument } from '../source/source-document.ts';
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
import { onceEach } from './duplicate-declaration.ts';
import { readWindow } from './read-window.ts';
import {
  DRIFT_KINDS,
  RULE_SEVERITIES,
  type RulesDocument,
  type WrittenAcknowledgement,
  type WrittenDriftAcknowledgement,
  type WrittenParameter,
  type WrittenRule,
} from './rules-document.ts';
import type { UnreadDocuments } from './validator.ts';

/**
 * All Rules documents, in the order read. What is wrong with the kind of a document is told by `readOrganizations`. Codes:
 * those of the schema check, `window-empty`, and `duplicate-declaration` for a name that two documents use, since an
 * acknowledgement says which finding it means by the name of its rule.
 */
export function readRules({ documents, validator }: UnreadDocuments): Outcome<readonly RulesDocument[]> {
  const diagnostics: Diagnostic[] = [];
  const read: RulesDocument[] = [];
  for (const document of documents) {
    for (const fault of validator(document)) diagnostics.push(fault);
    read.push(rulesDocument(document, diagnostics));
  }
  onceEach(
    read.flatMap(({ rules }) => rules),
    ({ name }) => name,
    ({ name }) => `The rule ${quote(name)}`,
    diagnostics,
  );
  onceEach(
    read.flatMap(({ acknowledged, acknowledgedDrift }) => [...acknowledged, ...acknowledgedDrift]),
    ({ name }) => name,
    ({ name }) => `The acknowledgement ${quote(name)}`,
    diagnostics,
  );
  return outcome(read, diagnostics);
}

function rulesDocument(document: SourceDocument, diagnostics: Diagnostic[]): RulesDocument {
  const root = rootNode(document);
  return {
    file: document.file,
    organizations: oneOrMoreTexts(childNode(root, 'organizations')),
    rules: entriesOf(childNode(root, 'rules')).flatMap(([name, node]) => writtenRule(name, node)),
    acknowledged: entriesOf(childNode(root, 'acknowledged')).map(([name, node]) =>
      acknowledgement(name, node, diagnostics),
    ),
    acknowledgedDrift: entriesOf(childNode(root, 'acknowledged-drift')).map(([name, node]) =>
      driftAcknowledgement(name, node, diagnostics),
    ),
    longestAcknowledgement: wholeAt(root, 'longest-acknowledgement'),
  };
}

function writtenRule(name: string, node: DocumentNode): readonly WrittenRule[] {
  const rule = textAt(node, 'rule');
  // The schema has told of it.
  if (rule === null) return [];
  const said = textAt(node, 'severity');
  const severity = RULE_SEVERITIES.find((one) => one === said?.value);
  const parameters = entriesOf(node).filter(([key]) => key !== 'rule' && key !== 'severity');
  return [
    {
      name,
      origin: nodeKeyOrigin(node),
      rule,
      severity: severity === undefined ? null : severity,
      parameters: new Map(parameters.map(([key, at]) => [key, parameter(at)] as const)),
    },
  ];
}

function parameter(node: DocumentNode): WrittenParameter {
  return {
    origin: nodeKeyOrigin(node),
    value: node.value,
    texts: oneOrMoreTexts(node),
    placeWithin: (offset, length) => placeWithin(node, offset, length),
    entries: entriesOf(node).map(
      ([key, at]) => [{ value: key, origin: nodeKeyOrigin(at) }, oneOrMoreTexts(at)] as const,
    ),
  };
}

function acknowledgement(
  name: string,
  node: DocumentNode,
  diagnostics: Diagnostic[],
): WrittenAcknowledgement {
  const text = (key: string) => textAt(node, key)?.value ?? null;
  return {
    name,
    origin: nodeKeyOrigin(node),
    rule: textAt(node, 'rule'),
    subjects: {
      organization: textAt(node, 'organization'),
      person: textAt(node, 'person'),
      group: textAt(node, 'group'),
      role: textAt(node, 'role'),
      scope: textAt(node, 'scope'),
    },
    permissions: oneOrMoreTexts(childNode(node, 'permissions')),
    reason: text('reason'),
    owner: text('owner'),
    window: readWindow(node, diagnostics),
  };
}

function driftAcknowledgement(
  name: string,
  node: DocumentNode,
  diagnostics: Diagnostic[],
): WrittenDriftAcknowledgement {
  const text = (key: string) => textAt(node, key)?.value ?? null;
  const texts = (key: string) => oneOrMoreTexts(childNode(node, key)).map(({ value }) => value);
  const kind = DRIFT_KINDS.find((one) => one === text('kind'));
  return {
    name,
    origin: nodeKeyOrigin(node),
    fact: text('fact'),
    kind: kind === undefined ? null : kind,
    live: text('live'),
    people: texts('people'),
    permissions: texts('permissions'),
    scopes: texts('scopes'),
    reason: text('reason'),
    owner: text('owner'),
    window: readWindow(node, diagnostics),
  };
}
