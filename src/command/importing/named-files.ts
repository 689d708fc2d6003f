import { dirname, relative, sep } from 'node:path';
import type { DescribedApis } from '../../connector/workspace-connectors.ts';
import { type Outcome, outcome } from '../../source/outcome.ts';
import { loadConnectorFile } from '../../workspace/connector-files.ts';
import { loadPlatformFile } from '../../workspace/platform-files.ts';
import { connectorFileOf } from '../../workspace/schema-files.ts';

/** A connector and a platform as a command line names them, and the files of a new workspace that they stand in. */
export interface NamedFiles {
  readonly connectorName: string;
  readonly platformName: string | null;
  readonly apis: DescribedApis;
  /** As the workspace lists them. */
  readonly listed: { readonly connectors: readonly string[]; readonly platforms: readonly string[] };
}

/**
 * What has a folder or an ending of YAML is the path of a file; else it is a name, as of the files that come with Bylaw,
 * which no workspace lists. Fails as reading the files does.
 */
export function namedFiles(
  workspaceFile: string,
  connector: string,
  platform: string | null,
): Outcome<NamedFiles> {
  const shipped = isPath(connector) ? null : connectorFileOf(connector);
  const ofConnector =
    shipped !== null ? loadConnectorFile(shipped) : isPath(connector) ? loadConnectorFile(connector) : null;
  const ofPlatform = platform !== null && isPath(platform) ? loadPlatformFile(platform) : null;
  const from = (path: string): string => relative(dirname(workspaceFile), path).split(sep).join('/');
  const diagnostics = [ofConnector, ofPlatform].flatMap((read) => (read === null ? [] : read.diagnostics));
  const api = ofConnector?.ok === true ? ofConnector.value : null;
  const named: NamedFiles = {
    connectorName: api === null ? connector : api.name,
    platformName: ofPlatform?.ok === true ? ofPlatform.value.name : platform,
    apis: new Map(api === null ? [] : [[api.name, api]]),
    listed: {
      connectors: isPath(connector) ? [from(connector)] : [],
      platforms: ofPlatform === null || platform === null ? [] : [from(platform)],
    },
  };
  return outcome(named, diagnostics);
}

function isPath(word: string): boolean {
  return /[\\/]|\.ya?ml$/.test(word);
}
