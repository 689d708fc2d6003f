import type { Change } from '../../plan/change.ts';

/** What one apply of one organization was, as its journal tells it. */
export interface HistoryEntry {
  readonly file: string;
  readonly id: string;
  readonly organization: string;
  readonly platform: string;
  readonly address: { readonly connector: string; readonly remote: string; readonly url: string | null };
  readonly engine: { readonly name: string; readonly version: string | null };
  readonly by: {
    readonly user: string | null;
    readonly host: string | null;
    readonly pid: number;
    readonly ci: {
      readonly system: string;
      readonly actor: string | null;
      readonly run: string | null;
      readonly url: string | null;
    } | null;
  };
  readonly commit: string | null;
  readonly at: string;
  /** Null where the apply came to no end, or is still at work. */
  readonly endedAt: string | null;
  readonly result: 'proven' | 'part' | 'incomplete' | 'unproven' | 'unchanged' | 'unfinished';
  readonly writes: {
    readonly allowed: number;
    readonly sent: number;
    readonly done: number;
    readonly refused: number;
    readonly failed: number;
    readonly unanswered: number;
  };
  /** Changes that were left; null where nobody could read again. */
  readonly left: number | null;
  readonly resumes: string | null;
  readonly undoes: string | null;
  /** The journal that settled this one, which came to no end. */
  readonly settledBy: string | null;
  readonly changes: readonly {
    readonly action: Exclude<Change['action'], 'deferred'>;
    readonly name: string;
    readonly because: { readonly text: string; readonly place: string };
  }[];
}
