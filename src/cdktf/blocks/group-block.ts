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

/** A group and, where written, everybody who is in it. */
export interface BylawGroupAttributes {
  /** Scope in which the group lives. Left out: the organization. A change makes a new one. */
  readonly home?: string | undefined;
  /** Slug of the group. A change makes a new one. */
  readonly name: string;
  /** Display name. Left out, a new one has its name, and one that is there keeps what it has. */
  readonly title?: string | undefined;
  /** What the group is for. Left out: as it is. */
  readonly description?: string | undefined;
  /**
   * What it is set to; nobody’s access depends on it. A map from the name of a setting of the platform to its
   * value. What is left out stays as it is.
   */
  readonly settings?: { readonly [key: string]: string } | undefined;
  /**
   * People in the group. A map from the key of each person to an empty text, `{ "dan@acme.com" = "" }`, or to
   * a role in the group where the platform has such. With an empty text a new person is an ordinary member,
   * and one who is there stays what they are. Authoritative: people who are not written are removed. Left
   * out: as it is.
   */
  readonly members?: { readonly [key: string]: string } | undefined;
  /**
   * Child groups, whose members are members of this group. As paths: `acme/qa-mobile`. Only where the
   * platform stores groups in groups. Authoritative where written; left out: as it is.
   */
  readonly groups?: readonly string[] | undefined;
  /**
   * Permissions the group carries at its home scope. Only on platforms where groups carry permissions.
   * Authoritative where written; left out: as it is.
   */
  readonly permissions?: readonly string[] | undefined;
}

/** What is written for a `bylaw_group`: its attributes, and what Terraform knows of any block. */
export interface BylawGroupConfig extends BylawGroupAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_group';

const SLOTS: AttributeSlots<BylawGroupAttributes> = {
  home: { wire: 'home', holds: 'string' },
  name: { wire: 'name', holds: 'string' },
  title: { wire: 'title', holds: 'string' },
  description: { wire: 'description', holds: 'string' },
  settings: { wire: 'settings', holds: 'map' },
  members: { wire: 'members', holds: 'map' },
  groups: { wire: 'groups', holds: 'set' },
  permissions: { wire: 'permissions', holds: 'set' },
};

/** A group and, where written, everybody who is in it. */
export class BylawGroup extends BylawResource<BylawGroupAttributes> {
  static readonly tfResourceType: string = TYPE;

  /**
   * Has `cdktf plan` write the block of something that is there already, found by its natural key: `acme/qa`.
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return importBlock(scope, importToId, { type: TYPE, id: importFromId, provider });
  }

  constructor(scope: Construct, id: string, config: BylawGroupConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key: what `terraform import` and the `id` of an `import` block take. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** Scope in which the group lives. Left out: the organization. A change makes a new one. */
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

  /** Slug of the group. A change makes a new one. */
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

  /** What the group is for. Left out: as it is. */
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
   * What it is set to; nobody’s access depends on it. A map from the name of a setting of the platform to its
   * value. What is left out stays as it is.
   */
  get settings(): { [key: string]: string } {
    return this.getStringMapAttribute('settings');
  }

  set settings(value: { readonly [key: string]: string }) {
    this.write({ settings: value });
  }

  /** What is written for `settings`. */
  get settingsInput(): { readonly [key: string]: string } | undefined {
    return this.written('settings');
  }

  /** Leaves `settings` out. */
  resetSettings(): void {
    this.reset('settings');
  }

  /**
   * People in the group. A map from the key of each person to an empty text, `{ "dan@acme.com" = "" }`, or to
   * a role in the group where the platform has such. With an empty text a new person is an ordinary member,
   * and one who is there stays what they are. Authoritative: people who are not written are removed. Left
   * out: as it is.
   */
  get members(): { [key: string]: string } {
    return this.getStringMapAttribute('members');
  }

  set members(value: { readonly [key: string]: string }) {
    this.write({ members: value });
  }

  /** What is written for `members`. */
  get membersInput(): { readonly [key: string]: string } | undefined {
    return this.written('members');
  }

  /** Leaves `members` out. */
  resetMembers(): void {
    this.reset('members');
  }

  /**
   * Child groups, whose members are members of this group. As paths: `acme/qa-mobile`. Only where the
   * platform stores groups in groups. Authoritative where written; left out: as it is.
   */
  get groups(): string[] {
    return this.getListAttribute('groups');
  }

  set groups(value: readonly string[]) {
    this.write({ groups: value });
  }

  /** What is written for `groups`. */
  get groupsInput(): readonly string[] | undefined {
    return this.written('groups');
  }

  /** Leaves `groups` out. */
  resetGroups(): void {
    this.reset('groups');
  }

  /**
   * Permissions the group carries at its home scope. Only on platforms where groups carry permissions.
   * Authoritative where written; left out: as it is.
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

  /** Leaves `permissions` out. */
  resetPermissions(): void {
    this.reset('permissions');
  }
}
