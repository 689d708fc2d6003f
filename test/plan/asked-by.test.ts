import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EffectiveChange } from '../../src/plan/change.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { atWriteOrigin } from '../../src/plan/write/write-origin.ts';
import type { Entries, Resource } from '../../src/resource/resource.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import type { Origin } from '../../src/source/origin.ts';
import { lumoauth } from '../connector/platforms.ts';
import { LINE, live, planOf, written } from './fixtures.ts';
import { anyPair } from './random-pair.ts';

const at = (line: number): Origin => ({
  from: 'file',
  file: 'acme.yaml',
  line,
  column: 3,
  endLine: line,
  endColumn: 9,
});
const REQUEST: Origin = { from: 'live', url: 'http://platform/groups/7' };
const refused = diagnostic('connector-refused', 'PUT http://platform/groups/7: 409 in use', REQUEST);

/** The same resource with entries written at lines of their own. */
function lined(resource: Resource, lines: Readonly<Record<string, number>>): Resource {
  const place = (entries: Entries): Entries =>
    new Map([...entries].map(([key, origin]) => [key, lines[key] === undefined ? origin : at(lines[key])]));
  if (resource.type === 'group') {
    const { members, groups } = resource.attributes;
    return {
      ...resource,
      attributes: { ...resource.attributes, members: place(members), groups: place(groups) },
    };
  }
  if (resource.type !== 'assignment') return resource;
  return { ...resource, attributes: { ...resource.attributes, roles: place(resource.attributes.roles) } };
}

const root = (side: typeof written) => [
  side.scope('acme', 'organization'),
  side.member('ana@acme.com'),
  side.member('bo@acme.com'),
];

describe('what a platform refuses is told at the line that asks for it', () => {
  const plan = planOf(
    lumoauth,
    [
      ...root(written),
      lined(written.group('acme/qa', { title: 'QA', members: ['ana@acme.com', 'bo@acme.com'] }), {
        'bo@acme.com': 22,
      }),
      lined(written.group('acme/new', { members: ['ana@acme.com'] }), { 'ana@acme.com': 33 }),
      lined(written.given('acme', 'member:bo@acme.com', ['viewer', 'admin']), { viewer: 40, admin: 44 }),
    ],
    [
      ...root(live),
      live.group('acme/qa', { members: ['ana@acme.com'] }),
      live.group('acme/old', { members: ['ana@acme.com'] }),
      live.given('acme', 'member:bo@acme.com', ['viewer']),
    ],
  );
  const changes = plan.changes.filter((change): change is EffectiveChange => change.action !== 'deferred');

  it.each([
    ['add-group-member', 'group:acme/qa', 22],
    ['update-group', 'group:acme/qa', 1],
    ['create-group', 'group:acme/new', 1],
    ['add-group-member', 'group:acme/new', 33],
    ['delete-group', 'group:acme/old', 1],
    ['put-assignment', 'assignment:acme|member:bo@acme.com', 44],
  ] as const)('%s of %s: line %i', (kind, address, line) => {
    const writes = changes.filter((change) => change.address === address).flatMap(writesOf);
    const write = writes.find((one) => one.write === kind);
    if (write === undefined) throw new Error(`no ${kind}`);
    const [told] = atWriteOrigin([refused], write, plan.changes);
    expect(told?.origin).toMatchObject({ from: 'file', line });
    expect(told?.related).toEqual([{ message: 'the request', origin: REQUEST }]);
    expect(told?.message).toBe(refused.message);
  });

  it('every write of a plan has a line, and a place in a document stays', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live: found }) => {
        const { changes } = planOf(platform, desired, found);
        for (const change of changes) {
          if (change.action === 'deferred') continue;
          for (const write of writesOf(change)) {
            const [told] = atWriteOrigin([refused], write, changes);
            const expected = change.because.origin.from === 'file' ? 'file' : 'live';
            expect(told?.origin?.from).toBe(expected);
            const own = diagnostic('not-supported', 'no', LINE);
            expect(atWriteOrigin([own], write, changes)).toEqual([own]);
          }
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('a write that no change asks for is told as it was', () => {
    const write = { write: 'delete-group', group: 'acme/unheard-of' } as const;
    expect(atWriteOrigin([refused], write, plan.changes)).toEqual([refused]);
  });
});
