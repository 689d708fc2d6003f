import type { Resource } from '../../resource/resource.ts';
import type { PeerFormat } from './peer-source.ts';
import { ownsPeribolosFile, readPeribolos } from './peribolos-files.ts';

/** Adding a format: its reader, and a line here. */
export const PEER_FORMATS: readonly PeerFormat[] = [
  {
    name: 'peribolos',
    title: 'Peribolos',
    takes: 'either',
    owns: ownsPeribolosFile,
    complete: new Set(['group']),
    couldName: isOfTeamsOrRoster,
    read: readPeribolos,
  },
];

export function peerFormat(name: string): PeerFormat | null {
  return PEER_FORMATS.find((format) => format.name === name) ?? null;
}

/** Members, teams, what teams are given, and owners; not what people are given on repositories. */
function isOfTeamsOrRoster(resource: Resource): boolean {
  switch (resource.type) {
    case 'scope':
    case 'role':
      return false;
    case 'group':
      return true;
    case 'member':
      return !resource.attributes.scope.includes('/');
    case 'assignment':
      return resource.attributes.principal.type === 'group' || !resource.attributes.scope.includes('/');
  }
}
