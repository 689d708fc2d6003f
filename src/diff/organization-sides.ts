import type { Desired } from '../compile/desired.ts';
import type { OrganizationDocument } from '../policy/document-types.ts';
import { compareText } from '../source/text-order.ts';

/** One version of an organization: what its documents come to, and the documents, to be read as of other instants. */
export interface OrganizationVersion {
  readonly desired: Desired;
  readonly document: OrganizationDocument;
}

/** Both versions of one organization; where only one side declares it, the other is null. */
export type OrganizationSides = { readonly organization: string } & (
  | { readonly before: OrganizationVersion; readonly after: OrganizationVersion }
  | { readonly before: null; readonly after: OrganizationVersion }
  | { readonly before: OrganizationVersion; readonly after: null }
);

/** What there is of a workspace on one side. */
export interface WrittenOrganizations {
  readonly organizations: readonly Desired[];
  readonly documents: readonly OrganizationDocument[];
}

/** Every organization that either side declares, by name. `before`: null where there was no workspace. */
export function sidesOf(
  before: WrittenOrganizations | null,
  after: WrittenOrganizations,
): readonly OrganizationSides[] {
  const old = before === null ? new Map<string, OrganizationVersion>() : versionsIn(before);
  const now = versionsIn(after);
  const names = [...new Set([...old.keys(), ...now.keys()])].sort(compareText);
  return names.flatMap((organization): readonly OrganizationSides[] => {
    const [one = null, other = null] = [old.get(organization), now.get(organization)];
    if (other !== null) return [{ organization, before: one, after: other }];
    return one === null ? [] : [{ organization, before: one, after: null }];
  });
}

function versionsIn({
  organizations,
  documents,
}: WrittenOrganizations): ReadonlyMap<string, OrganizationVersion> {
  return new Map(
    organizations.flatMap((desired) => {
      const document = documents.find(({ name }) => name === desired.organization);
      return document === undefined ? [] : [[desired.organization, { desired, document }] as const];
    }),
  );
}
