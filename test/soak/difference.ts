import type { LiveOrganization } from './live.ts';

/** What there is and should not be, and the other way round. */
export function apart(has: ReadonlySet<string>, should: ReadonlySet<string>) {
  return {
    more: [...has].filter((one) => !should.has(one)),
    less: [...should].filter((one) => !has.has(one)),
  };
}

/** Facts and states that are not the same. */
export function difference(before: LiveOrganization, after: LiveOrganization): readonly string[] {
  const moved = [
    ...[...before.facts].filter((fact) => !after.facts.has(fact)).map((fact) => `- ${fact}`),
    ...[...after.facts].filter((fact) => !before.facts.has(fact)).map((fact) => `+ ${fact}`),
  ];
  for (const [whom, state] of after.states) {
    const was = before.states.get(whom);
    if (was !== undefined && was !== state) moved.push(`${whom} ${was} → ${state}`);
  }
  return moved;
}
