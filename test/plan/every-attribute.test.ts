import { describe, expect, test } from 'vitest';
import { desiredRows } from '../../src/cdktf/desired-rows.ts';
import { attributeKey, choiceKey } from '../../src/compile/desired.ts';
import { performWrites } from '../../src/connector/perform.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { settingField } from '../../src/plan/field-changes.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { simulateWrites } from '../../src/plan/write/simulate-writes.ts';
import type { Address, PartKey } from '../../src/resource/address.ts';
import type { AttributeSpec } from '../../src/resource/attribute-spec.ts';
import { splitChoice, withChoice } from '../../src/resource/choices.ts';
import { withoutImpliedMembershipRoles } from '../../src/resource/implied-membership-roles.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import type { Resource, ResourceTypeName, Snapshot } from '../../src/resource/resource.ts';
import { RESOURCE_TYPES, specsOf } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';
import { rowKey } from '../../src/terraform/provider/rows/organization-rows.ts';
import { changesOfRow } from '../../src/terraform/provider/rows/row-writes.ts';
import { rowsOfRun } from '../../src/terraform/run/run-rows.ts';
import { atriumWriter, must, plain } from '../connector/connections.ts';
import { atrium } from '../connector/platforms.ts';
import { desiredFrom, filesAfter, imported } from '../import/scene.ts';
import { DECLARED, desiredOf, facts, LIVE } from './fixtures.ts';

/**
 * The law of attributes, by reflection over the table: whatever a document can change of a thing is planned, written,
 * read again, simulated, told to terraform, imported, and left alone where nobody writes it. Whoever adds an attribute
 * is led from here to the places that the compiler does not name.
 */

const SEED = {
  organization: 'acme',
  members: [
    { key: 'ada@acme.com', state: 'active' },
    { key: 'ben@acme.com', state: 'active' },
    { key: 'cy@acme.com', state: 'active' },
  ],
  scopes: [{ path: 'emea', kind: 'unit' }],
  roles: [
    {
      slug: 'helper',
      permissions: ['build:view', 'members:read'],
      denies: ['build:run'],
      includes: ['build-viewer'],
    },
  ],
  groups: [
    { slug: 'leaf' },
    { slug: 'inner' },
    {
      slug: 'qa',
      members: ['ada@acme.com', 'ben@acme.com'],
      groups: ['inner'],
      permissions: ['build:view', 'signing:view'],
    },
  ],
  assignments: [
    { principal: { type: 'member', name: 'ada@acme.com' }, roles: ['owner'] },
    {
      principal: { type: 'member', name: 'ben@acme.com' },
      roles: ['signer', 'build-viewer'],
      below: ['helper'],
    },
  ],
} as const;

/** The thing of each type that is changed. */
const THING: { readonly [T in ResourceTypeName]: Address } = {
  scope: 'scope:acme/units/emea',
  role: 'role:acme/helper',
  member: 'member:acme/ben@acme.com',
  group: 'group:acme/qa',
  assignment: 'assignment:acme|member:ben@acme.com',
};

/** Other texts than wordings, and for entries: each is put in where it is missing and taken out where it is. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'scope.settings': ['listing=hidden'],
  'group.settings': ['notices=held'],
  'role.permissions': ['members:read', 'signing:view'],
  'role.denies': ['build:run', 'signing:view'],
  'role.includes': ['build-viewer', 'signer'],
  'member.state': ['deactivated'],
  'group.members': ['ada@acme.com', 'cy@acme.com'],
  'group.membershipRoles': ['ben@acme.com=lead'],
  'group.groups': ['acme/inner', 'acme/leaf'],
  'group.permissions': ['signing:view', 'build:run'],
  'assignment.roles': ['signer', 'helper'],
  'assignment.below': ['signer', 'helper'],
  'assignment.denied': ['signer', 'helper'],
};

interface Case {
  readonly name: string;
  readonly type: ResourceTypeName;
  readonly attribute: string;
  readonly spec: AttributeSpec;
  readonly example: string;
}

const CASES = Object.values(RESOURCE_TYPES).flatMap(({ name: type }) =>
  specsOf(type).flatMap(([attribute, spec]): readonly Case[] => {
    const isManaged = (spec.role === 'text' && !spec.forcesReplace) || spec.role === 'entries';
    const key = `${type}.${attribute}`;
    const examples = EXAMPLES[key] ?? (spec.isWording === true ? ['Another'] : ['(no example: add one)']);
    return isManaged
      ? examples.map((example) => ({ name: `${key} ${example}`, type, attribute, spec, example }))
      : [];
  }),
);

/** All resources, one attribute of one of them being another. */
function changed(all: readonly Resource[], { type, attribute, spec, example }: Case): readonly Resource[] {
  return all.map((r) => {
    if (r.address !== THING[type]) return r;
    const values: Readonly<Record<string, unknown>> = { ...r.attributes };
    const before = values[attribute];
    const after = spec.role === 'entries' && before instanceof Map ? toggled(before, example, spec) : example;
    return { ...r, attributes: { ...r.attributes, [attribute]: after } } as Resource;
  });
}

