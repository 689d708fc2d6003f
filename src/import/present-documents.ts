import { type Desired, entryKey } from '../compile/desired.ts';
import type { Address, PartKey } from '../resource/address.ts';
import {
  type GroupPath,
  groupPath,
  memberId,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import { type Draft, type DraftMap, isDraftMap } from '../source/edit/draft.ts';
import { isRuledOut } from './live-view.ts';

/** One document of the organization as it is written, and where. */
export interface PresentDocument {
  readonly file: string;
  /** Which of the file's documents that hold something. */
  readonly index: number;
  readonly draft: DraftMap;
}

/** What the documents that are there mean, as the compiler understands them. */
export class PresentDocuments {
  readonly documents: readonly PresentDocument[];
  /** Null where no document speaks of the organization yet. */
  readonly desired: Desired | null;
  readonly #written: OrganizationModel;

  constructor(documents: readonly PresentDocument[], desired: Desired | null) {
    this.documents = documents;
    this.desired = desired;
    this.#written = modelOf(desired === null ? [] : desired.resources);
  }

  /** Whether an entry under `groups` of a scope says what a group is, rather than what it is given. */
  defines(scope: ScopePath, name: string): boolean {
    return this.#written.group(groupPath(scope, name)) !== undefined;
  }

  /** The group that a name means on a scope. */
  groupMeant(name: string, from: ScopePath): GroupPath | null {
    const home = scopeChain(from).find((scope) => this.defines(scope, name));
    return home === undefined ? null : groupPath(home, name);
  }

  ruledOut(address: Address | PartKey): boolean {
    return isRuledOut(this.desired, address);
  }

  /** Whether the window of an entry does not hold, so that the entry is not held against what is live. */
  lapsed(address: Address, attribute: Parameters<typeof entryKey>[1], entry: string): boolean {
    return this.ruledOut(entryKey(address, attribute, entry)) || this.ruledOut(address);
  }

  /** How people are called where they are written as members of the organization. */
  memberKeys(compare: 'fold-case' | 'exact'): ReadonlyMap<string, string> {
    const keys = new Map<string, string>();
    for (const { draft } of this.documents) {
      const members = draft.get('members');
      if (isDraftMap(members)) for (const key of members.keys()) keys.set(memberId(key, compare), key);
    }
    return keys;
  }

  /** The scope below the organization that a custom role is declared at. */
  roleHomes(): ReadonlyMap<RoleKey, ScopePath> {
    return new Map(this.#written.all('role').map(({ attributes }) => [attributes.name, attributes.home]));
  }
}

export function isTombstone(entry: Draft): boolean {
  return isDraftMap(entry) && entry.get('absent') === true;
}
