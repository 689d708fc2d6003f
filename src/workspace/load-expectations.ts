import type { Desired } from '../compile/desired.ts';
import { bindExpectations } from '../expectation/bind-expectations.ts';
import type {
  ExpectationsDocument,
  OrganizationDocument,
  WrittenExpectation,
} from '../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import { quote } from '../source/quote.ts';

/** By organization. */
export type Expectations = ReadonlyListsByKey<string, WrittenExpectation>;

/**
 * Looks up every name once, so that a slip is told by whatever command reads the documents. Codes: those of
 * `bindExpectations`, `unknown-organization`.
 */
export function checkExpectations(
  written: readonly ExpectationsDocument[],
  declared: readonly OrganizationDocument[],
  compiled: readonly Desired[],
): { readonly expectations: Expectations; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  for (const document of written) {
    const name = document.organization.value;
    const desired = compiled.find(({ organization }) => organization === name);
    // Names can only be looked up in an organization that compiles; its own faults have been reported.
    if (desired !== undefined) {
      diagnostics.push(...bindExpectations(document.expectations, desired, null).diagnostics);
    } else if (!declared.some((organization) => organization.name === name)) {
      diagnostics.push(ofNoOrganization(document, declared));
    }
  }
  const expectations = new ListsByKey<string, WrittenExpectation>();
  for (const document of written)
    for (const expectation of document.expectations)
      expectations.add(document.organization.value, expectation);
  return { expectations, diagnostics };
}

function ofNoOrganization(
  { organization }: ExpectationsDocument,
  declared: readonly OrganizationDocument[],
): Diagnostic {
  const names = declared.map(({ name }) => name);
  const message = `Expectations are written for ${quote(organization.value)}, an organization that no document declares.`;
  const hint = didYouMean(organization.value, names) ?? `Declared: ${names.join(', ') || 'none'}.`;
  return diagnostic('unknown-organization', message, organization.origin, { hint });
}
