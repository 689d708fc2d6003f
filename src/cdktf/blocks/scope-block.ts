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
 * A scope on which access is given: a unit, a workspace, a project, whatever kinds the platform has. The
 * organization itself belongs to the platform and is no resource.
 */
export interface BylawScopeAttributes {
  /**
   * Path of names from the organization. Names and the plural keys of kinds in turn:
   * `acme/units/emea/workspaces/checkout`. A change makes a new one.
   */
  readonly path: string;
  /** Kind of scope, one of the platform’s. Follows from the path. A change makes a new one. */
  readonly kind?: string | undefined;
  /** Display name. Left out, a new one has its name, and one that is there keeps what it has. */
  readonly title?: string | undefined;
  /**
   * What it is set to: each setting of the platform with its value. A map from the name of a setting of the
   * platform to its value. What is left out stays as it is.
   */
  readonly settings?: { readonly [key: string]: string } | undefined;
  /** Path of the scope above; null for the organization. Follows from the path. A change makes a new one. */
  readonly parent?: string | undefined;
}

/** What is written for a `bylaw_scope`: its attributes, and what Terraform knows of any block. */
export interface BylawScopeConfig extends BylawScopeAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_scope';

const SLOTS: AttributeSlots<BylawScopeAttributes> = {
  path: { wire: 'path', holds: 'string' },
  kind: { wire: 'kind', holds: 'string' },
  title: { wire: 'title', holds: 'string' },
  settings: { wire: 'settings', holds: 'map' },
  parent: { wire: 'parent', holds: 'string' },
};

/**
 * A scope on which access is given: a unit, a workspace, a project, whatever kinds the platform has. The
 * organization itself belongs to the platform and is no resource.
 */
export class BylawScope extends BylawResource<BylawScopeAttributes> {
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

  constructor(scope: Construct, id: string, config: BylawScopeConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key: what `terraform import` and the `id` of an `import` block take. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /**
   * Path of names from the organization. Names and the plural keys of kinds in turn:
   * `acme/units/emea/workspaces/checkout`. A change makes a new one.
   */
  get path(): string {
    return this.getStringAttribute('path');
  }

  set path(value: string) {
    this.write({ path: value });
  }

  /** What is written for `path`. */
  get pathInput(): string | undefined {
    return this.written('path');
  }

  /** Kind of scope, one of the platform’s. Follows from the path. A change makes a new one. */
  get kind(): string {
    return this.getStringAttribute('kind');
  }

  set kind(value: string) {
    this.write({ kind: value });
  }

  /** What is written for `kind`. */
  get kindInput(): string | undefined {
    return this.written('kind');
  }

  /** Leaves `kind` out. */
  resetKind(): void {
    this.reset('kind');
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

  /**
   * What it is set to: each setting of the platform with its value. A map from the name of a setting of the
   * platform to its value. What is left out stays as it is.
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

  /** Path of the scope above; null for the organization. Follows from the path. A change makes a new one. */
  get parent(): string {
    return this.getStringAttribute('parent');
  }

  set parent(value: string) {
    this.write({ parent: value });
  }

  /** What is written for `parent`. */
  get parentInput(): string | undefined {
    return this.written('parent');
  }

  /** Leaves `parent` out. */
  resetParent(): void {
    this.reset('parent');
  }
}
