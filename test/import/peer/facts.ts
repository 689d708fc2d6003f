import { parse } from 'yaml';

/**
 * What a configuration says, as single statements by sort. Both sides are read here with a YAML parser and nothing of
 * Bylaw: what the importer gets wrong cannot be wrong here in the same way.
 */
export type Facts = Map<string, Set<string>>;

// biome-ignore lint/suspicious/noExplicitAny: whatever YAML holds
type Yaml = any;

function add(facts: Facts, sort: string, fact: string): void {
  const set = facts.get(sort) ?? new Set();
  if (set.has(fact)) throw new Error(`said twice: ${sort}: ${fact}`);
  facts.set(sort, set.add(fact));
}

const folded = (login: unknown): string => String(login).toLowerCase();

/** The organizations of Peribolos, each a folder with an org.yaml and teams in folders below. */
export function factsOfPeribolos(texts: Readonly<Record<string, string>>): Facts {
  const facts: Facts = new Map();
  for (const [path, text] of Object.entries(texts)) {
    const parts = path.split('/');
    const [organization = ''] = parts;
    const yaml: Yaml = parse(text);
    if (parts.at(-1) === 'org.yaml') {
      add(facts, 'organizations', organization);
      add(facts, 'names of organizations', `${organization}: ${yaml.name}`);
      for (const login of yaml.admins ?? []) {
        add(facts, 'owners', `${organization}: ${folded(login)}`);
        add(facts, 'members', `${organization}: ${folded(login)}`);
      }
      for (const login of yaml.members ?? []) add(facts, 'members', `${organization}: ${folded(login)}`);
      for (const key of Object.keys(yaml)) {
        if (key === 'default_repository_permission')
          add(facts, 'base permissions', `${organization}: ${yaml[key]}`);
        else if (!['admins', 'members', 'teams', 'name'].includes(key))
          add(facts, 'settings', `${organization}: ${key}`);
      }
    }
    teamsOf(facts, organization, yaml.teams, null);
  }
  return facts;
}

function teamsOf(facts: Facts, organization: string, teams: Yaml, parent: string | null): void {
  for (const [name, team] of Object.entries<Yaml>(teams ?? {})) {
    const at = `${organization}: ${name}`;
    add(facts, 'teams', at);
    if (parent !== null) add(facts, 'parents of teams', `${at} below ${parent}`);
    // An empty description is as good as none.
    if (team.description) add(facts, 'descriptions of teams', `${at}: ${team.description}`);
    for (const login of [...(team.maintainers ?? []), ...(team.members ?? [])])
      add(facts, 'places in teams', `${at}: ${folded(login)}`);
    for (const login of team.maintainers ?? []) add(facts, 'maintainers of teams', `${at}: ${folded(login)}`);
    if (team.privacy !== undefined) add(facts, 'privacy of teams', `${at}: ${team.privacy}`);
    for (const [repository, permission] of Object.entries(team.repos ?? {}))
      add(facts, 'grants on repositories', `${at} on ${repository}: ${permission}`);
    for (const former of team.previously ?? []) add(facts, 'former names of teams', `${at} was ${former}`);
    teamsOf(facts, organization, team.teams, name);
  }
}

/** The same out of Bylaw's documents. Teams go by their title, as they did. */
export function factsOfDocuments(texts: readonly string[]): Facts {
  const facts: Facts = new Map();
  const documents: Yaml[] = texts.map((text) => parse(text)).filter(({ kind }) => kind === 'Organization');
  const names = new Map<string, string>();
  const owners = new Set<string>();
  for (const { name, groups, members } of documents) {
    for (const [login, entry] of Object.entries<Yaml>(members ?? {}))
      if (entry?.roles?.includes('owner')) owners.add(`${name}: ${folded(login)}`);
    for (const [key, group] of Object.entries<Yaml>(groups ?? {}))
      names.set(`${name}/${key}`, `${name}: ${group.title ?? key}`);
  }
  for (const { name: organization, title, platform, settings, members, groups, repositories } of documents) {
    if (settings !== undefined)
      add(facts, 'base permissions', `${organization}: ${settings['base-permission']}`);
    const team = (key: string): string => names.get(`${organization}/${key}`) ?? `unknown ${key}`;
    if (platform !== undefined) {
      add(facts, 'organizations', organization);
      add(facts, 'names of organizations', `${organization}: ${title ?? organization}`);
    }
    for (const [login, entry] of Object.entries<Yaml>(members ?? {})) {
      add(facts, 'members', `${organization}: ${folded(login)}`);
      if (entry?.roles?.includes('owner')) add(facts, 'owners', `${organization}: ${folded(login)}`);
    }
    for (const [key, group] of Object.entries<Yaml>(groups ?? {})) {
      add(facts, 'teams', team(key));
      if (group.description) add(facts, 'descriptions of teams', `${team(key)}: ${group.description}`);
      for (const child of group.groups ?? [])
        add(facts, 'parents of teams', `${team(child)} below ${group.title ?? key}`);
      for (const item of group.members ?? []) {
        const login = folded(item.member ?? item);
        add(facts, 'places in teams', `${team(key)}: ${login}`);
        // GitHub makes every owner in a team its maintainer, whatever is written.
        if (item.role === 'maintainer' || owners.has(`${organization}: ${login}`))
          add(facts, 'maintainers of teams', `${team(key)}: ${login}`);
      }
      // A team is visible unless somebody writes otherwise.
      add(facts, 'privacy of teams', `${team(key)}: ${group.settings?.privacy ?? 'closed'}`);
      const former = group['renamed-from'];
      if (former !== undefined) add(facts, 'former names of teams', `${team(key)} was ${former}`);
    }
    for (const [repository, scope] of Object.entries<Yaml>(repositories ?? {})) {
      for (const [key, { roles }] of Object.entries<Yaml>(scope.groups ?? {}))
        for (const role of roles)
          add(facts, 'grants on repositories', `${team(key)} on ${repository}: ${role}`);
    }
  }
  return facts;
}