function toggled(
  entries: ReadonlyMap<string, Origin>,
  entry: string,
  { choice }: AttributeSpec,
): ReadonlyMap<string, Origin> {
  if (choice?.of === null) {
    const { subject, value } = splitChoice(entry);
    return withChoice(entries, subject, value, LIVE);
  }
  const next = new Map(entries);
  if (!next.delete(entry)) next.set(entry, LIVE);
  return next;
}

/** A setting is a field of its own. */
function fieldOf({ spec, example }: Case): string {
  return spec.choice?.of === null ? settingField(spec, splitChoice(example).subject) : spec.wire;
}

/** What nobody writes: all of the attribute, and of settings the one that is an example. */
function openKey({ type, attribute, spec, example }: Case): PartKey {
  if (spec.choice?.of !== null) return attributeKey(THING[type], attribute);
  return choiceKey(THING[type], attribute, splitChoice(example).subject);
}

const writesIn = (plan: Plan) => plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c)));

/** What is told of resources: an owner leads every group, and nobody writes that. */
const told = (resources: readonly Resource[]) =>
  plain(withoutImpliedMembershipRoles(resources, atrium, resources));

/** What terraform would show of the plan. */
function rowFacts(plan: Plan): readonly string[] {
  const { live, wanted } = rowsOfRun(plan);
  const keyed = (rows: typeof live) => new Map(rows.map((r) => [rowKey(r.type, r.key), r]));
  const [before, after] = [keyed(live), keyed(wanted)];
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const type = (is ?? was)?.type;
    return type === undefined ? [] : [{ type, before: was?.row ?? null, after: is?.row ?? null }];
  });
  return facts(changes.flatMap((change) => changesOfRow(change, plan.spelling)));
}

const rowsIn = (resources: readonly Resource[]): string =>
  JSON.stringify(desiredRows(desiredOf(atrium, resources)));

describe('an attribute that a document changes', () => {
  test.each(CASES)('$name', async (one) => {
    const { writer } = await atriumWriter({ seed: SEED });
    const live = must(await writer.read());
    const wanted = changed(live.resources, one);
    expect(facts(buildPlan(desiredOf(atrium, live.resources), live).changes)).toEqual([]);

    // Planned, as an update of just this attribute.
    const plan = buildPlan(desiredOf(atrium, wanted), live);
    expect(plan.changes).toMatchObject([
      { action: 'update', address: THING[one.type], fields: [{ field: fieldOf(one) }] },
    ]);

    // Told to terraform, by both providers.
    expect(rowFacts(plan)).toEqual(facts(plan.changes));
    expect(rowsIn(wanted)).not.toBe(rowsIn(live.resources));

    // Written and read again: nothing is left, and what was foreseen is so.
    const { done, failed } = await performWrites(writesIn(plan), writer, atrium);
    expect(failed).toEqual([]);
    expect(done.length).toBeGreaterThan(0);
    const after = must(await writer.read());
    const second = buildPlan(desiredOf(atrium, wanted), after);
    expect(facts(second.changes)).toEqual([]);
    expect(told(after.resources)).toEqual(told(wanted));
    const foreseen = simulateWrites(live.resources, writesIn(plan), LIVE, atrium);
    expect(told(foreseen)).toEqual(told(after.resources));

    // Where things are declared, an attribute that nobody writes stays; one that is written does not.
    const before = { authority: DECLARED };
    const open = desiredOf(atrium, live.resources, { ...before, unstated: [openKey(one)] });
    const kept = buildPlan(open, after);
    if (one.type !== 'assignment') expect(facts(kept.changes)).toEqual([]);
    expect(facts(buildPlan(desiredOf(atrium, live.resources, before), after).changes).length).toBeGreaterThan(
      0,
    );

    // Imported and compiled, it is what is live: through every word that a document has for it.
    expect(differsFromImport(after)).toEqual([]);
  });
});

/** What documents that were made of it would change. */
function differsFromImport(live: Snapshot): readonly string[] {
  const documents = must(imported(atrium, live));
  const desired = desiredFrom(atrium, filesAfter({}, documents));
  expect(told(inPlatformForm(desired.resources, atrium))).toEqual(told(live.resources));
  return facts(buildPlan(desired, live).changes);
}
