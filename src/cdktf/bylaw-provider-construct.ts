import type { Construct } from 'constructs';
import { PROVIDER_ADDRESS } from '../terraform/provider/rows/row-tables.ts';
import { TerraformProvider } from '../terraform/synth/library.ts';
import { generatorMetadata } from './generator-metadata.ts';
import {
  type AttributeSlots,
  attributesInHcl,
  attributesInJson,
  requireKnownAttributes,
} from './terraform-attributes.ts';

/** A `provider "bylaw"` block, and that the stack needs this provider in the version of this package. */
export abstract class BylawProviderConstruct<A extends object> extends TerraformProvider {
  readonly #slots: AttributeSlots<A>;
  #values: Partial<A>;
  #alias: string | undefined;

  protected constructor(
    scope: Construct,
    id: string,
    attributeSlots: AttributeSlots<A>,
    config: A & { readonly alias?: string | undefined },
  ) {
    super(scope, id, {
      terraformResourceType: 'bylaw',
      terraformGeneratorMetadata: generatorMetadata(),
      terraformProviderSource: PROVIDER_ADDRESS,
    });
    requireKnownAttributes(attributeSlots, config, this.node.path);
    this.#slots = attributeSlots;
    this.#values = config;
    this.#alias = config.alias;
    // Terraform says so too, of two blocks in a file that nobody wrote.
    this.node.addValidation({ validate: () => this.#sameAlias() });
  }

  override get alias(): string | undefined {
    return this.#alias;
  }

  override set alias(alias: string | undefined) {
    this.#alias = alias;
  }

  /** What was written for a setting, as it was written. */
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

  #sameAlias(): string[] {
    const first = this.cdktfStack
      .allProviders()
      .find((one) => one.terraformResourceType === this.terraformResourceType && one.alias === this.alias);
    if (first === this || first === undefined) return [];
    const which = this.alias === undefined ? 'without an alias' : `with the alias ${this.alias}`;
    return [`${first.node.path} is a provider ${which} as well: give one of the two an alias of its own.`];
  }
}
