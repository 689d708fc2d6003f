import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import { type Demand, type Expectation, isBreach } from '../../src/expectation/expectation.ts';
import type { ExpectationVerb } from '../../src/policy/document-types.ts';
import { anyOrganization } from '../access/random.ts';

const NOWHERE = { from: 'platform', platform: '', what: '' } as const;

function expectation(
  verb: ExpectationVerb,
  question: Pick<Expectation, 'people' | 'scopes'>,
  permissions: readonly string[],
): Expectation {
  const demand: Demand = { verb, pattern: { value: '*', origin: NOWHERE }, permissions };
  return {
    name: verb,
    origin: NOWHERE,
    reason: null,
    ...question,
    demands: [demand],
    mayBeEmpty: true,
    emptyGroups: [],
  };
}

it('what effective access says is what expectations find, and the opposite fails', () => {
  fc.assert(
    fc.property(
      anyOrganization,
      fc.nat(),
      fc.nat(),
      fc.nat(),
      ({ platform, resources }, who, what, where) => {
        const effectiveAccess = buildAccess(platform, resources);
        const some = <T>(list: readonly T[], at: number): readonly T[] =>
          list.filter((_, index) => ((at >>> (index % 30)) & 1) === 1);
        const people = some(effectiveAccess.members, who);
        const permissions = some([...platform.permissions.keys()], what);
        const scopes = some(effectiveAccess.scopes, where);
        fc.pre(permissions.length > 0 && scopes.length > 0);
        const question = { people, scopes };
        const others = effectiveAccess.members.filter((member) => !people.includes(member));
        const holders = (among: readonly string[]) =>
          among.flatMap((m) =>
            scopes.flatMap((s) =>
              permissions.flatMap((p) => (effectiveAccess.can(m, p, s) ? [`${m} ${p} ${s}`] : [])),
            ),
          );
        const all = people.length * permissions.length * scopes.length;
        const verbs = ['can', 'cannot', 'only-these-can'] as const;
        const findings = evaluate(
          verbs.map((verb) => expectation(verb, question, permissions)),
          { platform, resources, access: effectiveAccess },
        );
        const holds = findings.map(({ faults }) => faults.length === 0);
        expect(holds).toEqual([
          holders(people).length === all,
          holders(people).length === 0,
          holders(others).length === 0,
        ]);
        // Every fault names exactly the single facts that are wrong, each once.
        const named = findings.map(({ faults }) =>
          faults
            .filter(isBreach)
            .flatMap((b) =>
              b.members.flatMap((m) => b.permissions.flatMap((p) => b.scopes.map((s) => `${m} ${p} ${s}`))),
            )
            .sort(),
        );
        const lacking = people.flatMap((m) =>
          scopes.flatMap((s) =>
            permissions.flatMap((p) => (effectiveAccess.can(m, p, s) ? [] : [`${m} ${p} ${s}`])),
          ),
        );
        expect(named).toEqual([lacking.sort(), holders(people).sort(), holders(others).sort()]);
      },
    ),
    { numRuns: 500 },
  );
});

it('an expectation made from effective access itself holds, and its negation fails', () => {
  fc.assert(
    fc.property(anyOrganization, ({ platform, resources }) => {
      const effectiveAccess = buildAccess(platform, resources);
      for (const member of effectiveAccess.members) {
        for (const scope of effectiveAccess.scopes) {
          const question = { people: [member], scopes: [scope] };
          const held = effectiveAccess.permissions(member, scope);
          const rest = [...platform.permissions.keys()].filter((permission) => !held.includes(permission));
          const look = (verb: ExpectationVerb, permissions: readonly string[]) =>
            evaluate([expectation(verb, question, permissions)], {
              platform,
              resources,
              access: effectiveAccess,
            })[0]?.faults.length;
          if (held.length > 0) {
            expect(look('can', held)).toBe(0);
            expect(look('cannot', held)).toBe(1);
          }
          if (rest.length > 0) {
            expect(look('cannot', rest)).toBe(0);
            expect(look('can', rest)).toBe(1);
          }
          for (const permission of held) {
            const these = { people: effectiveAccess.who(permission, scope), scopes: [scope] };
            const others = { ...these, people: these.people.filter((person) => person !== member) };
            const only = (people: typeof these) =>
              evaluate([expectation('only-these-can', people, [permission])], {
                platform,
                resources,
                access: effectiveAccess,
              })[0];
            expect(only(these)?.faults).toEqual([]);
            expect(only(others)?.faults[0]).toMatchObject({ members: [member] });
          }
        }
      }
    }),
    { numRuns: 40 },
  );
});
