import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPlatformForm } from '../../../src/resource/platform-form.ts';
import { rowsOfOrganization } from '../../../src/terraform/provider/rows/organization-rows.ts';
import { countRows } from '../../../src/terraform/provider/rows/row-count.ts';
import { type OrganizationSize, type Stack, stacksOf } from '../../../src/terraform/run/stacks.ts';
import {
  parseState,
  rowsOutsideRun,
  stateForRun,
  withRowsOutsideRun,
} from '../../../src/terraform/run/terraform-state.ts';
import { loadWorkspace } from '../../../src/workspace/workspace.ts';
import { must } from '../../connector/connections.ts';
import { anyPair } from '../../plan/random-pair.ts';

const LIMIT = 100;
const weighed = fc.record({
  organization: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,6}$/),
  rows: fc.nat(LIMIT + 40),
});
const organizations = fc.uniqueArray(weighed, { selector: (one) => one.organization, maxLength: 60 });

const homes = (stacks: readonly Stack[]): ReadonlyMap<string, string> =>
  new Map(
    stacks.flatMap(({ name, organizations: held }) => held.map((one) => [one, name] as [string, string])),
  );

/** Who is in another stack than before, and which stacks those were in. */
function moved(before: readonly OrganizationSize[], after: readonly OrganizationSize[]) {
  const [was, is] = [homes(stacksOf(before, LIMIT)), homes(stacksOf(after, LIMIT))];
  const who = [...was.keys()].filter((one) => is.has(one) && is.get(one) !== was.get(one));
  return {
    from: new Set(who.map((one) => was.get(one))),
    to: new Set(who.map((one) => is.get(one))),
    was,
    is,
  };
}

