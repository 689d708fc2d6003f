import { expect } from 'vitest';
import { expectGolden } from '../../golden.ts';
import { changesOf, filesAfter, snapshot } from '../scene.ts';
import { factsOfDocuments, factsOfPeribolos } from './facts.ts';
import { itWithKubernetes, KUBERNETES } from './kubernetes-data.ts';
import { documentsOf, GITHUB, readPeer, textsBelow } from './peer-scene.ts';

/** What the importer says that it left out, by what the facts call it. */
const LEFT_OUT: Readonly<Record<string, RegExp>> = {
  'former names of teams': /^former name of a team$/,
  settings: / of organization$/,
};

itWithKubernetes('every statement of the Kubernetes configuration is in the documents or listed', () => {
  const texts = textsBelow(KUBERNETES);
  const read = readPeer('peribolos', texts);
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  const written: string[] = [];
  for (const organization of read.value) {
    const made = documentsOf('peribolos', organization);
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    expect(made.diagnostics).toEqual([]);
    expect(made.value.left).toEqual([]);
    written.push(...made.value.files.map(({ after }) => after));
  }
  const before = factsOfPeribolos(texts);
  const after = factsOfDocuments(written);
  const listed = read.value.flatMap(({ unplaced }) => unplaced);
  const rows = [...before].map(([sort, facts]) => {
    const said = after.get(sort) ?? new Set();
    // Owners in a team are maintainers of it, named as such or not.
    const kept =
      sort === 'maintainers of teams' ? new Set([...said].filter((fact) => facts.has(fact))) : said;
    const lost = [...facts].filter((fact) => !kept.has(fact));
    const pattern = LEFT_OUT[sort];
    const left = pattern === undefined ? [] : listed.filter(({ what }) => pattern.test(what));
    // Nothing appears that nobody wrote, and what is missing is listed: as often, and where the value stands.
    expect([...kept].filter((fact) => !facts.has(fact))).toEqual([]);
    expect(lost.length, `${sort}: ${lost.slice(0, 5).join('; ')}`).toBe(left.length);
    for (const { origin, value, what } of left) {
      if (origin.from !== 'file') throw new Error('nobody reads this from a platform');
      const line = texts[origin.file]?.split('\n')[origin.line - 1] ?? '';
      expect(line).toContain(value ?? what);
      expect(new Set(left.map((one) => JSON.stringify(one.origin))).size).toBe(left.length);
    }
    return [sort, facts.size, kept.size, left.length] as const;
  });
  // Nothing is listed of which the facts do not know.
  expect(rows.reduce((sum, [, , , left]) => sum + left, 0)).toBe(listed.length);
  const people = new Set([...(before.get('members') ?? [])].map((fact) => fact.split(': ')[1]));
  expect(Object.fromEntries(rows.map(([sort, count]) => [sort, count]))).toMatchObject({
    organizations: 8,
    teams: 766,
    'parents of teams': 56,
    'places in teams': 3615,
    'grants on repositories': 631,
  });
  expect(people.size).toBe(1509);
  const table = [
    ['', 'in the files', 'in the documents', 'listed as left out'],
    ...[...rows, ['people, each once', people.size, people.size, 0] as const],
  ].map(
    ([sort, ...counts]) =>
      `${String(sort).padEnd(24)}${counts.map((count) => String(count).padStart(20)).join('')}`,
  );
  console.log(table.join('\n'));
  expectGolden('test/import/peer/golden/kubernetes.txt', `${table.join('\n')}\n`);
});

itWithKubernetes(
  'a plan against the picture that was imported is empty, and the same import changes nothing',
  () => {
    const read = readPeer('peribolos', textsBelow(KUBERNETES));
    if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
    for (const organization of read.value) {
      const made = documentsOf('peribolos', organization);
      if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
      const files = filesAfter({}, made.value);
      expect(changesOf(GITHUB, files, snapshot(organization.resources, organization.name))).toEqual([]);
      const again = documentsOf('peribolos', organization, files);
      expect(again.ok ? again.value.files : again.diagnostics).toEqual([]);
    }
  },
  120_000,
);
