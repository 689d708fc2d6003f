import type { BackendSetting, BackendType } from '../../policy/document-types.ts';

/** What has to be known of a backend besides its settings. */
interface BackendTraits {
  /** Variables of the user's that terraform reads for it; no other child gets them. */
  readonly reads: RegExp;
  /**
   * Whether another process than the holder of the lock may write the state. Not with `azurerm`, whose lock is a lease
   * on the blob itself, nor with `http`, whose servers ask each write for the id of the lock.
   */
  readonly writesUnderLock: boolean;
  /** Settings that are paths of files. */
  readonly paths: readonly string[];
  /** What to write so that two applies keep out of each other's way; null where the settings have them do so. */
  readonly lockMissing: (settings: BackendSettings, environment: NodeJS.ProcessEnv) => string | null;
  /** What to write so that a lock that is taken is given back; left out where terraform always does. */
  readonly unlockMissing?: (settings: BackendSettings, environment: NodeJS.ProcessEnv) => string | null;
}

export type BackendSettings = Readonly<Record<string, BackendSetting>>;

function locksByHttp(
  { lock_address = '' }: BackendSettings,
  { TF_HTTP_LOCK_ADDRESS = '' }: NodeJS.ProcessEnv,
): boolean {
  return lock_address !== '' || TF_HTTP_LOCK_ADDRESS !== '';
}

const NONE = /^$/;
const ALWAYS = () => null;
const HCP = /^(TF_TOKEN_\w+|TF_CLOUD_\w+|TF_CLI_CONFIG_FILE)$/;

export const BACKEND_TRAITS: Readonly<Record<BackendType, BackendTraits>> = {
  local: { reads: NONE, writesUnderLock: true, paths: ['path', 'workspace_dir'], lockMissing: ALWAYS },
  s3: {
    reads: /^AWS_/,
    writesUnderLock: true,
    paths: ['custom_ca_bundle', 'shared_config_files', 'shared_credentials_file', 'shared_credentials_files'],
    // https://developer.hashicorp.com/terraform/language/backend/s3: the table is deprecated, and locks all the same.
    lockMissing: ({ use_lockfile, dynamodb_table = null }) =>
      use_lockfile === true || dynamodb_table !== null
        ? null
        : 'Write use_lockfile: true, which terraform and tofu know since 1.10; before it, dynamodb_table.',
  },
  gcs: {
    reads: /^(GOOGLE_|GCLOUD_|CLOUDSDK_|GCE_METADATA_)/,
    writesUnderLock: true,
    paths: ['credentials'],
    lockMissing: ALWAYS,
  },
  azurerm: {
    reads: /^(ARM_|AZURE_|ACTIONS_ID_TOKEN_|SYSTEM_|IDENTITY_|MSI_)/,
    writesUnderLock: false,
    paths: [
      'client_id_file_path',
      'client_secret_file_path',
      'client_certificate_path',
      'oidc_token_file_path',
    ],
    lockMissing: ALWAYS,
  },
  http: {
    reads: /^TF_HTTP_/,
    writesUnderLock: false,
    paths: [],
    lockMissing: (settings, environment) =>
      locksByHttp(settings, environment)
        ? null
        : 'Write lock_address and unlock_address, if the server can lock.',
    // Terraform's client has nowhere to send an UNLOCK then, and says nothing of it.
    unlockMissing: (settings, environment) => {
      const { unlock_address = '' } = settings;
      const { TF_HTTP_UNLOCK_ADDRESS = '' } = environment;
      return !locksByHttp(settings, environment) || unlock_address !== '' || TF_HTTP_UNLOCK_ADDRESS !== ''
        ? null
        : 'Write unlock_address, which mostly is what lock_address is. If it is locked already, docs/state.md says how to break the lock.';
    },
  },
  pg: { reads: /^PG/, writesUnderLock: true, paths: [], lockMissing: ALWAYS },
  consul: {
    reads: /^CONSUL_/,
    writesUnderLock: true,
    paths: ['ca_file', 'cert_file', 'key_file'],
    lockMissing: ({ lock }) => (lock === false ? 'Remove lock: false.' : null),
  },
  remote: { reads: HCP, writesUnderLock: true, paths: [], lockMissing: ALWAYS },
  cloud: { reads: HCP, writesUnderLock: true, paths: [], lockMissing: ALWAYS },
};
