import type { OrganizationDocument } from '../../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { someOf } from '../../source/quote.ts';
import type { InputFile } from '../../workspace/consistent-read.ts';
import { writtenDigest } from './written-digest.ts';

/** What the documents said of one organization when it was planned. */
export interface WrittenOrganization {
  readonly organization: string;
  /** SHA-256 of all of it, whatever file it stands in. */
  readonly written: string;
}

/** All that a plan was made from, apart from what is live. */
export interface PlannedFrom {
  readonly inputs: readonly InputFile[];
  readonly written: readonly WrittenOrganization[];
}

/** What the documents say of those that are planned, in the order of `documents`. */
export function writtenOf(
  planned: ReadonlySet<string>,
  documents: readonly OrganizationDocument[],
): readonly WrittenOrganization[] {
  return documents.flatMap((document) =>
    planned.has(document.name) ? [{ organization: document.name, written: writtenDigest(document) }] : [],
  );
}

/**
 * What became of the files since. Files of organizations may have changed, as after a rebase, as long as they say the same of
 * whatever is planned; any other file says something of everybody. Reports plan-file-stale and plan-file-moved.
 */
export function changedInputs(before: PlannedFrom, now: PlannedFrom): readonly Diagnostic[] {
  const moved = movedFiles(before.inputs, now.inputs);
  if (moved.length === 0) return [];
  const is = new Map(now.written.map(({ organization, written }) => [organization, written]));
  const other = before.written.filter(({ organization, written }) => is.get(organization) !== written);
  const stale = moved.filter(({ isOfOrganizations }) => !isOfOrganizations);
  const phrases = moved.map(({ phrase }) => phrase).sort();
  if (other.length === 0 && stale.length === 0) {
    const names = before.written.map(({ organization }) => organization);
    const message = `Files changed since the plan was made, and say the same of ${someOf(names)}: ${someOf(phrases)}.`;
    return [diagnostic('plan-file-moved', message, null)];
  }
  const told = other.length === 0 ? stale.map(({ phrase }) => phrase).sort() : phrases;
  const message = `The documents are not those the plan was made from: ${someOf(told)}.`;
  return [diagnostic('plan-file-stale', message, null)];
}

interface MovedFile {
  readonly phrase: string;
  /** On both sides, as far as it was there. */
  readonly isOfOrganizations: boolean;
}

function movedFiles(before: readonly InputFile[], now: readonly InputFile[]): readonly MovedFile[] {
  const was = new Map(before.map((input) => [input.file, input]));
  const is = new Map(now.map((input) => [input.file, input]));
  const changed = now.flatMap(({ file, sha256, isOfOrganizations }): readonly MovedFile[] => {
    const old = was.get(file);
    if (old === undefined) return [{ phrase: `${file} is new`, isOfOrganizations }];
    if (old.sha256 === sha256) return [];
    return [{ phrase: `${file} changed`, isOfOrganizations: isOfOrganizations && old.isOfOrganizations }];
  });
  const gone = before.filter(({ file }) => !is.has(file));
  return [
    ...changed,
    ...gone.map(({ file, isOfOrganizations }) => ({ phrase: `${file} is gone`, isOfOrganizations })),
  ];
}
