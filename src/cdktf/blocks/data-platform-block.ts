// Made from the provider’s tables by test/cdktf/constructs.ts. Change those, and bless.
import type { Construct } from 'constructs';
import { type IResolvable, StringMap, type TerraformMetaArguments } from '../../terraform/synth/library.ts';
import { BylawDataSource } from '../bylaw-data-source.ts';
import type { AttributeSlots } from '../terraform-attributes.ts';

/** The rules of the platform this provider is configured for: what can be written in the resources. */
export type DataBylawPlatformAttributes = Readonly<Record<never, never>>;

/** What is written for a `bylaw_platform`: its attributes, and what Terraform knows of any block. */
export interface DataBylawPlatformConfig extends DataBylawPlatformAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_platform';

const SLOTS: AttributeSlots<DataBylawPlatformAttributes> = {};

/** The rules of the platform this provider is configured for: what can be written in the resources. */
export class DataBylawPlatform extends BylawDataSource<DataBylawPlatformAttributes> {
  static readonly tfResourceType: string = TYPE;

  constructor(scope: Construct, id: string, config: DataBylawPlatformConfig = {}) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** Name of the platform. */
  get name(): string {
    return this.getStringAttribute('name');
  }

  /** Its display name. */
  get title(): string {
    return this.getStringAttribute('title');
  }

  /** How access works there, in one sentence. */
  get description(): string {
    return this.getStringAttribute('description');
  }

  /** The catalogue: permission to what it allows. */
  get permissions(): StringMap {
    return new StringMap(this, 'permissions');
  }

  /** Predefined roles: name to display name. */
  get roles(): StringMap {
    return new StringMap(this, 'roles');
  }

  /** Kinds of scope: name to the key that stands in paths; empty for the organization. */
  get scopeKinds(): StringMap {
    return new StringMap(this, 'scope_kinds');
  }

  /** Kinds of scope that groups live in. */
  get groupHomes(): string[] {
    return this.getListAttribute('group_homes');
  }

  /** Whether roles can be made. */
  get customRoles(): IResolvable {
    return this.getBooleanAttribute('custom_roles');
  }

  /** What people are known by: email, username or account. */
  get memberKey(): string {
    return this.getStringAttribute('member_key');
  }
}
