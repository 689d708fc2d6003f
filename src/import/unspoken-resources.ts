import type { Desired } from '../compile/desired.ts';
import type { GrantKey } from '../policy/document-types.ts';
import type { ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type {
  AssignmentResource,
  Entries,
  GroupResource,
  MemberResource,
  Resource,
} from '../resource/resource.ts';
import type { ImportRequest } from './import-request.ts';
import type { Unsaid } from './peer/peer-terms.ts';

/**
 * The request with what the documents say already and the files of another program could not have said: a role of the
 * organization, somebody's own access to a repository. That they do not name it says nothing.
 */
export function withUnspoken(request: ImportRequest, desired: Desired | null): ImportRequest {
  const { peer, snapshot } = request;
  if (peer === undefined || desired === null) return request;
  const kept = desired.resources.filter((one) => !peer.couldName(one));
  const named = modelOf(snapshot.resources);
  const unspoken = kept.filter(({ address }) => !named.has(address));
  const members = new Set(
    unspoken.flatMap((one) => (isMember(one, snapshot.organization) ? one.attributes.member : [])),
  );
  const [ours, written] = [modelOf(kept), modelOf(desired.resources)];
  const told = snapshot.resources.flatMap((one): readonly Resource[] => {
    // Whoever the documents know as a member was taken for somebody from outside by files that list no members.
    const isOutside = one.type === 'member' && one.attributes.scope !== snapshot.organization;
    if (isOutside && members.has(one.attributes.member)) return [];
    if (one.type === 'assignment') return [withRolesOf(one, ours.at(one.address))];
    return [one.type === 'group' ? withTextsOf(one, written.at(one.address), peer.unsaid) : one];
  });
  const unsaid = new Map([...peer.unsaid].filter(([address]) => !written.has(address)));
  const resources = [...told, ...unspoken];
  return { ...request, snapshot: { ...snapshot, resources }, peer: { ...peer, unsaid } };
}

function withRolesOf(told: AssignmentResource, kept: Resource | undefined): AssignmentResource {
  if (kept?.type !== 'assignment') return told;
  const both = (key: GrantKey): Entries => new Map([...kept.attributes[key], ...told.attributes[key]]);
  const given = { roles: both('roles'), below: both('below'), denied: both('denied') };
  return { ...told, attributes: { ...told.attributes, ...given } };
}

/** What the files do not say of a group is as it is written. */
function withTextsOf(told: GroupResource, written: Resource | undefined, unsaid: Unsaid): GroupResource {
  const open = unsaid.get(told.address);
  if (written?.type !== 'group' || open === undefined) return told;
  const { title, description, members } = written.attributes;
  return {
    ...told,
    attributes: {
      ...told.attributes,
      ...(open.has('title') ? { title } : {}),
      ...(open.has('description') ? { description } : {}),
      ...(open.has('members') ? { members } : {}),
    },
  };
}

function isMember(resource: Resource, organization: ScopePath): resource is MemberResource {
  return resource.type === 'member' && resource.attributes.scope === organization;
}
