import type { ScopePath } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { readClowarden } from './clowarden.ts';
import { ownsGithubAsCodeFile, readGithubAsCode } from './github-as-code.ts';
import { OWNER } from './github-words.ts';
import type { PeerFormat, PeerOrganization } from './peer-source.ts';
import type { PeerTerms } from './peer-terms.ts';
import { ownsPeribolosFile, readPeribolos } from './peribolos-files.ts';
import { ownsSafeSettingsFile, readSafeSettings } from './safe-settings.ts';

/** Adding a format: its reader, and a line here. */
export const PEER_FORMATS: readonly PeerFormat[] = [
  {
    name: 'peribolos',
    title: 'Peribolos',
    takes: 'either',
    owns: ownsPeribolosFile,
    complete: new Set(['group']),
    couldName: (resource) => isOfOrganization(resource) || isOfTeamOnRepository(resource),
    read: readPeribolos,
  },
  {
    name: 'clowarden',
    title: 'CLOWarden',
    takes: 'file',
    owns: () => true,
    complete: new Set(),
    couldName: (resource, whole) => resource.type === 'group' || isOnRepository(resource, whole),
    read: readClowarden,
  },
  {
    name: 'github-as-code',
    title: 'github-as-code',
    takes: 'folder',
    owns: ownsGithubAsCodeFile,
    complete: new Set(['member', 'group']),
    couldName: (resource, whole) => isOfOrganization(resource) || isOnRepository(resource, whole),
    read: readGithubAsCode,
  },
  {
    name: 'safe-settings',
    title: 'safe-settings',
    takes: 'folder',
    owns: ownsSafeSettingsFile,
    complete: new Set(),
    couldName: isOnRepository,
    read: readSafeSettings,
  },
];

export function peerFormat(name: string): PeerFormat | null {
  return PEER_FORMATS.find((format) => format.name === name) ?? null;
}

/** What an import has to know of the files beside what they say. */
export function peerTerms(format: PeerFormat, organization: PeerOrganization): PeerTerms {
  const { title, complete } = format;
  const { formerNames, unsaid, wholeRepositories, unplaced } = organization;
  const couldName = (resource: Resource): boolean => format.couldName(resource, wholeRepositories);
  return { title, complete, couldName, formerNames, unsaid, unplaced };
}

/** Members, owners and teams of an organization itself. */
function isOfOrganization(resource: Resource): boolean {
  switch (resource.type) {
    case 'scope':
    case 'role':
      return false;
    case 'group':
      return true;
    case 'member':
      return !resource.attributes.scope.includes('/');
    case 'assignment': {
      const { scope, roles } = resource.attributes;
      // Of the roles of an organization, these programs know that of an owner.
      return !scope.includes('/') && [...roles.keys()].every((role) => role === OWNER);
    }
  }
}

function isOfTeamOnRepository({ type, attributes }: Resource): boolean {
  return type === 'assignment' && attributes.scope.includes('/') && attributes.principal.type === 'group';
}

/** What teams and people are given on repositories of which all is said, and who is there from outside. */
function isOnRepository({ type, attributes }: Resource, whole: ReadonlySet<ScopePath>): boolean {
  return (type === 'member' || type === 'assignment') && whole.has(attributes.scope);
}
