import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { compareOrigins } from '../source/origin.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { documentKind } from './document-kind.ts';
import {
  childNode,
  type DocumentNode,
  entriesOf,
  nodeKeyOrigin,
  oneOrMoreTexts,
  rootNode,
  textAt,
} from './document-node.ts';
import {
  EXPECTATION_VERBS,
  type ExpectationsDocument,
  type ExpectationVerb,
  type Written,
  type WrittenExpectation,
  type WrittenPeople,
} from './document-types.ts';
import { onceEach } from './duplicate-declaration.ts';
import type { Validator } from './validator.ts';

/**
 * All Expectations documents, those of one organization merged, in the order first met. What is wrong with the kind of
 * a document is told by `readOrganizations`, which reads all of them. Codes: those of the schema check, `missing-key`
 * for an expectation of nobody or of nothing, `duplicate-declaration` for a name used twice.
 */
export function readExpectations(
  documents: readonly SourceDocument[],
  validator: Validator,
): Outcome<readonly ExpectationsDocument[]> {
  const diagnostics: Diagnostic[] = [];
  const merged = new Map<string, { organization: Written<string>; expectations: WrittenExpectation[] }>();
  for (const document of documents) {
    const kind = documentKind(document);
    if (!kind.ok || kind.value !== 'Expectations') continue;
    for (const fault of validator(document)) diagnostics.push(fault);
    const root = rootNode(document);
    const organization = textAt(root, 'organization');
    if (organization === null) continue;
    const one = merged.get(organization.value) ?? { organization, expectations: [] };
    merged.set(organization.value, one);
    for (const [name, site] of entriesOf(childNode(root, 'expectations'))) {
      one.expectations.push(expectation(name, site, diagnostics));
    }
  }
  const read = [...merged.values()].map(({ organization, expectations }) => {
    const sorted = [...expectations].sort((a, b) => compareOrigins(a.origin, b.origin));
    const once = onceEach(
      sorted,
      ({ name }) => name,
      ({ name }) => `The expectation ${quote(name)}`,
      diagnostics,
    );
    return { organization, expectations: once };
  });
  return outcome(read, diagnostics);
}

function expectation(
  name: string,
  documentNode: DocumentNode,
  diagnostics: Diagnostic[],
): WrittenExpectation {
  const said = (verb: ExpectationVerb) => oneOrMoreTexts(childNode(documentNode, verb));
  checkComplete(name, documentNode, diagnostics);
  return {
    name,
    origin: nodeKeyOrigin(documentNode),
    people: people(documentNode),
    except: people(childNode(documentNode, 'except')),
    verbs: { can: said('can'), cannot: said('cannot'), 'only-these-can': said('only-these-can') },
    on: oneOrMoreTexts(childNode(documentNode, 'on')),
    mayBeEmpty: childNode(documentNode, 'may-be-empty')?.value === true,
    reason: textAt(documentNode, 'reason')?.value ?? null,
  };
}

/** What a schema without `anyOf` cannot ask for. */
function checkComplete(name: string, documentNode: DocumentNode, diagnostics: Diagnostic[]): void {
  const written = new Set(entriesOf(documentNode).map(([key]) => key));
  // What is no map has been reported.
  if (written.size === 0) return;
  const missing = (what: string, hint: string): void => {
    diagnostics.push(
      diagnostic('missing-key', `The expectation ${quote(name)} ${what}.`, nodeKeyOrigin(documentNode), {
        hint,
      }),
    );
  };
  if (!EXPECTATION_VERBS.some((verb) => written.has(verb))) {
    missing('expects nothing', `Write ${EXPECTATION_VERBS.join(', ')}, or several of them.`);
  }
  if (!written.has('members') && !written.has('groups')) {
    missing('speaks of nobody', 'Write members or groups; members: "*" is everybody, members: [] nobody.');
  }
}

function people(site: DocumentNode | null): WrittenPeople {
  if (site === null) return { members: [], groups: [] };
  return {
    members: oneOrMoreTexts(childNode(site, 'members')),
    groups: oneOrMoreTexts(childNode(site, 'groups')),
  };
}
