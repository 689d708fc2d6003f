import type { PathStep } from '../access/access-path.ts';
import { principalKey } from '../resource/identifiers.ts';
import type { AssignmentResource, Entries, Resource } from '../resource/resource.ts';
import type { Obstacle } from './obstacle.ts';

/** As though nothing of what these denies come by were written: neither what is denied, nor the role that denies. */
export function withoutDenies(
  resources: readonly Resource[],
  denies: readonly Extract<Obstacle, { readonly obstacle: 'deny' }>[],
): readonly Resource[] {
  const gone = new Set(denies.flatMap(({ denial }) => denial.flatMap(listedIn)));
  return withoutEntries(resources, gone);
}

/** As though nobody were given the roles that stand in place of what comes from above. */
export function withoutOverriding(
  resources: readonly Resource[],
  overrides: readonly Extract<Obstacle, { readonly obstacle: 'override' }>[],
): readonly Resource[] {
  const gone = new Set(
    overrides.flatMap(({ scope, by }) =>
      by.flatMap(({ principal, role }) =>
        (['roles', 'below'] as const).map((list) => entryKey(list, principalKey(principal), scope, role)),
      ),
    ),
  );
  return withoutEntries(resources, gone);
}

function withoutEntries(resources: readonly Resource[], gone: ReadonlySet<string>): readonly Resource[] {
  if (gone.size === 0) return resources;
  return resources.flatMap((one) => (one.type === 'assignment' ? without(one, gone) : [one]));
}

function without(one: AssignmentResource, gone: ReadonlySet<string>): readonly Resource[] {
  const { principal, scope, roles, below, denied } = one.attributes;
  const left = (list: List, entries: Entries): Entries =>
    new Map([...entries].filter(([role]) => !gone.has(entryKey(list, principalKey(principal), scope, role))));
  const attributes = {
    ...one.attributes,
    roles: left('roles', roles),
    below: left('below', below),
    denied: left('denied', denied),
  };
  const size = (of: Pick<typeof attributes, List>) => of.roles.size + of.below.size + of.denied.size;
  // One that says nothing any more would attach.
  if (size(attributes) === 0 && size(one.attributes) > 0) return [];
  return [{ ...one, attributes }];
}

type List = 'roles' | 'below' | 'denied';

function listedIn(step: PathStep): readonly string[] {
  if (step.step !== 'assigned' && step.step !== 'denied') return [];
  const list = step.step === 'denied' ? 'denied' : step.below === true ? 'below' : 'roles';
  return [entryKey(list, principalKey(step.principal), step.scope, step.role)];
}

function entryKey(list: List, ...words: readonly string[]): string {
  return JSON.stringify([list, ...words]);
}
