import { buildSchema, type GraphQLSchema } from 'graphql';

/**
 * What a bulk reader asks of GitHub's schema, in its words: a test compares each line with the schema that GitHub
 * publishes. What is not here is refused as an unknown field.
 */
const CUT = `
scalar DateTime
scalar URI

interface Node { id: ID! }

type Query {
  node(id: ID!): Node
  organization(login: String!): Organization
  rateLimit(dryRun: Boolean = false): RateLimit
  repository(followRenames: Boolean = true, name: String!, owner: String!): Repository
  user(login: String!): User
  viewer: User!
}

type RateLimit { cost: Int! limit: Int! nodeCount: Int! remaining: Int! resetAt: DateTime! used: Int! }

type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }

type Organization implements Node {
  createdAt: DateTime!
  databaseId: Int
  id: ID!
  login: String!
  membersWithRole(after: String, before: String, first: Int, last: Int): OrganizationMemberConnection!
  name: String
  pendingMembers(after: String, before: String, first: Int, last: Int): UserConnection!
  repositories(
    after: String, before: String, first: Int, isArchived: Boolean, last: Int, visibility: RepositoryVisibility
  ): RepositoryConnection!
  repository(followRenames: Boolean = true, name: String!): Repository
  team(slug: String!): Team
  teams(
    after: String, before: String, first: Int, last: Int, orderBy: TeamOrder, privacy: TeamPrivacy,
    rootTeamsOnly: Boolean = false
  ): TeamConnection!
  url: URI!
  viewerCanAdminister: Boolean!
  viewerIsAMember: Boolean!
}

enum OrganizationMemberRole { ADMIN MEMBER }
type OrganizationMemberConnection {
  edges: [OrganizationMemberEdge] nodes: [User] pageInfo: PageInfo! totalCount: Int!
}
type OrganizationMemberEdge {
  cursor: String! hasTwoFactorEnabled: Boolean node: User role: OrganizationMemberRole
}

type User implements Node {
  databaseId: Int email: String! id: ID! isViewer: Boolean! login: String! name: String url: URI!
}
type UserConnection { edges: [UserEdge] nodes: [User] pageInfo: PageInfo! totalCount: Int! }
type UserEdge { cursor: String! node: User }

enum OrderDirection { ASC DESC }
enum TeamOrderField { NAME }
input TeamOrder { direction: OrderDirection! field: TeamOrderField! }
enum TeamPrivacy { SECRET VISIBLE }
enum TeamNotificationSetting { NOTIFICATIONS_DISABLED NOTIFICATIONS_ENABLED }
enum TeamMembershipType { ALL CHILD_TEAM IMMEDIATE }
enum TeamMemberRole { MAINTAINER MEMBER }
type Team implements Node {
  ancestors(after: String, before: String, first: Int, last: Int): TeamConnection!
  childTeams(
    after: String, before: String, first: Int, immediateOnly: Boolean = true, last: Int
  ): TeamConnection!
  combinedSlug: String!
  createdAt: DateTime!
  databaseId: Int
  description: String
  id: ID!
  invitations(after: String, before: String, first: Int, last: Int): OrganizationInvitationConnection
  members(
    after: String, before: String, first: Int, last: Int, membership: TeamMembershipType = ALL,
    role: TeamMemberRole
  ): TeamMemberConnection!
  name: String!
  notificationSetting: TeamNotificationSetting!
  organization: Organization!
  parentTeam: Team
  privacy: TeamPrivacy!
  repositories(after: String, before: String, first: Int, last: Int): TeamRepositoryConnection!
  slug: String!
  updatedAt: DateTime!
  url: URI!
}
type TeamConnection { edges: [TeamEdge] nodes: [Team] pageInfo: PageInfo! totalCount: Int! }
type TeamEdge { cursor: String! node: Team }
type TeamMemberConnection { edges: [TeamMemberEdge] nodes: [User] pageInfo: PageInfo! totalCount: Int! }
type TeamMemberEdge { cursor: String! node: User! role: TeamMemberRole! }
type TeamRepositoryConnection {
  edges: [TeamRepositoryEdge] nodes: [Repository] pageInfo: PageInfo! totalCount: Int!
}
type TeamRepositoryEdge { cursor: String! node: Repository! permission: RepositoryPermission! }

enum RepositoryPermission { ADMIN MAINTAIN READ TRIAGE WRITE }
enum RepositoryVisibility { INTERNAL PRIVATE PUBLIC }
enum CollaboratorAffiliation { ALL DIRECT OUTSIDE }
enum DefaultRepositoryPermissionField { ADMIN NONE READ WRITE }
type Repository implements Node {
  collaborators(
    affiliation: CollaboratorAffiliation, after: String, before: String, first: Int, last: Int, login: String
  ): RepositoryCollaboratorConnection
  createdAt: DateTime!
  databaseId: Int
  description: String
  id: ID!
  isArchived: Boolean!
  isDisabled: Boolean!
  isFork: Boolean!
  isPrivate: Boolean!
  name: String!
  nameWithOwner: String!
  updatedAt: DateTime!
  url: URI!
  visibility: RepositoryVisibility!
}
type RepositoryConnection { edges: [RepositoryEdge] nodes: [Repository] pageInfo: PageInfo! totalCount: Int! }
type RepositoryEdge { cursor: String! node: Repository }
type RepositoryCollaboratorConnection {
  edges: [RepositoryCollaboratorEdge] nodes: [User] pageInfo: PageInfo! totalCount: Int!
}
type RepositoryCollaboratorEdge {
  cursor: String! node: User! permission: RepositoryPermission! permissionSources: [PermissionSource!]
}
union PermissionGranter = Organization | Repository | Team
type PermissionSource {
  organization: Organization! permission: DefaultRepositoryPermissionField! roleName: String
  source: PermissionGranter!
}

enum OrganizationInvitationRole { ADMIN BILLING_MANAGER DIRECT_MEMBER REINSTATE }
enum OrganizationInvitationType { EMAIL USER }
type OrganizationInvitation implements Node {
  createdAt: DateTime! email: String id: ID! invitationType: OrganizationInvitationType! invitee: User
  organization: Organization! role: OrganizationInvitationRole!
}
type OrganizationInvitationConnection {
  edges: [OrganizationInvitationEdge] nodes: [OrganizationInvitation] pageInfo: PageInfo! totalCount: Int!
}
type OrganizationInvitationEdge { cursor: String! node: OrganizationInvitation }
`;

let built: GraphQLSchema | null = null;

export function githubSchema(): GraphQLSchema {
  built ??= buildSchema(CUT);
  return built;
}
