import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

/** A provider put into a mirror. */
export interface ProviderInstalled {
  readonly version: string;
  readonly directory: string;
  readonly folders: readonly string[];
  readonly checksum: string;
  readonly changed: boolean;
  /** What the CLI configuration must say; null where terraform looks of itself. */
  readonly block: string | null;
}

/** The files of a release. */
export interface ProviderPackaged {
  readonly version: string;
  readonly directory: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly checksum: string;
  readonly sums: string;
}

interface ProviderReport extends ReportEnvelope<'provider', 'ok'> {
  readonly task: 'install' | 'package';
  readonly version: string;
  readonly directory: string;
  readonly checksum: string;
  readonly changed?: boolean;
  readonly folders?: readonly string[];
  readonly provider_installation?: string | null;
  readonly files?: ProviderPackaged['files'];
}

export function providerInstalledJson(done: ProviderInstalled): ProviderReport {
  const { version, directory, folders, checksum, changed, block } = done;
  const what = { version, directory, folders, checksum, changed, provider_installation: block };
  return { ...reportEnvelope('provider', 'ok', []), task: 'install', ...what };
}

export function providerPackagedJson(done: ProviderPackaged): ProviderReport {
  const { version, directory, files, checksum } = done;
  return { ...reportEnvelope('provider', 'ok', []), task: 'package', version, directory, files, checksum };
}
