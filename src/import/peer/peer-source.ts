import type { Address } from '../../resource/address.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import type { Resource, ResourceTypeName } from '../../resource/resource.ts';
import type { Outcome } from '../../source/outcome.ts';
import type { Unplaced, Unsaid } from './peer-terms.ts';

/** A file of another program: its name as diagnostics show it, and its place below the folder that was named. */
export interface PeerFile {
  readonly file: string;
  /** With `/` between the parts; the file's own name where a file was named. */
  readonly path: string;
  readonly text: string;
}

export interface PeerSource {
  readonly files: readonly PeerFile[];
  /** The organizations that are asked for; none: all that the files name. */
  readonly organizations: readonly string[];
  /** What an organization is called that its files do not name: the folder. */
  readonly folder: string;
}

/** One organization as the files of another program describe it: the same picture that a live read gives. */
export interface PeerOrganization {
  readonly name: string;
  readonly resources: readonly Resource[];
  /** What a thing was called before, by its address. */
  readonly formerNames: ReadonlyMap<Address, string>;
  /** Of groups: what the files do not say. */
  readonly unsaid: Unsaid;
  /** Repositories of which the files say everything that teams and people are given. */
  readonly wholeRepositories: ReadonlySet<ScopePath>;
  readonly unplaced: readonly Unplaced[];
}

/** A format that can be imported. */
export interface PeerFormat {
  /** What `--from` calls it. */
  readonly name: string;
  /** The program's own name. */
  readonly title: string;
  /** Whether it is read from a folder, from a single file, or from either. */
  readonly takes: 'folder' | 'file' | 'either';
  /** Whether a file below the folder is one of its own. */
  readonly owns: (path: string) => boolean;
  /**
   * Types of which its files name everything that there is. Of the others, what they do not name is left alone: nothing
   * may go because another program never wrote of it.
   */
  readonly complete: ReadonlySet<ResourceTypeName>;
  /** Of a thing in the documents: whether its files could have named it, all of it. */
  readonly couldName: (resource: Resource, wholeRepositories: ReadonlySet<ScopePath>) => boolean;
  readonly read: (source: PeerSource) => Outcome<readonly PeerOrganization[]>;
}
