/** How a child ended; whoever tells of it has to tell of every way. */
export type ExitStatus =
  | { readonly how: 'exited'; readonly status: number }
  | { readonly how: 'killed'; readonly signal: NodeJS.Signals }
  /** The system refused to start it: `code` is its errno. */
  | { readonly how: 'not-started'; readonly code: string; readonly reason: string }
  /** It said nothing for so long that we ended it. Never while something may be under way. */
  | { readonly how: 'silent'; readonly seconds: number; readonly stopped: boolean }
  /** It printed more than can be taken where all of it is needed. */
  | { readonly how: 'too-much' };

export function exitedCleanly(exitStatus: ExitStatus): boolean {
  return exitStatus.how === 'exited' && exitStatus.status === 0;
}
