/** People who come and go from round to round, for applies that are killed. */
import { everything } from './live.ts';
import type { Stage } from './workspaces.ts';

const PEOPLE = Array.from({ length: 14 }, (_, n) => `p${n}@acme.example`);
const STAYS = 'stays@acme.example';
/** What round n asks for: people come and go, groups change and are exchanged, and what is steady stays. */
export function documentOf(round: number): { readonly body: string; readonly facts: readonly string[] } {
  const here = PEOPLE.filter((_, at) => (at + round) % 4 !== 0);
  const inside = here.filter((_, at) => (at + round) % 3 !== 0);
  const made = `made-${round}`;
  const body = [
    'members:',
    ...[STAYS, ...here].map((one) => `  ${one}:`),
    'groups:',
    `  steady: { title: Steady, members: [${STAYS}], roles: [viewer] }`,
    `  crew: { title: Crew, members: [${inside.join(', ')}], roles: [editor] }`,
    `  ${made}: { title: Made, members: [${[...here].reverse().join(', ')}], roles: [viewer] }`,
    '',
  ].join('\n');
  const facts = [
    ...[STAYS, ...here].map((one) => `member ${one}`),
    ...['steady', 'crew', made].flatMap((group) => [`group ${group}`, `roles of ${group}`]),
    `${STAYS} in steady`,
    ...inside.map((one) => `${one} in crew`),
    ...here.map((one) => `${one} in ${made}`),
  ];
  return { body, facts: facts.sort() };
}

export async function liveFacts(stage: Stage): Promise<readonly string[]> {
  const dump = await everything(stage);
  const fields = (name: keyof typeof dump) =>
    dump[name].map((text) => JSON.parse(text) as Record<string, unknown>);
  return [
    ...fields('members').map(({ key }) => `member ${key}`),
    ...fields('memberships').map(({ userId, groupId }) => `${userId} in ${groupId}`),
    ...fields('groups').map(({ slug }) => `group ${slug}`),
    ...fields('assignments').map(({ principal }) => `roles of ${(principal as { id: string }).id}`),
  ].sort();
}
