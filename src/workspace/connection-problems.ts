import { settingsFor } from '../policy/backend-settings.ts';
import type {
  OrganizationDocument,
  WorkspaceDocument,
  WorkspaceOrganization,
} from '../policy/document-types.ts';
import type { IsOurs } from '../policy/shard.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { compareText } from '../source/text-order.ts';

/**
 * What is wrong with the organizations that a workspace connects. What two of them share is told by every shard; who is
 * written nowhere by the shard it is in. Codes: `unknown-organization`,
 * `duplicate-organization`, `shared-state`.
 */
export function connectionProblems(
  workspace: WorkspaceDocument,
  documents: readonly OrganizationDocument[],
  isOurs: IsOurs,
): readonly Diagnostic[] {
  return [
    ...undeclared(workspace, documents, isOurs),
    ...sharedRemotes(workspace),
    ...sharedStates(workspace),
  ];
}

/** Two organizations on one live organization would undo each other's work at every apply. */
function sharedRemotes(workspace: WorkspaceDocument): readonly Diagnostic[] {
  const first = new Map<string, WorkspaceOrganization>();
  const found: Diagnostic[] = [];
  for (const organization of workspace.organizations) {
    const { name, origin } = organization;
    const target = placeOf(organization);
    const other = first.get(target);
    if (other === undefined) {
      first.set(target, organization);
      continue;
    }
    found.push(
      diagnostic(
        'duplicate-organization',
        `${name} and ${other.name} are one organization on the platform.`,
        origin,
        {
          related: [{ message: `${other.name} is written here`, origin: other.origin }],
          hint: 'Merge their documents, or correct url or organization of one.',
        },
      ),
    );
  }
  return found;
}

/**
 * Where an organization is: texts say that. Maps are ways to get in, and so is what names a variable; both may differ and
 * the place be one.
 */
function placeOf({ connector, remote, settings }: WorkspaceOrganization): string {
  const texts = Object.entries(settings).flatMap(([key, value]) =>
    typeof value === 'string' && !key.endsWith('-env') ? [[key, value.replace(/\/+$/, '')] as const] : [],
  );
  return JSON.stringify([connector, remote, ...texts.sort(([a], [b]) => compareText(a, b))]);
}

/** Two organizations in one state would take turns at throwing each other's out. */
function sharedStates({ backend, organizations }: WorkspaceDocument): readonly Diagnostic[] {
  if (backend === null) return [];
  const first = new Map<string, WorkspaceOrganization>();
  return organizations.flatMap((organization) => {
    const place = JSON.stringify(settingsFor(backend, organization.name));
    const other = first.get(place);
    if (other === undefined) {
      first.set(place, organization);
      return [];
    }
    const message = `${organization.name} and ${other.name} would keep their states in one place.`;
    return diagnostic('shared-state', message, backend.origin, {
      related: [
        { message: `${other.name} is written here`, origin: other.origin },
        { message: `${organization.name} is written here`, origin: organization.origin },
      ],
      hint: 'Put {organization} into the setting that names the place.',
    });
  });
}

/** Organizations that the workspace connects and no document declares, and the other way round. */
function undeclared(
  workspace: WorkspaceDocument,
  documents: readonly OrganizationDocument[],
  isOurs: IsOurs,
): readonly Diagnostic[] {
  const declared = new Set(documents.map((document) => document.name));
  const connected = new Set(workspace.organizations.map((organization) => organization.name));
  const names = [...declared].join(', ');
  return [
    ...workspace.organizations
      .filter(({ name }) => isOurs(name) && !declared.has(name))
      .map(({ name, origin }) =>
        diagnostic('unknown-organization', `No document declares the organization ${name}.`, origin, {
          hint: names === '' ? null : `Declared: ${names}.`,
        }),
      ),
    ...documents
      .filter((document) => !connected.has(document.name))
      .map(({ name, root }) =>
        diagnostic('unknown-organization', `The workspace does not say how to reach ${name}.`, root.origin, {
          severity: 'warning',
          hint: `Add it under organizations in ${workspace.file}.`,
        }),
      ),
  ];
}
