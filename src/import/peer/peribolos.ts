import { type DocumentNode, nodeKeyOrigin, nodeOrigin } from '../../policy/document-node.ts';
import type { Written } from '../../policy/document-types.ts';
import type { Address } from '../../resource/address.ts';
import { scopeAddress } from '../../resource/address.ts';
import { OrganizationPicture } from './organization-picture.ts';
import { keyText, type PeerKeys, type PeerReading } from './peer-reading.ts';
import { permissionAmong } from './permission-word.ts';
import type { PictureTeam } from './picture-teams.ts';
import { BASE_PERMISSION, enterSetting, PRIVACY } from './setting-word.ts';

const SETTING = 'It is a setting of the organization that gives nobody access.';
const REPOSITORY_SETTING = 'It is a setting of a repository that gives nobody access.';

const ORGANIZATION_KEYS: PeerKeys = {
  admins: 'read',
  members: 'read',
  teams: 'read',
  repos: 'read',
  name: 'read',
  default_repository_permission: 'read',
  billing_email: SETTING,
  company: SETTING,
  email: SETTING,
  description: SETTING,
  location: SETTING,
  has_organization_projects: SETTING,
  has_repository_projects: SETTING,
  members_can_create_repositories: SETTING,
};

const TEAM_KEYS: PeerKeys = {
  description: 'read',
  members: 'read',
  maintainers: 'read',
  teams: 'read',
  repos: 'read',
  previously: 'read',
  privacy: 'read',
};

const REPOSITORY_KEYS: PeerKeys = {
  previously: 'read',
  collaborators: 'read',
  ...Object.fromEntries(
    [
      'description homepage private has_issues has_projects has_wiki allow_squash_merge allow_merge_commit',
      'allow_rebase_merge squash_merge_commit_title squash_merge_commit_message default_branch archived on_create',
      'fork_from default_branch_only',
    ].flatMap((names) => names.split(' ').map((name) => [name, REPOSITORY_SETTING])),
  ),
};

const PERMISSIONS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** One organization of Peribolos: the head, and the parts that bring only teams. */
export class PeribolosOrganization {
  readonly #picture: OrganizationPicture;
  readonly #reading: PeerReading;
  readonly #former: {
    readonly names: readonly Written<string>[];
    readonly tell: (name: Written<string>) => void;
  }[] = [];

  constructor(name: string, head: DocumentNode, reading: PeerReading) {
    this.#reading = reading;
    this.#picture = new OrganizationPicture(name, nodeKeyOrigin(head), reading);
    const keys = reading.map(head, 'organization', ORGANIZATION_KEYS);
    enterSetting(this.#picture.settings, BASE_PERMISSION, keys.get('default_repository_permission'), reading);
    const title = keys.get('name');
    if (title !== undefined)
      this.#picture.title(reading.text(title, 'name of the organization')?.value ?? name);
    if (keys.has('admins') || keys.has('members')) {
      this.#picture.roster(
        reading.texts(keys.get('admins') ?? null, 'admins'),
        reading.texts(keys.get('members') ?? null, 'members'),
      );
    }
    this.#repositories(keys.get('repos') ?? null);
    this.#teams(keys.get('teams') ?? null, null);
  }

  /** A file of a folder below: whatever joins the files takes nothing but teams from it. */
  part(root: DocumentNode): void {
    const only: PeerKeys = Object.fromEntries(
      Object.keys(ORGANIZATION_KEYS).map((key) => [key, 'Only the teams of this file are used.']),
    );
    this.#teams(
      this.#reading.map(root, 'file of teams', { ...only, teams: 'read' }).get('teams') ?? null,
      null,
    );
  }

  finish() {
    for (const { names, tell } of this.#former) for (const name of names) tell(name);
    return this.#picture.finish();
  }

  #teams(node: DocumentNode | null, parent: PictureTeam | null): void {
    for (const [name, child] of this.#reading.entries(node, 'teams')) {
      const team = this.#picture.team(keyText(name, child));
      if (team === null) continue;
      parent?.children.set(team.slug, nodeKeyOrigin(child));
      this.#team(team, child);
    }
  }

  #team(team: PictureTeam, node: DocumentNode): void {
    const reading = this.#reading;
    const picture = this.#picture;
    const keys = reading.map(node, 'a team', TEAM_KEYS);
    const description = keys.get('description');
    if (typeof description?.value === 'string') team.description = description.value;
    else if (description !== undefined) reading.text(description, 'description of a team');
    enterSetting(team.settings, PRIVACY, keys.get('privacy'), reading);
    picture.populate(
      team,
      reading.texts(keys.get('maintainers') ?? null, 'maintainers of a team'),
      reading.texts(keys.get('members') ?? null, 'members of a team'),
    );
    for (const [name, permission] of reading.entries(keys.get('repos') ?? null, 'repos of a team')) {
      const written = this.#permission(permission);
      const scope = picture.repository(keyText(name, permission));
      if (written !== null) picture.grantToTeam(scope, team, written);
    }
    this.#formerly(keys.get('previously') ?? null, picture.groupAddress(team), team.slug, 'team');
    this.#teams(keys.get('teams') ?? null, team);
  }

  #repositories(node: DocumentNode | null): void {
    for (const [name, child] of this.#reading.entries(node, 'repos')) {
      const scope = this.#picture.repository(keyText(name, child));
      const keys = this.#reading.map(child, 'a repository', REPOSITORY_KEYS);
      this.#formerly(keys.get('previously') ?? null, scopeAddress(scope), name, 'repository');
      for (const [login, permission] of this.#reading.entries(
        keys.get('collaborators') ?? null,
        'collaborators',
      )) {
        const written = this.#permission(permission);
        if (written !== null) this.#picture.grantToPerson(scope, keyText(login, permission), written);
      }
    }
  }

  /** Null where nothing is given: `none`, or no permission that GitHub has. */
  #permission(node: DocumentNode): Written<string> | null {
    const written = permissionAmong(this.#reading, this.#reading.text(node, 'permission'), PERMISSIONS);
    if (written === null) return null;
    if (written.value !== 'none') return written;
    this.#reading.leaveOut(
      'permission none',
      'It gives nothing, and documents write what is given.',
      nodeOrigin(node),
    );
    return null;
  }

  /** Told at the end, when every name that is taken is known. */
  #formerly(node: DocumentNode | null, address: Address, current: string, what: 'team' | 'repository'): void {
    this.#former.push({
      names: this.#reading.texts(node, `former names of a ${what}`),
      tell: (name) => this.#picture.formerly(address, current, name, what),
    });
  }
}
