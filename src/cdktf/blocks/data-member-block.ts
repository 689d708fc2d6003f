// Made from the provider’s tables by test/cdktf/constructs.ts. Change those, and bless.
import type { Construct } from 'constructs';
import { StringMap, type TerraformMetaArguments } from '../../terraform/synth/library.ts';
import { BylawDataSource } from '../bylaw-data-source.ts';
import type { AttributeSlots } from '../terraform-attributes.ts';

/** A person as the platform has them, no matter who manages them. */
export interface DataBylawMemberAttributes {
  /** The scope the person is a member of. Left out: the organization. */
  readonly scope?: string | undefined;
  /** Key of the person. */
  readonly member: string;
}

/** What is written for a `bylaw_member`: its attributes, and what Terraform knows of any block. */
export interface DataBylawMemberConfig extends DataBylawMemberAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_member';

const SLOTS: AttributeSlots<DataBylawMemberAttributes> = {
  scope: { wire: 'scope', holds: 'string' },
  member: { wire: 'member', holds: 'string' },
};

/** A person as the platform has them, no matter who manages them. */
export class DataBylawMember extends BylawDataSource<DataBylawMemberAttributes> {
  static readonly tfResourceType: string = TYPE;

  constructor(scope: Construct, id: string, config: DataBylawMemberConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** The scope the person is a member of. Left out: the organization. */
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

  /** Leaves `scope` out. */
  resetScope(): void {
    this.reset('scope');
  }

  /** Key of the person. */
  get member(): string {
    return this.getStringAttribute('member');
  }

  set member(value: string) {
    this.write({ member: value });
  }

  /** What is written for `member`. */
  get memberInput(): string | undefined {
    return this.written('member');
  }

  /** The key as the platform shows it. */
  get display(): string {
    return this.getStringAttribute('display');
  }

  /** active, invited, deactivated or expired. */
  get state(): string {
    return this.getStringAttribute('state');
  }

  /** Paths of the groups the person is in, not counting groups in groups. */
  get groups(): string[] {
    return this.getListAttribute('groups');
  }

  /** Scope to the roles the person holds there directly, separated by commas. */
  get roles(): StringMap {
    return new StringMap(this, 'roles');
  }
}
