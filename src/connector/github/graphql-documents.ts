/**
 * Every query that is sent. A test holds each against the schema that GitHub publishes. What GraphQL does not have
 * (roles of the organization, invitations, custom roles of repositories) is read by REST.
 */

const PERSON = 'databaseId login';
const PAGE = 'pageInfo { hasNextPage endCursor }';
/** People of the team itself: those of child teams are members too, and are in no list of ours twice. */
const TEAM_MEMBERS = `totalCount ${PAGE} edges { role node { ${PERSON} } }`;
const TEAM_REPOSITORIES = `totalCount ${PAGE} edges { permission node { databaseId name } }`;
const COLLABORATORS = `totalCount ${PAGE} edges {
  permission
  permissionSources { permission roleName source { __typename } }
  node { ${PERSON} }
}`;

export const MEMBERS_QUERY = `query BylawMembers($login: String!, $first: Int!, $after: String) {
  organization(login: $login) {
    page: membersWithRole(first: $first, after: $after) { totalCount ${PAGE} edges { role node { ${PERSON} } } }
  }
}`;

export const TEAMS_QUERY = `query BylawTeams(
  $login: String!, $first: Int!, $after: String, $members: Int!, $repositories: Int!
) {
  organization(login: $login) {
    page: teams(first: $first, after: $after) {
      totalCount
      ${PAGE}
      nodes {
        databaseId
        slug
        name
        description
        privacy
        notificationSetting
        parentTeam { databaseId }
        members(first: $members, membership: IMMEDIATE) { ${TEAM_MEMBERS} }
        repositories(first: $repositories) { ${TEAM_REPOSITORIES} }
      }
    }
  }
}`;

export const TEAM_MEMBERS_QUERY = `query BylawTeamMembers($login: String!, $slug: String!, $first: Int!, $after: String) {
  organization(login: $login) {
    team(slug: $slug) { page: members(first: $first, after: $after, membership: IMMEDIATE) { ${TEAM_MEMBERS} } }
  }
}`;

export const TEAM_REPOSITORIES_QUERY = `query BylawTeamRepositories(
  $login: String!, $slug: String!, $first: Int!, $after: String
) {
  organization(login: $login) {
    team(slug: $slug) { page: repositories(first: $first, after: $after) { ${TEAM_REPOSITORIES} } }
  }
}`;

export const REPOSITORIES_QUERY = `query BylawRepositories(
  $login: String!, $first: Int!, $after: String, $people: Int!
) {
  organization(login: $login) {
    page: repositories(first: $first, after: $after) {
      totalCount
      ${PAGE}
      nodes {
        databaseId
        name
        isArchived
        collaborators(affiliation: DIRECT, first: $people) { ${COLLABORATORS} }
      }
    }
  }
}`;

export const COLLABORATORS_QUERY = `query BylawCollaborators(
  $login: String!, $name: String!, $first: Int!, $after: String
) {
  organization(login: $login) {
    repository(name: $name) {
      page: collaborators(affiliation: DIRECT, first: $first, after: $after) { ${COLLABORATORS} }
    }
  }
}`;

/** For the test that validates them all. */
export const GRAPHQL_DOCUMENTS = {
  MEMBERS_QUERY,
  TEAMS_QUERY,
  TEAM_MEMBERS_QUERY,
  TEAM_REPOSITORIES_QUERY,
  REPOSITORIES_QUERY,
  COLLABORATORS_QUERY,
} as const;
