// Made from the provider’s tables by test/cdktf/constructs.ts. Change those, and bless.
import type { Construct } from 'constructs';
import { StringMap, type TerraformMetaArguments } from '../../terraform/synth/library.ts';
import { BylawDataSource } from '../bylaw-data-source.ts';
import type { AttributeSlots } from '../terraform-attributes.ts';

/** A group as it is on the platform, no matter who manages it. */
export interface DataBylawGroupAttributes {
  /** Scope in which the group lives. Left out: the organization. */
  readonly home?: string | undefined;
  /** Slug of the group. */
  readonly name: string;
}

/** What is written for a `bylaw_group`: its attributes, and what Terraform knows of any block. */
export interface DataBylawGroupConfig extends DataBylawGroupAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_group';

const SLOTS: AttributeSlots<DataBylawGroupAttributes> = {
  home: { wire: 'home', holds: 'string' },
  name: { wire: 'name', holds: 'string' },
};

/** A group as it is on the platform, no matter who manages it. */
export class DataBylawGroup extends BylawDataSource<DataBylawGroupAttributes> {
  static readonly tfResourceType: string = TYPE;

  constructor(scope: Construct, id: string, config: DataBylawGroupConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** Scope in which the group lives. Left out: the organization. */
  get home(): string {
    return this.getStringAttribute('home');
  }

  set home(value: string) {
    this.write({ home: value });
  }

  /** What is written for `home`. */
  get homeInput(): string | undefined {
    return this.written('home');
  }

  /** Leaves `home` out. */
  resetHome(): void {
    this.reset('home');
  }

  /** Slug of the group. */
  get name(): string {
    return this.getStringAttribute('name');
  }

  set name(value: string) {
    this.write({ name: value });
  }

  /** What is written for `name`. */
  get nameInput(): string | undefined {
    return this.written('name');
  }

  /** Display name. */
  get title(): string {
    return this.getStringAttribute('title');
  }

  /** What the group is for. */
  get description(): string {
    return this.getStringAttribute('description');
  }

  /** Settings of the group to their values. */
  get settings(): StringMap {
    return new StringMap(this, 'settings');
  }

  /** Keys of the people in the group itself. */
  get members(): string[] {
    return this.getListAttribute('members');
  }

  /** Paths of the groups in it. */
  get groups(): string[] {
    return this.getListAttribute('groups');
  }

  /** Permissions the group itself carries at its home. */
  get permissions(): string[] {
    return this.getListAttribute('permissions');
  }

  /** Scope to the roles the group holds there, separated by commas. */
  get roles(): StringMap {
    return new StringMap(this, 'roles');
  }
}
