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
