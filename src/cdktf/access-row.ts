import { blockName } from '../terraform/synth/block-name.ts';
import {
  type ITerraformDependable,
  ref,
  type TerraformResourceLifecycle,
  type TerraformStack,
  Token,
} from '../terraform/synth/library.ts';
import { configurableNames, unknownName } from './attribute-names.ts';
import { naturalRowKey, type RowAttributes, type RowType } from './row-types.ts';

/** What may be said of how Terraform treats a row. */
export type RowLifecycle = Pick<
  TerraformResourceLifecycle,
  'createBeforeDestroy' | 'preventDestroy' | 'ignoreChanges' | 'replaceTriggeredBy'
>;

/** Shared by all rows of which nothing is said: there are many. */
const NOTHING_SAID: RowLifecycle = Object.freeze({});
const NOTHING: readonly ITerraformDependable[] = [];

/**
 * One resource that the documents ask for. No construct: fifty thousand of those cost ten seconds, and the library
 * would evaluate what people wrote. It can be referred to and waited for like one, looked at and changed by aspects
 * and by the app until the stack is synthesized.
 */
export class AccessRow<T extends RowType = RowType> implements ITerraformDependable {
  readonly type: T;
  /** The natural key: `acme/qa`, `acme|dan@acme.com`. */
  readonly key: string;
  /** The line that asks for it: `access/groups.yaml:16:3`. */
  readonly place: string;
  /** Added to what all rows have: `create_before_destroy`, for what others stood on goes only after they let go. */
  lifecycle: RowLifecycle = NOTHING_SAID;
  /** Whether an `import` block is written, for what is there already. */
  adopted = false;
  /** The stack it is written into. */
  readonly stack: TerraformStack;
  #dependsOn: readonly ITerraformDependable[] = NOTHING;
  #attributes: RowAttributes[T];
  #name: string | null = null;

  constructor(
    stack: TerraformStack,
    row: {
      readonly type: T;
      readonly key: string;
      readonly attributes: RowAttributes[T];
      readonly place: string;
    },
  ) {
    this.type = row.type;
    this.key = row.key;
    this.place = row.place;
    this.#attributes = row.attributes;
    this.stack = stack;
  }

  /** What is written in the block, to the letter: nothing in it is evaluated. */
  get attributes(): RowAttributes[T] {
    return this.#attributes;
  }

  /** The name of its block: a slug for the reader, and a hash that tells any two keys apart. */
  get name(): string {
    this.#name ??= blockName(naturalRowKey(this.type, this.key));
    return this.#name;
  }

  /** `bylaw_group.acme_qa_3f2a9c1b0d`. */
  get address(): string {
    return `${this.type}.${this.name}`;
  }

  /** So that a row can stand in anybody's `dependsOn`. */
  get fqn(): string {
    return Token.asString(ref(this.address, this.stack));
  }

  /** A reference to its id, which is its key; who uses it waits for it. Works from other stacks too. */
  get id(): string {
    return this.attribute('id');
  }

  /** A reference to one of its attributes. */
  attribute(name: 'id' | (keyof RowAttributes[T] & string)): string {
    const fault = unknownName(name, ['id', ...configurableNames(this.type)]);
    if (fault !== null) throw new Error(`${this.address}: ${fault}`);
    return Token.asString(ref(`${this.address}.${name}`, this.stack));
  }

  /** Resources that must be there before this one, in the same stack. */
  get dependsOn(): readonly ITerraformDependable[] {
    return this.#dependsOn;
  }

  addDependency(...on: readonly ITerraformDependable[]): void {
    this.#dependsOn = [...this.#dependsOn, ...on];
  }

  /**
   * Writes attributes anew. Throws at a token, which nothing would resolve in a row, at a change of what the row is
   * known by, which would be another row, and at what is no attribute of it.
   */
  change(part: Partial<RowAttributes[T]>): void {
    const next = { ...this.#attributes, ...part };
    for (const [name, value] of Object.entries<unknown>(part)) {
      const fault = unknownName(name, configurableNames(this.type));
      if (fault !== null) throw new Error(`${this.address}: ${fault}`);
      if (holdsToken(value)) {
        throw new Error(
          `${this.address}: ${name} is a reference to something else, and rows hold plain text. Write this resource as a construct, or use addDependency().`,
        );
      }
      const before = Object.entries<unknown>({ ...this.#attributes }).find(([one]) => one === name)?.[1];
      if (KEYS.has(name) && value !== before)
        throw new Error(`${this.address}: ${name} identifies the row and cannot be changed.`);
    }
    this.#attributes = next;
  }
}

/** Attributes that natural keys are made of. `member` may be spelled anew, but not by an app. */
const KEYS: ReadonlySet<string> = new Set(['path', 'home', 'name', 'scope', 'member', 'principal']);

/** Also what only looks like one: it could not be told apart any more. */
function holdsToken(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Token.isUnresolved(value)) return true;
  if (Array.isArray(value)) return value.some(holdsToken);
  return (
    typeof value === 'object' &&
    Object.entries<unknown>({ ...value })
      .flat()
      .some(holdsToken)
  );
}
