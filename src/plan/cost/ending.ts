/** What sets it off: something is removed, or somebody keeps nothing on a scope below the organization. */
export type EndingCause =
  | { readonly by: 'removal'; readonly of: 'member'; readonly from: 'organization' | 'below' }
  | { readonly by: 'removal'; readonly of: 'group' }
  | { readonly by: 'losing-all' };

/** What a removal ends beside access, by the platform's own documentation: a row of a connector's table. */
export interface Ending {
  readonly cause: EndingCause;
  /** What happens to one, and to several: `person leaves the organization`, `people leave the organization`. */
  readonly one: string;
  readonly many: string;
  /** Each as a phrase: `their forks of its private repositories are deleted`. */
  readonly ends: readonly string[];
  /** The page that says so. */
  readonly source: string;
}

/** A row that a plan sets off, and by whom or what. */
export interface PlannedEnding extends Pick<Ending, 'one' | 'many' | 'ends' | 'source'> {
  /** As they are written, in byte order. */
  readonly subjects: readonly string[];
}
