import type { BackendType } from '../../policy/documents.ts';

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
}

const NONE = /^$/;
const HCP = /^(TF_TOKEN_\w+|TF_CLOUD_\w+|TF_CLI_CONFIG_FILE)$/;

export const TRAITS: Readonly<Record<BackendType, BackendTraits>> = {
  local: { reads: NONE, writesUnderLock: true, paths: ['path', 'workspace_dir'] },
  s3: {
    reads: /^AWS_/,
    writesUnderLock: true,
    paths: ['custom_ca_bundle', 'shared_config_files', 'shared_credentials_file', 'shared_credentials_files'],
  },
  gcs: {
    reads: /^(GOOGLE_|GCLOUD_|CLOUDSDK_|GCE_METADATA_)/,
    writesUnderLock: true,
    paths: ['credentials'],
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
  },
  http: { reads: /^TF_HTTP_/, writesUnderLock: false, paths: [] },
  pg: { reads: /^PG/, writesUnderLock: true, paths: [] },
  consul: { reads: /^CONSUL_/, writesUnderLock: true, paths: ['ca_file', 'cert_file', 'key_file'] },
  remote: { reads: HCP, writesUnderLock: true, paths: [] },
  cloud: { reads: HCP, writesUnderLock: true, paths: [] },
};
