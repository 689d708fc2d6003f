/** What became of one file. */
export interface InitFile {
  /** As a user would type it. */
  readonly file: string;
  /** `kept`: another one is there, and stays. `same`: it is there already, just so. */
  readonly status: 'new' | 'same' | 'kept';
  readonly lines: number;
}

export interface InitResult {
  readonly organization: string;
  readonly platform: string;
  readonly files: readonly InitFile[];
  /** What is left for somebody to do, in the order in which it is done. */
  readonly next: readonly string[];
  readonly wrote: boolean;
  /** What a plan says right afterwards; null where nothing was written. */
  readonly plan: 'no-changes' | 'changes' | 'error' | null;
}
