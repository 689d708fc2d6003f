import type { Construct } from 'constructs';
import { TerraformDataSource, type TerraformMetaArguments } from '../terraform/synth/library.ts';
import { distinctBlocks } from './distinct-blocks.ts';
import { generatorMetadata } from './generator-metadata.ts';
import { ensureDistinctLogicalId } from './logical-id.ts';
import { metaArguments } from './meta-arguments.ts';
import {
  type AttributeSlots,
  attributesInHcl,
  attributesInJson,
  requireKnownAttributes,
} from './terraform-attributes.ts';

/** What the data sources of the provider have in common. `A`: the attributes that can be written. */
export abstract class BylawDataSource<A extends object> extends TerraformDataSource {
  readonly #slots: AttributeSlots<A>;
  #values: Partial<A>;

  protected constructor(
    scope: Construct,
    id: string,
    type: string,
    attributeSlots: AttributeSlots<A>,
    config: A & TerraformMetaArguments,
  ) {
    super(scope, id, {
      terraformResourceType: type,
      terraformGeneratorMetadata: generatorMetadata(),
      ...metaArguments(config),
    });
    requireKnownAttributes(attributeSlots, config, this.node.path);
    this.#slots = attributeSlots;
    this.#values = config;
    ensureDistinctLogicalId(`data.${type}`, this);
    distinctBlocks(this.cdktfStack).add(`data.${type}`, this);
  }

  /** What was written for an attribute, as it was written. */
  protected written<K extends keyof A>(name: K): A[K] | undefined {
    return this.#values[name];
  }

  protected write(part: Partial<A>): void {
    this.#values = { ...this.#values, ...part };
  }

  protected reset(name: keyof A): void {
    const { [name]: _left, ...rest } = this.#values;
    this.#values = rest as Partial<A>;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return attributesInJson(this.#slots, this.#values);
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesInHcl(this.#slots, this.#values);
  }
}
