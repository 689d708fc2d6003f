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

/** A person as a member of the organization, or of a scope that has members of its own. */
export interface BylawMemberAttributes {
  /** The scope the person is a member of. Left out: the organization. A change makes a new one. */
  readonly scope?: string | undefined;
  /**
   * The person’s key, in comparable form. An e-mail address or user name, as the platform has it; letter case
   * counts only where the platform says so. A change makes a new one.
   */
  readonly member: string;
  /**
   * active, invited, deactivated or expired. `active` or `deactivated`. An invitation that is not accepted
   * yet counts as `active`. Left out: a new person becomes active, an expired invitation is sent again, and a
   * deactivated person stays deactivated.
   */
  readonly state?: string | undefined;
}

/** What is written for a `bylaw_member`: its attributes, and what Terraform knows of any block. */
export interface BylawMemberConfig extends BylawMemberAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_member';

const SLOTS: AttributeSlots<BylawMemberAttributes> = {
  scope: { wire: 'scope', holds: 'string' },
  member: { wire: 'member', holds: 'string' },
  state: { wire: 'state', holds: 'string' },
};

/** A person as a member of the organization, or of a scope that has members of its own. */
export class BylawMember extends BylawResource<BylawMemberAttributes> {
  static readonly tfResourceType: string = TYPE;

  /**
   * Has `cdktf plan` write the block of something that is there already, found by its natural key:
   * `acme|dan@acme.com`.
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return importBlock(scope, importToId, { type: TYPE, id: importFromId, provider });
  }

  constructor(scope: Construct, id: string, config: BylawMemberConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key: what `terraform import` and the `id` of an `import` block take. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** The scope the person is a member of. Left out: the organization. A change makes a new one. */
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

  /**
   * The person’s key, in comparable form. An e-mail address or user name, as the platform has it; letter case
   * counts only where the platform says so. A change makes a new one.
   */
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

  /**
   * active, invited, deactivated or expired. `active` or `deactivated`. An invitation that is not accepted
   * yet counts as `active`. Left out: a new person becomes active, an expired invitation is sent again, and a
   * deactivated person stays deactivated.
   */
  get state(): string {
    return this.getStringAttribute('state');
  }

  set state(value: string) {
    this.write({ state: value });
  }

  /** What is written for `state`. */
  get stateInput(): string | undefined {
    return this.written('state');
  }

  /** Leaves `state` out. */
  resetState(): void {
    this.reset('state');
  }
}
