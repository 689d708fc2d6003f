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
 * What one principal holds on one scope. Use it beside others that somebody else manages; use `bylaw_roster`
 * to own all of a scope, and never both for one scope.
 */
export interface BylawAssignmentAttributes {
  /** Scope the roles are assigned on. A change makes a new one. */
  readonly scope: string;
  /**
   * Who holds them: a member or a group. `member:dan@acme.com` or `group:acme/qa`. A change makes a new one.
   */
  readonly principal: string;
  /** Roles held; none of any kind means attached only. Authoritative for this principal on this scope. */
  readonly roles: readonly string[];
  /**
   * Roles held on the scopes below, and not on this one. Only on platforms that have such. Authoritative
   * where written; left out: as it is.
   */
  readonly below?: readonly string[] | undefined;
  /**
   * Roles of which all that they give is taken away. Only on platforms that have such. Authoritative where
   * written; left out: as it is.
   */
  readonly denied?: readonly string[] | undefined;
}

/** What is written for a `bylaw_assignment`: its attributes, and what Terraform knows of any block. */
export interface BylawAssignmentConfig extends BylawAssignmentAttributes, TerraformMetaArguments {}

const TYPE = 'bylaw_assignment';

const SLOTS: AttributeSlots<BylawAssignmentAttributes> = {
  scope: { wire: 'scope', holds: 'string' },
  principal: { wire: 'principal', holds: 'string' },
  roles: { wire: 'roles', holds: 'set' },
  below: { wire: 'below', holds: 'set' },
  denied: { wire: 'denied', holds: 'set' },
};

/**
 * What one principal holds on one scope. Use it beside others that somebody else manages; use `bylaw_roster`
 * to own all of a scope, and never both for one scope.
 */
export class BylawAssignment extends BylawResource<BylawAssignmentAttributes> {
  static readonly tfResourceType: string = TYPE;

  /**
   * Has `cdktf plan` write the block of something that is there already, found by its natural key:
   * `acme/units/emea|group:acme/qa`.
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return importBlock(scope, importToId, { type: TYPE, id: importFromId, provider });
  }

  constructor(scope: Construct, id: string, config: BylawAssignmentConfig) {
    super(scope, id, TYPE, SLOTS, config);
  }

  /** The natural key: what `terraform import` and the `id` of an `import` block take. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** Scope the roles are assigned on. A change makes a new one. */
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
   * Who holds them: a member or a group. `member:dan@acme.com` or `group:acme/qa`. A change makes a new one.
   */
  get principal(): string {
    return this.getStringAttribute('principal');
  }

  set principal(value: string) {
    this.write({ principal: value });
  }

  /** What is written for `principal`. */
  get principalInput(): string | undefined {
    return this.written('principal');
  }

  /** Roles held; none of any kind means attached only. Authoritative for this principal on this scope. */
  get roles(): string[] {
    return this.getListAttribute('roles');
  }

  set roles(value: readonly string[]) {
    this.write({ roles: value });
  }

  /** What is written for `roles`. */
  get rolesInput(): readonly string[] | undefined {
    return this.written('roles');
  }

  /**
   * Roles held on the scopes below, and not on this one. Only on platforms that have such. Authoritative
   * where written; left out: as it is.
   */
  get below(): string[] {
    return this.getListAttribute('below');
  }

  set below(value: readonly string[]) {
    this.write({ below: value });
  }

  /** What is written for `below`. */
  get belowInput(): readonly string[] | undefined {
    return this.written('below');
  }

  /** Leaves `below` out. */
  resetBelow(): void {
    this.reset('below');
  }

  /**
   * Roles of which all that they give is taken away. Only on platforms that have such. Authoritative where
   * written; left out: as it is.
   */
  get denied(): string[] {
    return this.getListAttribute('denied');
  }

  set denied(value: readonly string[]) {
    this.write({ denied: value });
  }

  /** What is written for `denied`. */
  get deniedInput(): readonly string[] | undefined {
    return this.written('denied');
  }

  /** Leaves `denied` out. */
  resetDenied(): void {
    this.reset('denied');
  }
}
