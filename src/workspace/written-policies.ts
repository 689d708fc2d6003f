import type { PersonRecord } from '../policy/people-document.ts';
import type { Policy } from '../policy/policy.ts';
import { readPeople } from '../policy/read-people.ts';
import type { UnreadDocuments } from '../policy/validator.ts';
import type { SourceDocument } from '../source/source-document.ts';

/** Rules and People documents that are not read yet: what reads and judges them is loaded only where there are some. */
export interface WrittenPolicies {
  readonly rules: UnreadDocuments;
  readonly people: UnreadDocuments;
}

/** Null: no document is of such a kind. */
export function writtenPolicies(
  { readRules, readPeople }: Policy,
  documents: readonly SourceDocument[],
): WrittenPolicies | null {
  const [rules, people] = [readRules(documents), readPeople(documents)];
  if (!rules.ok || !people.ok) return null;
  const isNone = rules.value.documents.length === 0 && people.value.documents.length === 0;
  return isNone ? null : { rules: rules.value, people: people.value };
}

/** Everybody of the People documents, for who needs no more of them: what is wrong with these is told by who judges rules. */
export function writtenPeople(policies: WrittenPolicies | null): readonly PersonRecord[] {
  const read = policies === null ? null : readPeople(policies.people);
  return read?.ok === true ? read.value : [];
}
