import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { ResendRules } from '../policy/document-types.ts';
import type { Policy } from '../policy/policy.ts';
import type { Snapshot } from '../resource/resource.ts';
import type { PeerTerms } from './peer/peer-terms.ts';

/** A file of documents as it is, by the name under which diagnostics show it. */
export interface PresentFile {
  readonly file: string;
  readonly text: string;
}

export interface ImportRequest {
  readonly snapshot: Snapshot;
  readonly platform: PlatformDefinition;
  /** Every file that holds a document of the organization; none on a first import. */
  readonly files: readonly PresentFile[];
  readonly policy: Policy;
  /** RFC 3339: windows are held against it. */
  readonly instant: string;
  /** How often an invitation that expired is sent again: the plan after the import goes by it. */
  readonly resend: ResendRules;
  /** Writes what is live and nobody owns too, where authority is declared. */
  readonly all: boolean;
  /** The path of a new file from its short name: `people` → `access/people.yaml`; never one that is taken. */
  readonly newFile: (name: string) => string;
  /** Comment lines at the top of a new file. */
  readonly comments: (file: string) => readonly string[];
  /** Of an organization of which nothing is written yet: each group has a file of its own. */
  readonly groupsApart?: boolean;
  /** Left out where the snapshot was read from the platform itself. */
  readonly peer?: PeerTerms;
}

export interface ImportedFile {
  readonly file: string;
  /** Null for a new one. */
  readonly before: string | null;
  readonly after: string;
}
