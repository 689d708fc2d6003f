import type { Construct } from 'constructs';
import {
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformResource,
} from '../terraform/synth/library.ts';
import { distinctBlocks } from './distinct-blocks.ts';
import { generatorMetadata } from './generator-metadata.ts';
import { ensureDistinctLogicalId } from './logical-id.ts';
import { metaArguments } from './meta-arguments.ts';
import { lazyTerraformAddressOf } from './terraform-address.ts';
import {
  type AttributeSlots,
  attributesInHcl,
  attributesInJson,
  requireKnownAttributes,
} from './terraform-attributes.ts';

/** What the resources of the provider have in common. `A`: the attributes that can be written. */
export abstract class BylawResource<A extends object> extends TerraformResource {
  readonly #slots: AttributeSlots<A>;
  #values: Partial<A>;
  #imported: { readonly id: string; readonly provider: TerraformProvider | undefined } | null = null;

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
    ensureDistinctLogicalId(type, this);
    distinctBlocks(this.cdktfStack).add(type, this);
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

  /**
   * Writes an `import` block. The library's own would start `terraform version` once for each resource, to learn
   * whether it is 1.5; the provider needs a newer one anyway.
   */
  override importFrom(id: string, provider?: TerraformProvider): void {
    this.#imported = { id, provider };
  }

  /** The library writes what triggers a replacement within `${…}`, which Terraform refuses. */
  override get terraformMetaArguments(): { [name: string]: unknown } {
    const own = super.terraformMetaArguments;
    const triggers = this.lifecycle?.replaceTriggeredBy;
    if (triggers === undefined) return own;
    const replaceTriggeredBy = triggers.map((one) => lazyTerraformAddressOf(one, this.node.path));
    return { ...own, lifecycle: { ...this.lifecycle, replaceTriggeredBy } };
  }

  override toTerraform(): unknown {
    const own: object = super.toTerraform();
    if (this.#imported === null) return own;
    const { id, provider } = this.#imported;
    return {
      ...own,
      import: [{ to: this.#address(), id, ...(provider === undefined ? {} : { provider: provider.fqn }) }],
    };
  }

  override toHclTerraform(): unknown {
    const own: object = super.toHclTerraform();
    if (this.#imported === null) return own;
    const { id, provider } = this.#imported;
    const reference = (value: string) => ({ value, type: 'simple', storageClassType: 'reference' });
    return {
      ...own,
      import: [
        {
          to: reference(this.#address()),
          id: { value: id, type: 'simple', storageClassType: 'string' },
          provider: provider === undefined ? undefined : reference(provider.fqn),
        },
      ],
    };
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return attributesInJson(this.#slots, this.#values);
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return attributesInHcl(this.#slots, this.#values);
  }

  #address(): string {
    return `${this.terraformResourceType}.${this.friendlyUniqueId}`;
  }
}
