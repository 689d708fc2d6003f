/** What a page is made of: packed and unpacked it is the same, and its numbers are those of the engine. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { countAccess } from '../../src/page/facts/counted-access.ts';
import { pack, unpack } from '../../src/page/facts/packed.ts';
import type { PageFacts, PageOrganization } from '../../src/page/facts/page-facts.ts';
import { embeddedJson, pageHtml } from '../../src/page/page-html.ts';
import { commaSeparated, csvLines } from '../../src/page/tables/comma-separated.ts';
import { TABLE_NAMES } from '../../src/page/tables/page-table.ts';
import { pageTables } from '../../src/page/tables/page-tables.ts';
import { reviewOrganization } from '../../src/page/tables/reviewed-organization.ts';
import { reviewJson } from '../../src/report/review/review-json.ts';
import type { Resource } from '../../src/resource/resource.ts';
import type { Origin } from '../../src/source/origin.ts';
import { largePlatform, largeResources } from '../access/large.ts';
import { anyOrganization } from '../access/random.ts';

const AT = '2026-06-15T12:00:00.000Z';
const PROGRAM = { script: '', style: '', policy: '' };

function factsOf(organization: Pick<PageOrganization, 'platform' | 'resources'>): PageOrganization {
  const { platform, resources } = organization;
  const counted = countAccess(buildAccess(platform, resources));
  const nothing = { written: new Map(), dates: [], exceptions: [] };
  return { organization: 'acme', source: 'desired', platform, resources, counted, ...nothing };
}

describe('packed', () => {
  it('any value comes out as it went in', () => {
    const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.nat(), fc.boolean(), fc.constant(null));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value')),
        fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('value')),
        fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
        fc.array(leaf).map((values) => new Set(values)),
      ),
    }));
    fc.assert(
      fc.property(value, (one) => {
        expect(unpack(JSON.parse(JSON.stringify(pack(one))))).toEqual(one);
      }),
    );
  });

  it.each([[1.5], [-1], [Number.NaN], [() => 1], [1n]])('%s is no data', (value) => {
    expect(() => pack(value)).toThrow('taken for granted');
  });

  it('nothing in a page ends the element that it stands in', () => {
    const names = ['</script>', '<!--', '<script', ']]>', '\u2028', '\u202e', '\u001b[31m', '&lt;', '\ud800'];
    const text = embeddedJson(pack(names));
    for (const one of ['<', '>', '&', '\u2028', '\u202e', '\u001b']) expect(text).not.toContain(one);
    expect(unpack(JSON.parse(text))).toEqual(names);
    const html = pageHtml({ instant: AT, organizations: [] }, PROGRAM);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
  });
});

describe('numbers', () => {
  it('of any organization: counted by cells one by one, they are the same', () => {
    fc.assert(
      fc.property(anyOrganization, ({ platform, resources }) => {
        const access = buildAccess(platform, resources);
        const { people, scopes, sets } = countAccess(access);
        const cell = (member: string, scope: string): number => access.permissions(member, scope).length;
        const all = access.relation.universe.catalogue.names;
        expect(people).toEqual(
          access.members.map((member, place) => ({
            scopes: access.scopes.filter((scope) => cell(member, scope) > 0).length,
            everything: access.scopes.filter((scope) => all.length > 0 && cell(member, scope) === all.length)
              .length,
            anywhere: people[place]?.anywhere,
          })),
        );
        expect(people.map(({ anywhere }) => sets[anywhere])).toEqual(
          access.members.map((member) =>
            all.filter((permission) => access.scopes.some((scope) => access.can(member, permission, scope))),
          ),
        );
        expect(scopes).toEqual(
          access.scopes.map((scope) => access.members.filter((member) => cell(member, scope) > 0).length),
        );
      }),
    );
  });

  it('the page, JSON and CSV have the same rows, of any organization', () => {
    fc.assert(
      fc.property(anyOrganization, (organization) => {
        const facts: PageFacts = { instant: AT, organizations: [factsOf(organization)] };
        // What a browser gets.
        const there = unpack<PageFacts>(JSON.parse(embeddedJson(pack(facts))));
        const [here] = reviewJson(facts, []).organizations;
        for (const one of there.organizations) {
          const tables = pageTables(reviewOrganization(one, there.instant));
          for (const name of TABLE_NAMES) {
            const { columns, rows } = tables(name);
            const asObjects = rows.map((row) =>
              Object.fromEntries(columns.map(({ key }, at) => [key, row[at]])),
            );
            expect(here?.tables[name]).toEqual(asObjects);
            const [head, ...lines] = commaSeparated([{ organization: 'acme', table: tables(name) }]).split(
              '\n',
            );
            expect(head).toBe(['organization', ...columns.map(({ key }) => key)].join(','));
            expect(lines).toHaveLength(rows.length + 1);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('CSV', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['a\r\nb', 'a\\u{d}\\u{a}b'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['\u202eadmin', '\\u{202e}admin'],
    ['\t=1', '\\u{9}=1'],
    ['<b>', '<b>'],
    ['', ''],
  ])('%j is %j', (text, field) => {
    expect(csvLines([[text]])).toBe(`${field}\n`);
  });

  it('numbers are numbers, and nothing is nothing', () => {
    expect(csvLines([[-3, null, 0]])).toBe('-3,,0\n');
  });
});

describe('size', () => {
  it('ten thousand people on two thousand scopes are at most 8 MB', () => {
    const size = { members: 10_000, groups: 1000, scopes: 2000 };
    const [platform, resources] = [largePlatform(), written(largeResources(size))];
    const facts = { instant: AT, organizations: [factsOf({ platform, resources })] };
    const html = pageHtml(facts, PROGRAM);
    // The program and the style are about a tenth of a megabyte.
    expect(Buffer.byteLength(html) / 1e6).toBeLessThan(7.8);
    expect(unpack<PageFacts>(pack(facts)).organizations[0]?.resources).toEqual(resources);
  });
});

/** The same with a line of its own for each thing and each entry, as documents have them. */
function written(resources: readonly Resource[]): readonly Resource[] {
  let line = 0;
  const next = (): Origin => {
    line += 1;
    const [column, file] = [5 + (line % 40), `access/team-${line % 50}.yaml`];
    return { from: 'file', file, line, column, endLine: line, endColumn: column + 12 };
  };
  const placed = (value: unknown): unknown =>
    value instanceof Map ? new Map([...value.keys()].map((key) => [key, next()])) : value;
  return resources.map((one) => {
    const entries = Object.entries(one.attributes).map(([key, value]) => [key, placed(value)]);
    return { ...one, attributes: Object.fromEntries(entries), origin: next() };
  });
}
