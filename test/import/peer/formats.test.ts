import { describe, expect, it } from 'vitest';
import { formatOrigin } from '../../../src/source/origin.ts';
import { expectGolden } from '../../golden.ts';
import { changesOf, filesAfter, snapshot } from '../scene.ts';
import { documentsOf, GITHUB, readPeer, textsBelow } from './peer-scene.ts';

/** What each format can say, with every key that it knows, and a few that it does not. */
const FORMATS = [
  ['peribolos', []],
  ['clowarden', []],
  ['github-as-code', []],
  ['safe-settings', ['acme']],
] as const;

describe.each(FORMATS)('%s', (name, organizations) => {
  const read = readPeer(name, textsBelow(`test/fixtures/peers/${name}`), organizations);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics, null, 1));

  it('comes out as documents, with a list of what has no place in them', () => {
    const shown = read.value.flatMap((organization) => {
      const made = documentsOf(name, organization);
      if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
      expect(made.value.left).toEqual([]);
      return [
        ...made.value.files.map(({ file, after }) => `## ${file}\n${after}`),
        ...organization.unplaced.map(
          ({ what, why, value, origin }) =>
            `${formatOrigin(origin)} ${what}${value === null ? '' : `: ${JSON.stringify(value)}`}\n    ${why}`,
        ),
        '',
        ...[...read.diagnostics, ...made.diagnostics].map(
          ({ severity, code, message, origin }) =>
            `${severity} ${code}: ${message} (${origin === null ? '' : formatOrigin(origin)})`,
        ),
        '',
      ];
    });
    expectGolden(`test/import/peer/golden/${name}.txt`, shown.join('\n'));
  });

  it('is planned as empty against what it describes, and imported again without a change', () => {
    for (const organization of read.value) {
      const made = documentsOf(name, organization);
      if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
      const files = filesAfter({}, made.value);
      expect(changesOf(GITHUB, files, snapshot(organization.resources, organization.name))).toEqual([]);
      const again = documentsOf(name, organization, files);
      expect(again.ok ? again.value.files : again.diagnostics).toEqual([]);
    }
  });
});

it('leaves out a repository whose name cannot be one in documents, and says so', () => {
  const text =
    'teams: [{ name: core, maintainers: [ben] }]\nrepositories: [{ name: web site, teams: { core: admin } }]\n';
  const read = readPeer('clowarden', { 'config.yaml': text }, ['acme']);
  const [organization] = read.ok ? read.value : [];
  const made = organization === undefined ? null : documentsOf('clowarden', organization);
  if (!made?.ok) throw new Error('not imported');
  expect(made.value.left.map(({ address }) => address)).toEqual([
    'assignment:acme/repositories/web site|group:acme/core',
    'scope:acme/repositories/web site',
  ]);
  const [told] = made.diagnostics;
  expect(
    told === undefined ? null : [told.code, told.hint, told.origin && formatOrigin(told.origin)],
  ).toEqual([
    'not-importable',
    'Correct it in those files and import again. Until then it is left alone: authority over things of its kind is declared.',
    'config.yaml:2:24',
  ]);
});

it.each(['none', 'read', 'write', 'admin'])('the base permission %s is written as it is', (base) => {
  const read = readPeer('peribolos', {
    'org.yaml': `admins: [octavia]\ndefault_repository_permission: ${base}\n`,
  });
  expect(read.diagnostics).toEqual([]);
  const [organization] = read.ok ? read.value : [];
  const root = organization?.resources.find(({ type }) => type === 'scope');
  expect(root?.type === 'scope' ? [...root.attributes.settings.keys()] : []).toEqual([
    `base-permission=${base}`,
  ]);
});

it('a base permission that GitHub does not have is a fault', () => {
  const read = readPeer('peribolos', {
    'org.yaml': 'admins: [octavia]\ndefault_repository_permission: triage\n',
  });
  expect(
    read.diagnostics.map(({ code, message, origin }) => [code, message, origin && formatOrigin(origin)]),
  ).toEqual([['invalid-value', '"triage" is no base permission.', 'org.yaml:2:32']]);
});
