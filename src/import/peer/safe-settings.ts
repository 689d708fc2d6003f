import type { Written } from '../../policy/document-types.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { soleOrganization } from './organization-name.ts';
import { OrganizationPicture } from './organization-picture.ts';
import { PeerReading } from './peer-reading.ts';
import type { PeerOrganization, PeerSource } from './peer-source.ts';
import { type GrantEntry, isNamed, matchesPattern } from './safe-settings-grants.ts';
import { type Layer, readLayer } from './safe-settings-layer.ts';
import { enterSetting, PRIVACY } from './setting-word.ts';

const PLACE = /^(?:\.github\/)?(?:settings\.ya?ml|(suborgs|repos)\/([^/]+)\.ya?ml)$/;

export function ownsSafeSettingsFile(path: string): boolean {
  return PLACE.test(path);
}

/**
 * The settings of safe-settings: those of all repositories, those of some, and those of one, the later before the
 * earlier. They name no members, nobody in teams, and not all repositories: what is given is written for each repository
 * that is named anywhere. Reports `usage`, and what the values show.
 */
export function readSafeSettings(source: PeerSource): Outcome<readonly PeerOrganization[]> {
  const reading = new PeerReading();
  const name = soleOrganization(source, null);
  if (!name.ok) return name;
  const layers = source.files.flatMap((file): readonly Layer[] => {
    const root = reading.document(file);
    const [, folder, stem = ''] = PLACE.exec(file.path) ?? [];
    return root === null
      ? []
      : [readLayer(root, folder === 'repos' ? stem : null, folder === 'suborgs', reading)];
  });
  const [first] = layers;
  if (first === undefined) return failure(reading.diagnostics);
  const picture = new OrganizationPicture(name.value, first.origin, reading);
  const whole = layers.filter(
    ({ repository, suborganization }) => repository === null && suborganization === null,
  );
  const some = layers.filter(({ suborganization }) => suborganization !== null);
  const single = layers.filter(({ repository }) => repository !== null);
  const restricted = whole.flatMap((layer) => layer.restricted);
  for (const repository of namedRepositories(layers)) {
    if (restricted.some((rule) => rule(repository.value))) {
      const why = 'restrictedRepos keeps safe-settings from it, so nothing that is written here is live.';
      reading.leaveOut('repository that is not managed', why, repository.origin, repository.value);
      continue;
    }
    const mine = some.filter((layer) =>
      layer.suborganization?.some((pattern) => matchesPattern(pattern.value, repository.value)),
    );
    const own = single.filter(
      (layer) => layer.repository?.value.toLowerCase() === repository.value.toLowerCase(),
    );
    if (mine.length > 1)
      reading.report(
        'duplicate-declaration',
        'Two suborganizations have this repository.',
        repository.origin,
        {
          related: mine.map(({ origin }) => ({ message: 'this is one of them', origin })),
        },
      );
    grant(picture, repository, [...whole, ...mine, ...own], reading);
  }
  for (const layer of [...whole, ...some]) tellOpen(layer, reading);
  const organization = picture.finish(layers.every(({ isWhole }) => isWhole));
  return hasErrors(reading.diagnostics)
    ? failure(reading.diagnostics)
    : success([organization], reading.diagnostics);
}

/** Every repository that a file names: by a file of its own, in a suborganization, or beside a team or person. */
function namedRepositories(layers: readonly Layer[]): readonly Written<string>[] {
  const named = layers.flatMap(({ repository, suborganization, grants }) => [
    ...(repository === null ? [] : [repository]),
    ...(suborganization ?? []).filter(({ value }) => isNamed(value)),
    ...grants.flatMap(({ include }) => (include ?? []).filter(({ value }) => isNamed(value))),
  ]);
  return [...new Map(named.map((name) => [name.value.toLowerCase(), name])).values()];
}

/** What the layers give on one repository: of several entries for one team or person the last counts. */
function grant(
  picture: OrganizationPicture,
  repository: Written<string>,
  layers: readonly Layer[],
  reading: PeerReading,
): void {
  const scope = picture.repository(repository);
  const last = new Map<string, GrantEntry>();
  for (const entry of layers.flatMap(({ grants }) => grants)) {
    const included = entry.include?.some(({ value }) => matchesPattern(value, repository.value)) ?? true;
    const excluded = entry.exclude?.some(({ value }) => matchesPattern(value, repository.value)) ?? false;
    if (included && !excluded) last.set(`${entry.to} ${entry.name.value.toLowerCase()}`, entry);
  }
  for (const { to, name, permission, privacy } of last.values()) {
    if (to === 'person') picture.grantToPerson(scope, name, permission);
    else {
      const team = picture.teamNamed(name.value) ?? picture.teamBySlug(name);
      if (team === null) continue;
      enterSetting(team.settings, PRIVACY, privacy, reading);
      picture.grantToTeam(scope, team, permission);
    }
  }
}

/** What holds for repositories that no file names: which those are, only the platform knows. */
function tellOpen(layer: Layer, reading: PeerReading): void {
  const open = layer.suborganization === null || layer.suborganization.some(({ value }) => !isNamed(value));
  if (!open) return;
  const why =
    'It is written for the repositories that the files name, and holds for others that they do not name.';
  for (const { to, name, include } of layer.grants) {
    if (include === null || include.some(({ value }) => !isNamed(value)))
      reading.leaveOut(`${to} on repositories that no file names`, why, name.origin, name.value);
  }
}
