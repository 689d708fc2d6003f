// Made from the provider’s tables by test/cdktf/constructs.ts. Change those, and bless.
import type { Construct } from 'constructs';
import { type IResolvable, StringMap, type TerraformMetaArguments } from '../../terraform/synth/library.ts';
import { BylawDataSource } from '../bylaw-data-source.ts';
import type { AttributeSlots } from '../terraform-attributes.ts';

/**
 * Effective access on one scope: by groups, roles, what they include and what is inherited. Name a permission
 * to learn who holds it, a member to learn what they hold, both to learn whether and why, neither for all of
 * it.
 */
export interface DataBylawAccessAttributes {
  /** Path of the scope. */
  readonly scope: string;
  /** A permission of the platform: `documents:read`. */
  readonly permission?: string | undefined;
  /** Key of a person. */
  readonly member?: string | undefined;
}

/** What is written for a `bylaw_access`: its attributes, and what Terraform knows of any block. */
export interface DataBylawAccessConfig extends DataBylawAccessAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_access';

const SLOTS: AttributeSlots<DataBylawAccessAttributes> = {
  scope: { wire: 'scope', holds: 'string' },
  permission: { wire: 'permission', holds: 'string' },
  member: { wire: 'member', holds: 'string' },
};

/**
 * Effective access on one scope: by groups, roles, what they include and what is inherited. Name a permission
 * to learn who holds it, a member to learn what they hold, both to learn whether and why, neither for all of
 * it.
 */
export class DataBylawAccess extends BylawDataSource<DataBylawAccessAttributes> {
  static readonly tfResourceType: string = TYPE;

  constructor(scope: Construct, id: string, config: DataBylawAccessConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** Path of the scope. */
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

  /** A permission of the platform: `documents:read`. */
  get permission(): string {
    return this.getStringAttribute('permission');
  }

  set permission(value: string) {
    this.write({ permission: value });
  }

  /** What is written for `permission`. */
  get permissionInput(): string | undefined {
    return this.written('permission');
  }

  /** Leaves `permission` out. */
  resetPermission(): void {
    this.reset('permission');
  }

  /** Key of a person. */
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

  /** Leaves `member` out. */
  resetMember(): void {
    this.reset('member');
  }

  /** Who holds the permission or, without one, who holds anything on the scope. */
  get members(): string[] {
    return this.getListAttribute('members');
  }

  /** What the member holds or, without one, what anybody holds on the scope. */
  get permissions(): string[] {
    return this.getListAttribute('permissions');
  }

  /** With both a member and a permission: whether it is held. */
  get allowed(): IResolvable {
    return this.getBooleanAttribute('allowed');
  }

  /** With both: the ways that give it, shortest first, at most 20. */
  get because(): string[] {
    return this.getListAttribute('because');
  }

  /**
   * With neither: everybody the platform knows to their permissions there, separated by commas; an empty text
   * is none. What `can` takes.
   */
  get grants(): StringMap {
    return new StringMap(this, 'grants');
  }
}