describe('which organizations run together', () => {
  it('each is in one stack; a stack of several is within the limit, and its name is no organization’s', () => {
    fc.assert(
      fc.property(organizations, (all) => {
        const stacks = stacksOf(all, LIMIT);
        const rows = new Map(all.map((one) => [one.organization, one.rows]));
        expect(stacks.flatMap((stack) => stack.organizations).sort()).toEqual([...rows.keys()].sort());
        expect(new Set(stacks.map(({ name }) => name)).size).toBe(stacks.length);
        for (const { name, organizations: held } of stacks) {
          const sum = held.reduce((total, one) => total + (rows.get(one) ?? 0), 0);
          if (held.length > 1) expect(sum).toBeLessThanOrEqual(LIMIT);
          expect(name).toMatch(held.length > 1 ? /^_stack(-[01]+)?$/ : /^[a-z0-9]/);
        }
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('depends on no order', () => {
    const shuffled = organizations.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(stacksOf(other, LIMIT)).toEqual(stacksOf(one, LIMIT));
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('who comes moves nobody but those of one stack, and nobody at all where it stands alone', () => {
    fc.assert(
      fc.property(organizations, weighed, (all, newcomer) => {
        const before = all.filter((one) => one.organization !== newcomer.organization);
        const { from, was } = moved(before, [...before, newcomer]);
        expect(from.size).toBeLessThanOrEqual(1);
        if (newcomer.rows > LIMIT) expect(from.size).toBe(0);
        // And going again is the way back.
        const gone = moved([...before, newcomer], before);
        expect(gone.to.size).toBeLessThanOrEqual(1);
        expect(gone.is).toEqual(was);
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  it('who grows moves nobody but those of its own stack', () => {
    fc.assert(
      fc.property(organizations, fc.nat(), fc.nat(LIMIT), (all, at, more) => {
        const one = all[at % Math.max(1, all.length)];
        if (one === undefined || one.rows + more > LIMIT) return;
        const grown = all.map((other) => (other === one ? { ...one, rows: one.rows + more } : other));
        const { from, was } = moved(all, grown);
        for (const stack of from) expect(stack).toBe(was.get(one.organization));
      }),
      { seed: 14, numRuns: 500 },
    );
  });

  it('is what it has been', () => {
    const three = ['acme', 'beta', 'corp'].map((organization) => ({ organization, rows: 10 }));
    expect(stacksOf(three)).toEqual([{ name: '_stack', organizations: ['acme', 'beta', 'corp'] }]);
    expect(stacksOf(three, 20)).toEqual(GOLDEN);
    expect(stacksOf(three.slice(0, 1))).toEqual([{ name: 'acme', organizations: ['acme'] }]);
    expect(stacksOf([])).toEqual([]);
    const big = { organization: 'big', rows: 4000 };
    expect(stacksOf([...three, big])).toEqual([
      { name: '_stack', organizations: ['acme', 'beta', 'corp'] },
      { name: 'big', organizations: ['big'] },
    ]);
  });

  it('is few runs for many small organizations', () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ organization: `org-${at}`, rows: 12 }));
    expect(stacksOf(many).length).toBeLessThanOrEqual(8);
    const large = Array.from({ length: 5000 }, (_, at) => ({ organization: `org-${at}`, rows: 10 }));
    // 50,000 rows: buckets are filled by two thirds.
    expect(stacksOf(large).length).toBeLessThan(110);
  });
});

/** The names’ hashes begin with these bits for good: another assignment would move everybody. */
const GOLDEN: readonly Stack[] = [
  { name: '_stack-1', organizations: ['acme', 'beta'] },
  { name: 'corp', organizations: ['corp'] },
];

describe('how many rows an organization has', () => {
  it('is counted as they are made', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live }) => {
        for (const side of [desired, live]) {
          const resources = inPlatformForm(side, platform);
          const rows = rowsOfOrganization({ platform, resources, unmanaged: new Set(), leaving: [] });
          expect(countRows(platform, side)).toBe(rows.length);
        }
      }),
      { seed: 15, numRuns: 150 },
    );
  });

  it.each(['appcircle', 'bilbis', 'gorules', 'holding', 'lumoauth', 'oten'])('in the %s example', (name) => {
    const { organizations: all } = must(loadWorkspace(`examples/${name}`, '2027-03-01T00:00:00Z'));
    expect(all.length).toBeGreaterThan(0);
    for (const { platform, resources } of all) {
      const rows = rowsOfOrganization({
        platform,
        resources: inPlatformForm(resources, platform),
        unmanaged: new Set(),
        leaving: [],
      });
      expect(countRows(platform, resources)).toBe(rows.length);
    }
  });
});

interface Row {
  readonly type: string;
  readonly name: string;
  readonly id: string;
}

const text = (rows: readonly Row[], serial = 3): string =>
  JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial,
    lineage: 'of-the-stack',
    outputs: {},
    resources: rows.map(({ type, name, id }) => ({
      mode: 'managed',
      type,
      name,
      provider: 'p',
      instances: [{ schema_version: 0, attributes: { id, members: { 'a@b.c': '' } }, extra: [1, null] }],
    })),
    check_results: null,
  });

const NAMES = ['acme', 'acme.inc', 'acme-inc', 'beta', 'corp'];
const anyRow = fc.record({
  type: fc.constantFrom('bylaw_group', 'bylaw_members', 'bylaw_scope'),
  name: fc.stringMatching(/^[a-z]{1,5}$/),
  id: fc
    .tuple(fc.constantFrom(...NAMES), fc.constantFrom('', '/x', '/units/acme', '/beta'))
    .map((parts) => parts.join('')),
});

describe('what a kept state knows of organizations that a run leaves out', () => {
  const of = (rows: readonly Row[], names: readonly string[]): readonly Row[] =>
    rows.filter(({ id }) => names.includes(id.split('/')[0] ?? ''));

  it('is saved again untouched, is not shown to terraform, and goes with its organization', () => {
    const scene = fc.record({
      kept: fc.array(anyRow, { maxLength: 20 }),
      written: fc.array(anyRow, { maxLength: 8 }),
      taking: fc.subarray(NAMES),
      gone: fc.subarray(NAMES),
    });
    fc.assert(
      fc.property(scene, ({ kept, written, taking, gone }) => {
        const others = NAMES.filter((name) => !taking.includes(name) && !gone.includes(name));
        const state = parseState(text(kept));
        const rows = rowsOutsideRun(state, new Set(others));
        const own = of(written, taking);
        const saved = JSON.parse(withRowsOutsideRun(text(own, 9), rows));
        const expected = JSON.parse(text([...own, ...of(kept, others)], 9));
        expect(saved).toEqual(expected);
        // With nothing live and nothing wanted there is nothing to show.
        const shown = stateForRun(state, [{ live: [], wanted: [], removed: new Set(), emptied: new Set() }]);
        expect(shown.state?.resources).toEqual([]);
        expect(shown.adopt.size).toBe(0);
      }),
      { seed: 16, numRuns: 300 },
    );
  });

  it('is nothing where the state is none, or the row says of nobody whose it is', () => {
    const acme = new Set(['acme']);
    expect(rowsOutsideRun(parseState(''), acme)).toEqual([]);
    expect(rowsOutsideRun(parseState('{"version":3}'), acme)).toEqual([]);
    const strange = JSON.parse(text([{ type: 'bylaw_group', name: 'a', id: 'acme/a' }]));
    for (const instances of [[], [null], [{}], [{ attributes: null }], [{ attributes: { id: 7 } }]]) {
      strange.resources[0].instances = instances;
      expect(rowsOutsideRun(parseState(JSON.stringify(strange)), acme)).toEqual([]);
    }
  });

  it('cannot spoil a text that is no state', () => {
    const rows = rowsOutsideRun(
      parseState(text([{ type: 'bylaw_group', name: 'a', id: 'acme/a' }])),
      new Set(['acme']),
    );
    expect(rows.length).toBe(1);
    expect(withRowsOutsideRun('no state', rows)).toBe('no state');
    expect(withRowsOutsideRun(text([]), [])).toBe(text([]));
  });
});
