import type { TerraformElement, TerraformStack } from '../terraform/synth/library.ts';

/** The blocks of ours in one stack. Two under one name would be merged by the library, and one of them lost. */
export interface DistinctBlocks {
  add(type: string, construct: TerraformElement): void;
  /** Constructs by address, as they stand now. */
  addresses(): ReadonlyMap<string, TerraformElement>;
}

const BY_STACK = new WeakMap<TerraformStack, DistinctBlocks>();

/** Adds its validation to the stack when it is first asked for. */
export function distinctBlocks(stack: TerraformStack): DistinctBlocks {
  const known = BY_STACK.get(stack);
  if (known !== undefined) return known;
  const constructs: (readonly [type: string, construct: TerraformElement])[] = [];
  const made: DistinctBlocks = {
    add: (type, construct) => constructs.push([type, construct]),
    addresses: () => new Map(constructs.map(([type, one]) => [`${type}.${one.friendlyUniqueId}`, one])),
  };
  stack.node.addValidation({
    validate() {
      const seen = new Map<string, TerraformElement>();
      return constructs.flatMap(([type, construct]) => {
        const address = `${type}.${construct.friendlyUniqueId}`;
        const first = seen.get(address);
        seen.set(address, construct);
        if (first === undefined) return [];
        return [
          `${first.node.path} and ${construct.node.path} are both ${address}: one of them would be lost.`,
        ];
      });
    },
  });
  BY_STACK.set(stack, made);
  return made;
}
