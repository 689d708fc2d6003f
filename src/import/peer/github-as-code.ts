import { type DocumentNode, nodeKeyOrigin } from '../../policy/document-node.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { type Outcome, outcome } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { OrganizationPicture } from './organization-picture.ts';
import { keyText, type PeerKeys, PeerReading } from './peer-reading.ts';
import type { PeerFile, PeerOrganization, PeerSource } from './peer-source.ts';
import { permissionAmong } from './permission-word.ts';
import type { PictureTeam } from './picture-teams.ts';
import { enterSetting, PRIVACY } from './setting-word.ts';

const SETTING = 'It is a setting of a repository that gives nobody access.';

const FILE_KEYS: PeerKeys = {
  members: 'read',
  teams: 'read',
  repositories: 'read',
  rulesets: 'It is a setting of the organization that gives nobody access.',
};

const MEMBER_KEYS: PeerKeys = { admin: 'read', member: 'read' };
const TEAM_MEMBER_KEYS: PeerKeys = { maintainer: 'read', member: 'read' };

const TEAM_KEYS: PeerKeys = {
  members: 'read',
  description: 'read',
  parent_team_id: 'read',
  privacy: 'read',
  create_default_maintainer: 'It matters only when a team is made.',
};

const PERMISSIONS = ['pull', 'triage', 'push', 'maintain', 'admin'];

const REPOSITORY_KEYS: PeerKeys = {
  teams: 'read',
  collaborators: 'read',
  ...Object.fromEntries(
    [
      'advanced_security allow_auto_merge allow_merge_commit allow_rebase_merge allow_squash_merge',
      'allow_update_branch archive_on_destroy archived auto_init branch_protection default_branch',
      'delete_branch_on_merge description files gitignore_template has_discussions has_downloads has_issues',
      'has_projects has_wiki homepage_url ignore_vulnerability_alerts_during_read is_template labels',
      'license_template merge_commit_message merge_commit_title pages rulesets secret_scanning',
      'secret_scanning_push_protection squash_merge_commit_message squash_merge_commit_title template topics',
      'visibility vulnerability_alerts',
    ].flatMap((names) => names.split(' ').map((name) => [name, SETTING])),
  ),
};

export function ownsGithubAsCodeFile(path: string): boolean {
  return /^(?:github\/)?[^/.][^/]*\.ya?ml$/.test(path);
}

/**
 * The organizations of github-as-code: a file each in the folder `github`, called like the organization. Reports
 * `unknown-organization`, `unknown-group`, and what the values show.
 */
export function readGithubAsCode(source: PeerSource): Outcome<readonly PeerOrganization[]> {
  const inside = source.files.filter(({ path }) => path.includes('/'));
  const files = new Map((inside.length > 0 ? inside : source.files).map((file) => [nameOf(file), file]));
  const diagnostics: Diagnostic[] = source.organizations.flatMap((asked) =>
    files.has(asked)
      ? []
      : [
          diagnostic('unknown-organization', `There is no file of the organization ${quote(asked)}.`, null, {
            hint: `There are files of ${[...files.keys()].join(', ')}.`,
          }),
        ],
  );
  const organizations = [...files].flatMap(([name, file]) => {
    if (source.organizations.length > 0 && !source.organizations.includes(name)) return [];
    const reading = new PeerReading();
    const root = reading.document(file);
    const organization = root === null ? null : new GithubAsCodeOrganization(name, root, reading).finish();
    diagnostics.push(...reading.diagnostics);
    return organization === null ? [] : [organization];
  });
  return outcome(organizations, diagnostics);
}

function nameOf({ path }: PeerFile): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.ya?ml$/, '')
    .toLowerCase();
}

class GithubAsCodeOrganization {
  readonly #picture: OrganizationPicture;
  readonly #reading: PeerReading;

  constructor(name: string, root: DocumentNode, reading: PeerReading) {
    this.#reading = reading;
    this.#picture = new OrganizationPicture(name, nodeKeyOrigin(root), reading);
    const keys = reading.map(root, 'the file', FILE_KEYS);
    const listed = keys.get('members');
    if (listed !== undefined) {
      const members = reading.map(listed, 'members', MEMBER_KEYS);
      this.#picture.roster(
        reading.texts(members.get('admin') ?? null, 'admins'),
        reading.texts(members.get('member') ?? null, 'members'),
      );
    }
    this.#teams(keys.get('teams') ?? null);
    for (const [repository, node] of reading.entries(keys.get('repositories') ?? null, 'repositories'))
      this.#repository(repository, node);
  }

  finish(): PeerOrganization {
    return this.#picture.finish();
  }

  #teams(node: DocumentNode | null): void {
    const parents: { readonly team: PictureTeam; readonly node: DocumentNode }[] = [];
    for (const [name, child] of this.#reading.entries(node, 'teams')) {
      const team = this.#picture.team(keyText(name, child));
      if (team === null) continue;
      const keys = this.#reading.map(child, 'a team', TEAM_KEYS);
      const description = keys.get('description');
      if (typeof description?.value === 'string') team.description = description.value;
      else if (description !== undefined) this.#reading.text(description, 'description of a team');
      enterSetting(team.settings, PRIVACY, keys.get('privacy'), this.#reading);
      this.#people(team, keys.get('members') ?? null);
      const parent = keys.get('parent_team_id');
      if (parent !== undefined) parents.push({ team, node: parent });
    }
    for (const { team, node: parent } of parents) {
      const name = this.#reading.text(parent, 'parent of a team');
      if (name === null) continue;
      const above = this.#picture.teamNamed(name.value);
      if (above !== null) above.children.set(team.slug, name.origin);
      else
        this.#reading.report('unknown-group', `${quote(name.value)} is no team of this file.`, name.origin);
    }
  }

  #people(team: PictureTeam, node: DocumentNode | null): void {
    const reading = this.#reading;
    const keys = reading.map(node, 'members of a team', TEAM_MEMBER_KEYS);
    this.#picture.populate(
      team,
      reading.texts(keys.get('maintainer') ?? null, 'maintainers of a team'),
      reading.texts(keys.get('member') ?? null, 'members of a team'),
    );
  }

  #repository(name: string, node: DocumentNode): void {
    const reading = this.#reading;
    const scope = this.#picture.repositoryOnce(keyText(name, node));
    if (scope === null) return;
    const keys = reading.map(node, 'a repository', REPOSITORY_KEYS);
    for (const { permission, list } of this.#permissions(keys.get('teams') ?? null, 'teams')) {
      for (const { value, origin } of reading.texts(list, 'teams of a repository')) {
        const team = this.#picture.teamNamed(value);
        if (team === null)
          reading.report('unknown-group', `${quote(value)} is no team of this file.`, origin);
        else this.#picture.grantToTeam(scope, team, { value: permission, origin });
      }
    }
    for (const { permission, list } of this.#permissions(
      keys.get('collaborators') ?? null,
      'collaborators',
    )) {
      for (const login of reading.texts(list, 'collaborators of a repository'))
        this.#picture.grantToPerson(scope, login, { value: permission, origin: login.origin });
    }
  }

  /** Lists by permission. One that GitHub does not have is a fault: whoever is listed there would have nothing. */
  #permissions(
    node: DocumentNode | null,
    what: string,
  ): readonly { readonly permission: string; readonly list: DocumentNode }[] {
    return this.#reading.entries(node, `${what} of a repository`).flatMap(([word, list]) => {
      const permission = permissionAmong(this.#reading, keyText(word, list), PERMISSIONS);
      return permission === null ? [] : [{ permission: permission.value, list }];
    });
  }
}
