/** Real terraform, where a list could not be read and where something cannot be written: it does what the plan says. */
import { describe, expect } from 'vitest';
import { applyStack } from '../../../src/command/apply/apply-organization.ts';
import { createConcurrencyLimits } from '../../../src/command/session/concurrency.ts';
import { readAndPlan } from '../../../src/command/session/plan-organization.ts';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import type { Resource, UnknownList } from '../../../src/resource/resource.ts';
import { diagnostic } from '../../../src/source/diagnostic.ts';
import { must } from '../../connector/connections.ts';
import { lumoauth } from '../../connector/platforms.ts';
import { desiredOf, LIVE, live, written } from '../../plan/fixtures.ts';
import { itWithTerraform } from '../available.ts';
import { terraformAt, world } from './harness.ts';
import { aloneIn } from './one.ts';

const FOUND: readonly Resource[] = [
  live.scope('acme', 'organization', 'Acme'),
  ...['ana', 'bo', 'cy'].map((name) => live.member(`${name}@acme.com`)),
  live.given('acme', 'member:ana@acme.com', ['admin']),
];

const wantedBy = (people: readonly string[], groups: readonly Resource[]) =>
  desiredOf(lumoauth, [
    written.scope('acme', 'organization', 'Acme'),
    ...people.map((name) => written.member(`${name}@acme.com`)),
    written.given('acme', 'member:ana@acme.com', ['admin']),
    ...groups,
  ]);

const QA = written.group('acme/qa', { members: ['bo@acme.com'] });
const OPS = written.group('acme/ops', { title: 'Ops', members: ['bo@acme.com'] });

/** The same writer, of which the list of groups cannot be read. */
function withoutGroups(writer: LiveWriter): LiveWriter {
  const because = diagnostic('token-forbidden', 'The token may not read groups', LIVE);
  const unknown: UnknownList[] = [{ name: 'groups of acme', type: 'group', of: 'organization', because }];
  return {
    ...writer,
    read: async () => {
      const read = await writer.read();
      if (!read.ok) return read;
      const resources = read.value.resources.filter(({ type }) => type !== 'group');
      return { ...read, value: { ...read.value, resources, unknown } };
    },
  };
}

describe('terraform, beside what is not touched', () => {
  itWithTerraform('makes the rest, and forgets nothing', async () => {
    const { writer, store, live: now } = await world('lumoauth', FOUND);
    const apply = async (desired: ReturnType<typeof wantedBy>, by: LiveWriter) => {
      const plan = must(await readAndPlan(desired, by));
      const applied = await applyStack({
        parts: [{ plan, writer: by, onDone: () => {} }],
        engine: terraformAt(),
        run: { stack: aloneIn('acme'), store, environment: process.env, secrets: [] },
        stopped: () => false,
        lanes: createConcurrencyLimits(1),
      });
      return applied.get('acme');
    };
    const first = await apply(wantedBy(['ana', 'bo', 'cy'], [QA]), writer);
    expect(first?.result).toBe('proven');
    // Somebody leaves, a group is to come, one is to go: of groups nothing is known.
    const blind = await apply(wantedBy(['ana', 'bo', 'di'], [OPS]), withoutGroups(writer));
    expect([blind?.result, blind?.made.map(({ write }) => write).sort()]).toEqual([
      'proven',
      ['add-member', 'remove-member'],
    ]);
    expect(Object.keys(await now()).filter((address) => /^(group|member)/.test(address))).toEqual([
      'member:acme/ana@acme.com',
      'member:acme/bo@acme.com',
      'member:acme/di@acme.com',
      'group:acme/qa',
    ]);
    // What cannot be written is left, with the rest made.
    const clumsy: LiveWriter = {
      ...writer,
      supports: ({ write }) => (write === 'delete-group' ? { why: 'Groups stay.', wayOut: null } : null),
    };
    const held = await apply(wantedBy(['ana', 'bo', 'di'], [OPS]), clumsy);
    expect([held?.result, held?.made.map(({ write }) => write)]).toEqual([
      'proven',
      ['create-group', 'add-group-member'],
    ]);
    expect(Object.keys(await now())).toContain('group:acme/qa');
    const last = await apply(wantedBy(['ana', 'bo', 'di'], [OPS]), writer);
    expect([last?.result, last?.made.map(({ write }) => write)]).toEqual(['proven', ['delete-group']]);
  });
});
