// Made from the provider’s tables by test/cdktf/constructs.ts. Change those, and bless.
import type { Construct } from 'constructs';
import type {
  ImportableResource,
  TerraformMetaArguments,
  TerraformProvider,
} from '../../terraform/synth/library.ts';
import { BylawResource } from '../bylaw-resource.ts';
import { importBlock } from '../importable.ts';
import type { AttributeSlots } from '../terraform-attributes.ts';

/** Everybody who holds something on one scope. What is not written here is removed. */
export interface BylawRosterAttributes {
  /** Path of the scope whose assignments these are, all of them. A change makes a new one. */
  readonly scope: string;
  /**
   * Who holds what: `member:dan@acme.com` or `group:acme/qa` to its roles, separated by commas; an empty text
   * is attached only. `below:ROLE` holds on the scopes below alone, and `denied:ROLE` is denied, on platforms
   * that have such. Authoritative: a principal who is not written loses everything held on this scope.
   */
  readonly roles: { readonly [key: string]: string };
}

/** What is written for a `bylaw_roster`: its attributes, and what Terraform knows of any block. */
export interface BylawRosterConfig extends BylawRosterAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_roster';

const SLOTS: AttributeSlots<BylawRosterAttributes> = {
  scope: { wire: 'scope', holds: 'string' },
  roles: { wire: 'roles', holds: 'map' },
};

/** Everybody who holds something on one scope. What is not written here is removed. */
export class BylawRoster extends BylawResource<BylawRosterAttributes> {
  static readonly tfResourceType: string = TYPE;

  /**
   * Has `cdktf plan` write the block of something that is there already, found by its natural key:
   * `acme/units/emea`.
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return importBlock(scope, importToId, { type: TYPE, id: importFromId, provider });
  }

  constructor(scope: Construct, id: string, config: BylawRosterConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key: what `terraform import` and the `id` of an `import` block take. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** Path of the scope whose assignments these are, all of them. A change makes a new one. */
  get scope(): string {
    return this.getStringAttribute('scope');
  }

  set scope(value: string) {
    this.write({ scope: value });
  }

  /** What is written for `scope`. */
  get scopeInput(): string | undefined {
    return this.written('scope');
  }

  /**
   * Who holds what: `member:dan@acme.com` or `group:acme/qa` to its roles, separated by commas; an empty text
   * is attached only. `below:ROLE` holds on the scopes below alone, and `denied:ROLE` is denied, on platforms
   * that have such. Authoritative: a principal who is not written loses everything held on this scope.
   */
  get roles(): { [key: string]: string } {
    return this.getStringMapAttribute('roles');
  }

  set roles(value: { readonly [key: string]: string }) {
    this.write({ roles: value });
  }

  /** What is written for `roles`. */
  get rolesInput(): { readonly [key: string]: string } | undefined {
    return this.written('roles');
  }
}
