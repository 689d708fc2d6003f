import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compile } from '../../src/compile/compile.ts';
import type { Desired } from '../../src/compile/desired.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { documentsOf, policy } from '../policy/fixture.ts';
import { exampleTree, type Mutation, mutated, mutation, type Tree } from './mutations.ts';
import { playground } from './playground.ts';
import { NAMES, type PlatformName, platformNamed, shipped } from './shipped.ts';

/** What only live data can tell, so that a check cannot: told by the plan, before anything is sent. */
const TOLD_BY_THE_PLAN = [
  // The successor of the last owner has not accepted his invitation.
  /^plan invariant-broken: .* would be left with 0 active holders/,
  // The same where the platform would let it happen.
  /^plan invariant-broken: .*: nobody on \S+ could do any more what \S+ can/,
  // Somebody to be deactivated was never there.
  /^plan not-supported: .* is written as deactivated and has not accepted an invitation/,
];

/** What the documents can say and this API cannot store: refused by the connector, and a decision of the model. */
const NOT_ON_THIS_API = [/^add-member: The platform keeps members at the organization, not at /];

function checked(name: PlatformName, tree: Tree): Outcome<Desired> {
  const read = policy.readOrganizations(documentsOf(stringify(tree)), shipped);
  const [document] = read.ok ? read.value : [];
  if (!read.ok || document === undefined) return { ok: false, diagnostics: read.diagnostics };
  return compile(document, platformNamed(name), '2026-11-22T12:00:00Z');
}

const excused = (refusal: string) =>
  [...TOLD_BY_THE_PLAN, ...NOT_ON_THIS_API].some((known) => known.test(refusal));

test.each(NAMES)('what the check accepts of %s, the platform takes', async (name) => {
  const tree = exampleTree(name);
  const platform = platformNamed(name);
  const base = checked(name, tree);
  if (!base.ok) throw new Error('the example does not check');
  let seen = 0;
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      // One after the other on one platform: each is applied to what the one before made of it.
      fc.array(fc.array(mutation, { minLength: 1, maxLength: 2 }), { minLength: 4, maxLength: 12 }),
      async (days: readonly (readonly Mutation[])[]) => {
        const documents = days.flatMap((mutations) => {
          seen += 1;
          const desired = checked(name, mutated(tree, platform, mutations));
          return desired.ok ? [{ mutations, desired: desired.value }] : [];
        });
        accepted += documents.length;
        if (documents.length === 0) return;
        const live = await playground(base.value);
        try {
          for (const { mutations, desired } of [{ mutations: [], desired: base.value }, ...documents]) {
            for (const round of ['invited', 'accepted']) {
              const refused = (await live.apply(desired)).filter((one) => !excused(one));
              expect(refused, `${round}: ${JSON.stringify(mutations)}`).toEqual([]);
              await live.acceptAll();
            }
          }
        } finally {
          await live.close();
        }
      },
    ),
    { numRuns: Number(process.env.BYLAW_RUNS ?? 3) },
  );
  // A check that refused nearly everything would prove nothing.
  expect(accepted / seen).toBeGreaterThan(0.05);
  expect(accepted / seen).toBeLessThan(0.95);
});
