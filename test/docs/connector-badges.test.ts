/**
 * docs/connectors/tested.md shows the badges of the connector files that come with Bylaw. One whose file changed since it
 * was tested is to be tested again: `bylaw connector test FILE … --badge`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { badgedConnector } from '../../src/command/connector-test/badge-files.ts';
import { badgeFileOf } from '../../src/report/connector/connector-badge.ts';
import { CONNECTOR_CHECKS } from '../../src/report/connector/connector-check.ts';
import { exampleOf, stageOf } from '../command/workspaces.ts';
import { must } from '../connector/connections.ts';
import { expectGolden } from '../golden.ts';

const FOLDER = 'schemas/connectors';
const ACCESS_API = `${FOLDER}/access-api.yaml`;

/** All but the day, which is not the file's doing. */
const dateless = (text: string): string => text.replace(/"date": "[\d-]+"/, '"date": "…"');

it('the badge of the Access API is what a test of it shows', async () => {
  const made = await stageOf(exampleOf('lumoauth'));
  expect((await made.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
  made.write('access-api.yaml', readFileSync(ACCESS_API));
  const done = await made.run(
    'connector',
    'test',
    'access-api.yaml',
    'acme',
    '--badge',
    '--writes',
    '--throw-away',
    'acme',
    '--url',
    made.platform.url,
  );
  expect(done.status, done.out + done.err).toBe(0);
  const text = made.read('access-api.badge.json');
  const place = badgeFileOf(ACCESS_API);
  const kept = readdirSync(FOLDER).includes('access-api.badge.json') ? readFileSync(place, 'utf8') : '';
  // The same thing shown on another day is no other badge.
  expectGolden(place, dateless(kept) === dateless(text) ? kept : text);
});

it('docs/connectors/tested.md shows every badge', () => {
  const rows = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const { badge } = must(badgedConnector(`${FOLDER}/${name}`));
      expect(
        badge.state,
        `${name} changed since it was tested: BLESS=1 npx vitest run test/docs/connector-badges.test.ts, or bylaw connector test --badge`,
      ).not.toBe('stale');
      const file = `[\`${name}\`](../../${FOLDER}/${name})`;
      if (badge.state !== 'fits') return [file, 'not yet', '', ...CONNECTOR_CHECKS.map(() => '')];
      const { date, version, checks } = badge.badge;
      const cells = CONNECTOR_CHECKS.map((check) => {
        const of = checks.find((one) => one.check === check);
        if (of === undefined) return 'not shown';
        const { people, answers, differences, seen, lists, shown, kinds } = of.counts;
        const count =
          check === 'read'
            ? `: ${people} people`
            : check === 'effective' && answers !== undefined
              ? `: ${answers} answers, ${differences} differences`
              : check === 'pages' && lists !== undefined
                ? `: ${seen} of ${lists} lists`
                : check === 'writes'
                  ? `: ${shown} of ${kinds} kinds`
                  : '';
        return `${of.verdict.replace('-', ' ')}${count}`;
      });
      return [file, date, version ?? '', ...cells];
    });
  const table = [['file', 'tested', 'version', ...CONNECTOR_CHECKS], ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  table.splice(1, 0, `|${'---|'.repeat(CONNECTOR_CHECKS.length + 3)}`);
  const text = `# Connector files that were tested

What [\`bylaw connector test\`](test.md) showed of each file that comes with Bylaw. Made of the badges beside them by \`npm run bless\`;
a test fails if a file changed since.

${table.join('\n')}
`;
  expectGolden('docs/connectors/tested.md', text);
});
