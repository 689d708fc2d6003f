/** What a stand-in starts with, as plain data. People that are only named are made; ids that are left out are stable. */
export interface GithubSeed {
  readonly users?: readonly GithubSeedUser[];
  readonly organizations: readonly GithubSeedOrganization[];
  /** In place of the one token of an owner of every organization. */
  readonly tokens?: readonly GithubSeedToken[];
  readonly apps?: readonly GithubSeedApp[];
}

export interface GithubSeedUser {
  readonly login: string;
  readonly id?: number;
  readonly name?: string;
  /** Public; invitations to this address find the person. */
  readonly email?: string;
  /** Login of the enterprise whose identity provider made this account. */
  readonly managedBy?: string;
  readonly twoFactor?: boolean;
  /** Under trade controls: nobody may add or remove the person. */
  readonly tradeControlled?: boolean;
  /** Comes as null where GitHub's schema lets it, as some have seen. */
  readonly hiddenInGraphql?: boolean;
}

export type GithubPlan = 'free' | 'team' | 'enterprise';
export type GithubBasePermission = 'none' | 'read' | 'write' | 'admin';

export interface GithubSeedOrganization {
  readonly login: string;
  readonly id?: number;
  readonly name?: string;
  /** `team` when left out. */
  readonly plan?: GithubPlan;
  /** Licences; without a number there is always one more. */
  readonly seats?: number;
  /** A new organization may send fewer invitations. */
  readonly createdAt?: string;
  /** `read` when left out, as GitHub has it. */
  readonly basePermission?: GithubBasePermission;
  /** Name of the enterprise that manages all accounts: nobody is ever invited. */
  readonly managedUsers?: string;
  readonly owners: readonly string[];
  readonly members?: readonly string[];
  readonly billingManagers?: readonly string[];
  /** Accounts that the organization blocks. */
  readonly blocked?: readonly string[];
  readonly teams?: readonly GithubSeedTeam[];
  readonly repositories?: readonly GithubSeedRepository[];
  readonly invitations?: readonly GithubSeedInvitation[];
  readonly organizationRoles?: readonly GithubSeedOrganizationRole[];
  /** Assignments by the name of the role, predefined ones among them. */
  readonly roleAssignments?: Readonly<Record<string, GithubSeedHolders>>;
  readonly customRepositoryRoles?: readonly GithubSeedRepositoryRole[];
  readonly externalGroups?: readonly GithubSeedExternalGroup[];
}

/** Who decides over the members of a team. */
export type GithubTeamSource = 'organization' | 'enterprise' | 'team-sync' | 'external-group';

export interface GithubSeedTeam {
  readonly name: string;
  readonly id?: number;
  readonly description?: string;
  /** Name or slug of another team of the organization. */
  readonly parent?: string;
  /** `closed` when left out. */
  readonly privacy?: 'closed' | 'secret';
  readonly notifications?: boolean;
  readonly maintainers?: readonly string[];
  readonly members?: readonly string[];
  /** Repository → role: `read`, `triage`, `write`, `maintain`, `admin` or the name of a custom one. */
  readonly repositories?: Readonly<Record<string, string>>;
  readonly source?: GithubTeamSource;
  /** Names of groups of the identity provider, for a team that is synchronized. */
  readonly groups?: readonly string[];
}

export interface GithubSeedRepository {
  readonly name: string;
  readonly id?: number;
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly archived?: boolean;
  /** Login → role. Who is no member of the organization is an outside collaborator. */
  readonly collaborators?: Readonly<Record<string, string>>;
  readonly invitations?: readonly {
    readonly login: string;
    readonly role: string;
    readonly createdAt?: string;
  }[];
  readonly pulls?: readonly GithubSeedPull[];
  /** Names it had before: they lead here. */
  readonly formerNames?: readonly string[];
}

/** An open pull request into `main`. */
export interface GithubSeedPull {
  readonly number: number;
  readonly author: string;
  readonly branch: string;
  /** Commits. */
  readonly head: string;
  readonly base: string;
}

export interface GithubSeedInvitation {
  readonly login?: string;
  readonly email?: string;
  readonly role?: 'admin' | 'direct_member' | 'billing_manager';
  readonly teams?: readonly string[];
  readonly createdAt?: string;
  /** Failed already, for this reason. */
  readonly failed?: string;
}

export type GithubBaseRole = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface GithubSeedOrganizationRole {
  readonly name: string;
  readonly description?: string;
  readonly baseRole?: GithubBaseRole;
  readonly permissions?: readonly string[];
  readonly source?: 'Organization' | 'Enterprise' | 'Predefined';
}

export interface GithubSeedHolders {
  readonly users?: readonly string[];
  readonly teams?: readonly string[];
}

export interface GithubSeedRepositoryRole {
  readonly name: string;
  readonly base: Exclude<GithubBaseRole, 'admin'>;
  readonly description?: string;
  readonly permissions?: readonly string[];
}

export interface GithubSeedExternalGroup {
  readonly name: string;
  readonly members: readonly string[];
}

export interface GithubSeedToken {
  readonly value: string;
  readonly login: string;
  /** Scopes of a classic token. */
  readonly scopes: readonly string[];
  /** It has an end, which answers tell. */
  readonly expiresAt?: string;
  /** Of the newer kind, whose answers tell no scopes; what it may is what the scopes say all the same. */
  readonly fineGrained?: boolean;
}

export interface GithubSeedApp {
  readonly id: number;
  readonly slug: string;
  /** PEM; without one any token of the form of a JWT with this issuer will do. */
  readonly publicKey?: string;
  readonly installations: readonly {
    readonly id: number;
    readonly organization: string;
    /** Such as `members: write`. */
    readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
  }[];
}
