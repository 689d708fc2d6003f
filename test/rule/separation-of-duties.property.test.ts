/** Who can do both sides, by the engine and by looking at every person on every scope, on random organizations. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modelOf } from '../../src/resource/organization-model.ts';
import { separationOfDuties } from '../../src/rule/built-in/separation-of-duties.ts';
import type { RuleBreach } from '../../src/rule/finding.ts';
import type { JudgedOrganization } from '../../src/rule/judged-organization.ts';
import { naiveAccess } from '../access/naive.ts';
import { anyOrganization, type Organization } from '../access/random.ts';
import { askedRule, judgedOrganization, judgedWith } from './judged-organizations.ts';

interface Asked {
  readonly either: readonly string[];
  readonly or: readonly string[];
  readonly within: string;
}

function found(organization: JudgedOrganization, { either, or, within }: Asked): readonly RuleBreach[] {
  const rule = askedRule('separation-of-duties', { either, or, within: [within] });
  return judgedWith(separationOfDuties, rule, [organization]);
}

const anyCase = anyOrganization.chain((organization) => {
  const names = [...organization.platform.permissions.keys()];
  return fc.record({
    organization: fc.constant(organization),
    either: fc.subarray(names, { minLength: 1 }),
    or: fc.subarray(names, { minLength: 1 }),
  });
});

const isSubset = (part: readonly string[], whole: readonly string[]) =>
  part.every((one) => whole.includes(one));

/** What each person holds of both sides on each scope, where they hold something of each. */
function naive({ platform, resources }: Organization, { either, or }: Pick<Asked, 'either' | 'or'>) {
  const access = naiveAccess(platform, resources);
  const model = modelOf(resources);
  const members = [...new Set(model.all('member').map((one) => one.attributes.member))];
  const scopes = model.all('scope').map((one) => one.attributes.path);
  const of = (held: readonly string[]): readonly string[] | null => {
    const met = held.filter((one) => either.includes(one) || or.includes(one));
    return met.some((one) => either.includes(one)) && met.some((one) => or.includes(one)) ? met : null;
  };
  const onScopes = members.flatMap((member) =>
    scopes.flatMap((scope) => {
      const met = of(access.permissions(member, scope));
      return met === null ? [] : [{ member, scope, met }];
    }),
  );
  const together = members.flatMap((member) => {
    const all = new Set(scopes.flatMap((scope) => access.permissions(member, scope)));
    const met = of([...all]);
    return met === null ? [] : [{ member, met: [...met].sort() }];
  });
  return { onScopes, together };
}

it('the engine finds whom the naive answer finds, at the outermost scope, and nobody else', () => {
  fc.assert(
    fc.property(anyCase, ({ organization, either, or }) => {
      const judged = judgedOrganization(organization);
      const { onScopes } = naive(organization, { either, or });
      const breaches = found(judged, { either, or, within: 'scope' });
      for (const { person, scope, permissions } of breaches) {
        const at = onScopes.find((one) => judged.spelling(one.member) === person && one.scope === scope);
        expect([...(at?.met ?? [])].sort()).toEqual([...permissions].sort());
      }
      for (const { member, scope, met } of onScopes) {
        const person = judged.spelling(member);
        const telling = breaches.filter(
          (one) => one.person === person && (one.scope === scope || scope.startsWith(`${one.scope}/`)),
        );
        expect(telling.some((one) => isSubset(met, one.permissions))).toBe(true);
      }
    }),
    { seed: 20260, numRuns: 1000 },
  );
});

it.each(['organization', 'everywhere'])('and so it does of all scopes together: %s', (within) => {
  fc.assert(
    fc.property(anyCase, ({ organization, either, or }) => {
      const judged = judgedOrganization(organization);
      const breaches = found(judged, { either, or, within }).map(({ person, permissions }) => ({
        person,
        met: permissions.map((one) => one.replace(/^acme /, '')).sort(),
      }));
      const { together } = naive(organization, { either, or });
      const byPerson = (a: { person: string | null }, b: { person: string | null }) =>
        String(a.person) < String(b.person) ? -1 : 1;
      expect([...breaches].sort(byPerson)).toEqual(
        together.map(({ member, met }) => ({ person: judged.spelling(member), met })).sort(byPerson),
      );
    }),
    { seed: 20260, numRuns: 500 },
  );
});

it('each finding has a witness of each side', () => {
  fc.assert(
    fc.property(anyCase, ({ organization, either, or }) => {
      const judged = judgedOrganization(organization);
      for (const within of ['scope', 'organization', 'everywhere'])
        for (const one of found(judged, { either, or, within })) expect(one.witnesses()).toHaveLength(2);
    }),
    { seed: 20260, numRuns: 300 },
  );
});
