import type { Desired } from '../../compile/desired.ts';
import { countRows } from '../../terraform/provider/rows/row-count.ts';
import { MAX_STACK_ROWS, type Stack, stacksOf } from '../../terraform/run/stacks.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { Engine } from './engine.ts';
import type { Session } from './session.ts';

/** Organizations of one stack that a command is to do something with. */
export interface StackShare {
  readonly stack: Stack;
  readonly chosen: readonly Desired[];
}

/**
 * What runs together, in the documents' order. Stacks are made of all organizations of the workspace, so that one is
 * the same whichever of its organizations a command names. Without terraform there is nothing to share.
 */
export function stackSharesOf({ workspace, chosen }: Session, engine: Engine): readonly StackShare[] {
  if (engine.binary === null) {
    return chosen.map((desired) => ({ stack: aloneIn(desired), chosen: [desired] }));
  }
  const stackOf = new Map<string, Stack>();
  for (const stack of stacksOfWorkspace(workspace)) {
    for (const organization of stack.organizations) stackOf.set(organization, stack);
  }
  const groups = new Map<string, { readonly stack: Stack; readonly chosen: Desired[] }>();
  for (const desired of chosen) {
    const stack = stackOf.get(desired.organization) ?? aloneIn(desired);
    const group = groups.get(stack.name);
    if (group === undefined) groups.set(stack.name, { stack, chosen: [desired] });
    else group.chosen.push(desired);
  }
  return [...groups.values()];
}

/** A shard knows its own organizations alone, so its stacks have names, states and locks that no other shard has. */
export function stacksOfWorkspace({
  organizations,
  shard,
}: Pick<Workspace, 'organizations' | 'shard'>): readonly Stack[] {
  const sizes = organizations.map(({ organization, platform, resources }) => ({
    organization,
    rows: countRows(platform, resources),
  }));
  return shard === null
    ? stacksOf(sizes)
    : stacksOf(sizes, MAX_STACK_ROWS, `_shard-${shard.number}-of-${shard.count}`);
}

function aloneIn({ organization }: Desired): Stack {
  return { name: organization, organizations: [organization] };
}

/** A group as a progress line names it. */
export function stackShareName({ chosen }: StackShare): string {
  const [first] = chosen;
  return chosen.length === 1 && first !== undefined ? first.organization : `${chosen.length} organizations`;
}
