import { type DocumentNode, nodeKeyOrigin, nodeOrigin } from '../../policy/document-node.ts';
import type { Written } from '../../policy/document-types.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { soleOrganization } from './organization-name.ts';
import { OrganizationPicture } from './organization-picture.ts';
import { keyText, type PeerKeys, PeerReading } from './peer-reading.ts';
import type { PeerOrganization, PeerSource } from './peer-source.ts';
import { permissionAmong } from './permission-word.ts';
import type { PictureTeam } from './picture-teams.ts';

/** The file is Sheriff's, of which CLOWarden takes a part. */
const NOT_USED = 'CLOWarden does not act on it.';

const FILE_KEYS: PeerKeys = {
  organization: 'read',
  teams: 'read',
  repositories: 'read',
  repository_defaults: NOT_USED,
  customProperties: NOT_USED,
  rulesets: NOT_USED,
};

const TEAM_KEYS: PeerKeys = {
  name: 'read',
  maintainers: 'read',
  members: 'read',
  formation: 'read',
  display_name: NOT_USED,
  displayName: NOT_USED,
  parent: NOT_USED,
  gsuite: NOT_USED,
  slack: NOT_USED,
};

const REPOSITORY_KEYS: PeerKeys = {
  name: 'read',
  teams: 'read',
  collaborators: 'read',
  external_collaborators: 'read',
  visibility: 'Documents have no place for it: they say who is given something.',
  settings: NOT_USED,
  properties: NOT_USED,
  heroku: NOT_USED,
  rulesets: NOT_USED,
};

const PERMISSIONS = ['read', 'triage', 'write', 'maintain', 'admin'];

/** The people of a team before those of other teams are added. */
interface Crew {
  readonly team: PictureTeam;
  readonly maintainers: readonly Written<string>[];
  readonly members: readonly Written<string>[];
  readonly formation: readonly Written<string>[];
}

/**
 * The permissions file of CLOWarden. It names no members of the organization, so whoever is in a team counts as one.
 * Reports `usage`, `missing-key`, `unknown-group`, and what the values show.
 */
export function readClowarden(source: PeerSource): Outcome<readonly PeerOrganization[]> {
  const reading = new PeerReading();
  const [file] = source.files;
  const root = file === undefined ? null : reading.document(file);
  if (root === null) return failure(reading.diagnostics);
  const keys = reading.map(root, 'the file', FILE_KEYS);
  const written = keys.get('organization');
  const name = soleOrganization(
    source,
    written === undefined ? null : (reading.text(written, 'organization')?.value.toLowerCase() ?? null),
  );
  if (!name.ok) return failure([...reading.diagnostics, ...name.diagnostics]);
  const picture = new OrganizationPicture(name.value, nodeKeyOrigin(root), reading);
  const crews = reading
    .items(keys.get('teams') ?? null, 'teams')
    .flatMap((item) => crewOf(item, picture, reading));
  for (const crew of crews) muster(crew, crews, picture, reading);
  for (const item of reading.items(keys.get('repositories') ?? null, 'repositories'))
    repository(item, picture, reading);
  const organization = picture.finish();
  return hasErrors(reading.diagnostics)
    ? failure(reading.diagnostics)
    : success([organization], reading.diagnostics);
}

function nameIn(
  keys: ReadonlyMap<string, DocumentNode>,
  item: DocumentNode,
  what: string,
  reading: PeerReading,
): Written<string> | null {
  const name = keys.get('name');
  if (name !== undefined) return reading.text(name, `name of ${what}`);
  reading.report('missing-key', `The name of ${what} is missing.`, nodeOrigin(item));
  return null;
}

function crewOf(item: DocumentNode, picture: OrganizationPicture, reading: PeerReading): readonly Crew[] {
  const keys = reading.map(item, 'a team', TEAM_KEYS);
  const name = nameIn(keys, item, 'a team', reading);
  const team = name === null ? null : picture.teamBySlug(name);
  if (team === null) return [];
  const texts = (key: string) => reading.texts(keys.get(key) ?? null, `${key} of a team`);
  return [
    { team, maintainers: texts('maintainers'), members: texts('members'), formation: texts('formation') },
  ];
}

/**
 * Who is in a team: its own people, and those who are written in the teams of its formation; who is there by another
 * formation is not taken along, as CLOWarden does.
 */
function muster(
  crew: Crew,
  crews: readonly Crew[],
  picture: OrganizationPicture,
  reading: PeerReading,
): void {
  const { team, maintainers, members, formation } = crew;
  const people = new Map(picture.populate(team, maintainers, members));
  const others = formation.flatMap((name): readonly Crew[] => {
    const other = crews.find((one) => one.team === picture.teamNamed(name.value));
    if (other === undefined) {
      reading.report('unknown-group', `${quote(name.value)} is no team of this file.`, name.origin);
      return [];
    }
    const why = 'The people of that team are written in this one too; who joins it later is not.';
    reading.leaveOut('formation of a team', why, name.origin, name.value);
    return [other];
  });
  for (const other of others) {
    for (const login of [...other.maintainers, ...other.members]) {
      const id = picture.people.named(login);
      if (id === null || people.has(id)) continue;
      people.set(id, login.origin);
      if (other.maintainers.includes(login)) picture.maintain(team, [login]);
    }
  }
  team.people = people;
}

function repository(item: DocumentNode, picture: OrganizationPicture, reading: PeerReading): void {
  const keys = reading.map(item, 'a repository', REPOSITORY_KEYS);
  const name = nameIn(keys, item, 'a repository', reading);
  if (name === null) return;
  const scope = picture.repositoryOnce(name);
  if (scope === null) return;
  for (const [key, node] of reading.entries(keys.get('teams') ?? null, 'teams of a repository')) {
    const team = picture.teamNamed(key);
    const permission = permissionAmong(reading, reading.text(node, 'permission'), PERMISSIONS);
    if (team === null)
      reading.report('unknown-group', `${quote(key)} is no team of this file.`, nodeKeyOrigin(node));
    else if (permission !== null) picture.grantToTeam(scope, team, permission);
  }
  for (const list of ['collaborators', 'external_collaborators']) {
    for (const [login, node] of reading.entries(keys.get(list) ?? null, `${list} of a repository`)) {
      const permission = permissionAmong(reading, reading.text(node, 'permission'), PERMISSIONS);
      if (permission !== null) picture.grantToPerson(scope, keyText(login, node), permission);
    }
  }
}
