import type { JournalAddress } from '../../journal/journal-record.ts';
import { known } from '../../source/known.ts';
import { connectionOf, type Workspace } from '../../workspace/workspace.ts';

/** Where an organization is, by the workspace and `--url`. */
export function journalAddressOf(
  workspace: Pick<Workspace, 'document'>,
  organization: string,
  url: string | null,
): JournalAddress {
  const { connector, remote, settings } = known(
    connectionOf(workspace, organization),
    'the connection of an organization that is applied',
  );
  const written = settings.url;
  return { connector, remote, url: url ?? (typeof written === 'string' ? written : null) };
}
