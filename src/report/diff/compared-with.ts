/** What a change was compared with, as reports say it. */
export interface ComparedBase {
  /** As it was asked for: `origin/main`, `../old`. */
  readonly asked: string;
  readonly kind: 'revision' | 'folder';
  readonly commit: string | null;
  /** The revision went on since this branch left it, and what is compared is where it left. */
  readonly isMergeBase: boolean;
  /** Where the workspace file was, if it was elsewhere. */
  readonly movedFrom: string | null;
  /** Whether the base had a workspace at all. */
  readonly hasWorkspace: boolean;
}

/** `compared with origin/main, as it was where this branch left it`. */
export function comparedWith({ asked, isMergeBase }: ComparedBase): string {
  return `compared with ${asked}${isMergeBase ? ', as it was where this branch left it' : ''}`;
}

/** What is to be said of the base besides. */
export function baseNotes({ asked, movedFrom, hasWorkspace }: ComparedBase): readonly string[] {
  if (!hasWorkspace) return [`There is no workspace at ${asked}: everything is new.`];
  return movedFrom === null ? [] : [`The workspace was ${movedFrom} there.`];
}
