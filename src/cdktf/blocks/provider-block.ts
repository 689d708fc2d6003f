// Made from the provider’s tables by test/cdktf/constructs.ts. Change those, and bless.
import type { Construct } from 'constructs';
import { BylawProviderConstruct } from '../bylaw-provider-construct.ts';
import type { AttributeSlots } from '../terraform-attributes.ts';

/** The provider block: one organization on its platform. The token comes from the environment. */
export interface BylawProviderConfig {
  /**
   * Name of a connector that comes with the provider (access-api, github, scim, or that of a product whose
   * connector file does), or the path of a connector file. Left out: `access-api`.
   */
  readonly connector?: string | undefined;
  /**
   * Base URL of the platform: `https://access.acme.com`. Left out: where the connector knows its platform to
   * be, if it does.
   */
  readonly url?: string | undefined;
  /** Name of the organization; every path begins with it. */
  readonly organization: string;
  /** Id or slug of the organization on the platform. Left out: its name. */
  readonly remote?: string | undefined;
  /** Name of a platform that comes with the provider, or the path of a platform file. */
  readonly platform: string;
  /**
   * Name of the environment variable that holds the token. Left out: that of the connector, `BYLAW_TOKEN`.
   */
  readonly tokenEnv?: string | undefined;
  /**
   * What else the connector asks for, as in a workspace: `jsonencode({ ... })`. Names of variables only, no
   * secrets.
   */
  readonly settings?: string | undefined;
  /** Name of this block, where a stack has more than one of this provider. */
  readonly alias?: string | undefined;
}

const SLOTS: AttributeSlots<Omit<BylawProviderConfig, 'alias'>> = {
  connector: { wire: 'connector', holds: 'string' },
  url: { wire: 'url', holds: 'string' },
  organization: { wire: 'organization', holds: 'string' },
  remote: { wire: 'remote', holds: 'string' },
  platform: { wire: 'platform', holds: 'string' },
  tokenEnv: { wire: 'token_env', holds: 'string' },
  settings: { wire: 'settings', holds: 'string' },
};

/** The provider block: one organization on its platform. The token comes from the environment. */
export class BylawProvider extends BylawProviderConstruct<Omit<BylawProviderConfig, 'alias'>> {
  static readonly tfResourceType: string = 'bylaw';

  constructor(scope: Construct, id: string, config: BylawProviderConfig) {
    super(scope, id, SLOTS, config);
  }

  /** What is written for `connector`. */
  get connectorInput(): string | undefined {
    return this.written('connector');
  }

  /** Leaves `connector` out. */
  resetConnector(): void {
    this.reset('connector');
  }

  /** What is written for `url`. */
  get urlInput(): string | undefined {
    return this.written('url');
  }

  /** Leaves `url` out. */
  resetUrl(): void {
    this.reset('url');
  }

  /** What is written for `organization`. */
  get organizationInput(): string | undefined {
    return this.written('organization');
  }

  /** What is written for `remote`. */
  get remoteInput(): string | undefined {
    return this.written('remote');
  }

  /** Leaves `remote` out. */
  resetRemote(): void {
    this.reset('remote');
  }

  /** What is written for `platform`. */
  get platformInput(): string | undefined {
    return this.written('platform');
  }

  /** What is written for `tokenEnv`. */
  get tokenEnvInput(): string | undefined {
    return this.written('tokenEnv');
  }

  /** Leaves `tokenEnv` out. */
  resetTokenEnv(): void {
    this.reset('tokenEnv');
  }

  /** What is written for `settings`. */
  get settingsInput(): string | undefined {
    return this.written('settings');
  }

  /** Leaves `settings` out. */
  resetSettings(): void {
    this.reset('settings');
  }
}
