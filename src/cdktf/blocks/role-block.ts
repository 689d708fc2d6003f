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

/**
 * A custom role: a named set of permissions, on platforms that let people make roles. To give a role that is
 * in use another name, write `lifecycle { create_before_destroy = true }` in its block: platforms do not
 * delete a role that somebody holds, and so the new one is made and given first.
 */
export interface BylawRoleAttributes {
  /** Scope in which the role is defined. Always the organization. A change makes a new one. */
  readonly home?: string | undefined;
  /** Key by which assignments name the role. A change makes a new one. */
  readonly name: string;
  /** Display name. Left out, a new one has its name, and one that is there keeps what it has. */
  readonly title?: string | undefined;
  /** What the role is for. Left out: as it is. */
  readonly description?: string | undefined;
  /**
   * Permissions the role gives, patterns expanded. Patterns such as `documents:*` stand for what the
   * catalogue of the platform has.
   */
  readonly permissions: readonly string[];
  /**
   * Permissions the role takes away, patterns expanded. Only on platforms where a role can. Authoritative
   * where written; left out: as it is.
   */
  readonly denies?: readonly string[] | undefined;
  /** Roles whose permissions it gives too. Authoritative where written; left out: as it is. */
  readonly includes?: readonly string[] | undefined;
}

/** What is written for a `bylaw_role`: its attributes, and what Terraform knows of any block. */
export interface BylawRoleConfig extends BylawRoleAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_role';

const SLOTS: AttributeSlots<BylawRoleAttributes> = {
  home: { wire: 'home', holds: 'string' },
  name: { wire: 'name', holds: 'string' },
  title: { wire: 'title', holds: 'string' },
  description: { wire: 'description', holds: 'string' },
  permissions: { wire: 'permissions', holds: 'set' },
  denies: { wire: 'denies', holds: 'set' },
  includes: { wire: 'includes', holds: 'set' },
};

/**
 * A custom role: a named set of permissions, on platforms that let people make roles. To give a role that is
 * in use another name, write `lifecycle { create_before_destroy = true }` in its block: platforms do not
 * delete a role that somebody holds, and so the new one is made and given first.
 */
export class BylawRole extends BylawResource<BylawRoleAttributes> {
  static readonly tfResourceType: string = TYPE;

  /**
   * Has `cdktf plan` write the block of something that is there already, found by its natural key:
   * `acme/release-manager`.
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return importBlock(scope, importToId, { type: TYPE, id: importFromId, provider });
  }

  constructor(scope: Construct, id: string, config: BylawRoleConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key: what `terraform import` and the `id` of an `import` block take. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** Scope in which the role is defined. Always the organization. A change makes a new one. */
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

  /** Key by which assignments name the role. A change makes a new one. */
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

  /** Display name. Left out, a new one has its name, and one that is there keeps what it has. */
  get title(): string {
    return this.getStringAttribute('title');
  }

  set title(value: string) {
    this.write({ title: value });
  }

  /** What is written for `title`. */
  get titleInput(): string | undefined {
    return this.written('title');
  }

  /** Leaves `title` out. */
  resetTitle(): void {
    this.reset('title');
  }

  /** What the role is for. Left out: as it is. */
  get description(): string {
    return this.getStringAttribute('description');
  }

  set description(value: string) {
    this.write({ description: value });
  }

  /** What is written for `description`. */
  get descriptionInput(): string | undefined {
    return this.written('description');
  }

  /** Leaves `description` out. */
  resetDescription(): void {
    this.reset('description');
  }

  /**
   * Permissions the role gives, patterns expanded. Patterns such as `documents:*` stand for what the
   * catalogue of the platform has.
   */
  get permissions(): string[] {
    return this.getListAttribute('permissions');
  }

  set permissions(value: readonly string[]) {
    this.write({ permissions: value });
  }

  /** What is written for `permissions`. */
  get permissionsInput(): readonly string[] | undefined {
    return this.written('permissions');
  }

  /**
   * Permissions the role takes away, patterns expanded. Only on platforms where a role can. Authoritative
   * where written; left out: as it is.
   */
  get denies(): string[] {
    return this.getListAttribute('denies');
  }

  set denies(value: readonly string[]) {
    this.write({ denies: value });
  }

  /** What is written for `denies`. */
  get deniesInput(): readonly string[] | undefined {
    return this.written('denies');
  }

  /** Leaves `denies` out. */
  resetDenies(): void {
    this.reset('denies');
  }

  /** Roles whose permissions it gives too. Authoritative where written; left out: as it is. */
  get includes(): string[] {
    return this.getListAttribute('includes');
  }

  set includes(value: readonly string[]) {
    this.write({ includes: value });
  }

  /** What is written for `includes`. */
  get includesInput(): readonly string[] | undefined {
    return this.written('includes');
  }

  /** Leaves `includes` out. */
  resetIncludes(): void {
    this.reset('includes');
  }
}
