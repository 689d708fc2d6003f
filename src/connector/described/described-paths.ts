import type { ObjectPaths } from '../live/organization-endpoint.ts';
import type { ApiDescription } from './description/api-description.ts';

/** The path of a list as it is asked for, with the names of fields where ids of rows are put in. */
export function listPath({ lists }: ApiDescription, name: string): string {
  const parts = lists.get(name)?.get ?? [];
  return parts.map((part) => (part.is === 'text' ? part.text : `{${part.path.join('.')}}`)).join('');
}

/** Where a row is: the list that it came in, and its id in that. */
export function describedPaths(api: ApiDescription): ObjectPaths {
  const of = (id: string): string => {
    const end = id.indexOf('/');
    return end <= 0 ? '' : `${listPath(api, id.slice(0, end))}#${encodeURIComponent(id.slice(end + 1))}`;
  };
  return {
    scope: of,
    role: of,
    member: of,
    scopeMembers: of,
    scopeMember: (_, member) => of(member),
    group: of,
    groupMember: of,
    groupGroup: of,
    assignment: (_, __, principal) => of(principal),
  };
}
