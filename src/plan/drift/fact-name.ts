import type { DriftFact } from './drift-finding.ts';

/** What a fact is about, in one text: `group:acme/qa`, `group:acme/qa#title`, `group:acme/qa#members/dan@acme.com`. */
export function factName({ address, field, entry }: Pick<DriftFact, 'address' | 'field' | 'entry'>): string {
  return partName(address, field, entry);
}

/** The same of an address that only a report names. */
export function partName(address: string, field: string | null, entry: string | null): string {
  const at = field === null ? address : `${address}#${field}`;
  return entry === null ? at : `${at}/${entry}`;
}
