import type { Ending } from '../../plan/cost/ending.ts';
import type { RequestKind } from '../../plan/cost/request-windows.ts';
import type { AllowanceName, WritePrice } from '../../plan/cost/write-rates.ts';
import type { WriteTerms } from '../../plan/cost/write-terms.ts';
import type { Write } from '../../plan/write/write.ts';
import { GITHUB_WINDOWS } from './github-windows.ts';

const FORKS_PAGE =
  'https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/working-with-forks/what-happens-to-forks-when-a-repository-is-deleted-or-changes-visibility';

/** What GitHub's pages say that a removal ends beside access. What none of them says is not here. */
const GITHUB_ENDINGS: readonly Ending[] = [
  {
    cause: { by: 'removal', of: 'member', from: 'organization' },
    one: 'person leaves the organization',
    many: 'people leave the organization',
    ends: [
      'forks of its private repositories are lost',
      'invitations that they sent and nobody accepted are taken back',
    ],
    source:
      'https://docs.github.com/en/organizations/managing-membership-in-your-organization/removing-a-member-from-your-organization',
  },
  {
    cause: { by: 'removal', of: 'member', from: 'below' },
    one: 'person is removed from a repository',
    many: 'people are removed from a repository',
    ends: [
      'their forks of it are deleted',
      'their assignments to issues end',
      'invitations that they sent are taken back',
      'access to packages and projects changes',
      'stars are taken back',
    ],
    source: 'https://docs.github.com/en/rest/collaborators/collaborators#remove-a-repository-collaborator',
  },
  {
    cause: { by: 'removal', of: 'group' },
    one: 'team is deleted',
    many: 'teams are deleted',
    ends: ['all teams below are deleted too'],
    source: 'https://docs.github.com/en/rest/teams/teams#delete-a-team',
  },
  {
    cause: { by: 'losing-all' },
    one: 'person can no longer read a repository',
    many: 'people can no longer read a repository',
    ends: ['forks of it are deleted where it is private'],
    source: FORKS_PAGE,
  },
];

/** Price and table: what GitHub takes, and what it ends. */
export const GITHUB_TERMS: WriteTerms = {
  rates: { windows: GITHUB_WINDOWS, price: githubPrice },
  endings: GITHUB_ENDINGS,
};

const INVITES: readonly AllowanceName[] = ['invitations', 'seats'];

/** The requests that `make-github-write.ts` makes of a write, at most but for those that look once more after a fault. */
function githubPrice(write: Write, organization: string): WritePrice {
  switch (write.write) {
    case 'add-member':
      return invitation(['look', 'invite'], write.member.scope === organization);
    case 'resend-invitation':
      return write.scope === organization
        ? invitation(['look', 'take', 'invite'], true)
        : invitation(['look', 'invite'], false);
    case 'create-group':
      // Whoever makes a team is its first member, and is taken out.
      return sends('give', 'look', 'take');
    case 'delete-group':
      return sends('look', 'look', 'look', 'take');
    case 'create-scope':
    case 'update-scope':
    case 'create-role':
    case 'update-role':
    case 'set-member-state':
    case 'update-group':
    case 'add-group-member':
    case 'set-membership-role':
    case 'nest-group':
    case 'unnest-group':
      return sends('give');
    case 'remove-member':
    case 'remove-group-member':
    case 'delete-scope':
    case 'delete-role':
    case 'delete-assignment':
      return sends('take');
    case 'put-assignment':
      return assignmentPrice(write, organization);
  }
}

/** On the organization each role is a request, and being its owner is the membership; elsewhere there is one role. */
function assignmentPrice(
  write: Extract<Write, { write: 'put-assignment' }>,
  organization: string,
): WritePrice {
  const { scope, principal, roles } = write.assignment;
  if (scope !== organization) return principal.type === 'member' ? sends('look', 'invite') : sends('give');
  const given = [...roles.keys()].filter((role) => role !== 'owner' && role !== 'member');
  const lost = write.loses === undefined ? [] : write.loses.filter((role) => role !== 'owner');
  const owner = roles.has('owner') || write.loses?.includes('owner') === true;
  return sends(
    ...(write.shrinks === true ? [] : given).map((): RequestKind => 'give'),
    ...(owner ? (['invite'] as const) : []),
    ...(write.shrinks === true && lost.length === 0 ? ['taken'] : lost).map((): RequestKind => 'take'),
  );
}

function invitation(requests: readonly RequestKind[], toOrganization: boolean): WritePrice {
  return { requests, uses: toOrganization ? INVITES : [] };
}

function sends(...requests: readonly RequestKind[]): WritePrice {
  return { requests, uses: [] };
}
