import { createHash } from 'node:crypto';
import type { Forge, ForgeComment, ForgeThread } from '../../forge/forge.ts';
import type { ForgeAnswer } from '../../forge/forge-answer.ts';
import { commentMark, comparableText, markIn } from '../../pull-request/comment-marker.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';

/** What became of the one comment. `restored`: somebody else had edited it. `overtaken`: the change has a newer commit, whose own run writes. */
export type KeptComment =
  | {
      readonly is: 'created' | 'edited' | 'restored' | 'unchanged';
      readonly id: number;
      readonly removed: number;
    }
  | { readonly is: 'overtaken'; readonly head: string }
  | { readonly is: 'not-written'; readonly because: Diagnostic };

export interface WantedComment {
  readonly thread: ForgeThread;
  /** One comment for each: of a workspace, by a digest of its path. */
  readonly key: string;
  readonly commit: string | null;
  /** Made by how many characters there are room for, below the mark. */
  readonly text: (limit: number) => string;
}

/** Two runs that started at once need two looks; who comes a third time is not alone, and the others clear up. */
const MOST_LOOKS = 3;
const MARK_ROOM = 200;

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * Keeps one comment: the oldest of one's own. It is written only where it would read otherwise, and read again after it was
 * written: of two runs that began at once both may have added one, and both take away all but the oldest. Comments of
 * others are never touched, whatever they begin with.
 */
export async function keepComment(forge: Forge, wanted: WantedComment): Promise<KeptComment> {
  const { thread, commit } = wanted;
  const self = await forge.self();
  if (self.end !== 'answer') return { is: 'not-written', because: self.diagnostic };
  const below = comparableText(wanted.text(forge.limits.comment - MARK_ROOM));
  const digest = digestOf(below);
  const body = `${commentMark({ key: wanted.key, commit, digest })}\n${below}\n`;
  let removed = 0;
  let done: { readonly is: 'created' | 'edited' | 'restored'; readonly id: number } | null = null;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const head = await newerHead(forge, thread, commit);
    if (head !== null) return { is: 'overtaken', head };
    const read = await forge.comments(thread);
    if (read.end !== 'answer') return { is: 'not-written', because: read.diagnostic };
    const [kept, ...twins] = ownOf(read.value, self.value.login, wanted.key);
    for (const twin of twins) {
      const gone = await forge.deleteComment(thread, twin.id);
      if (gone.end === 'answer') removed += 1;
    }
    if (kept !== undefined && comparableText(kept.body) === comparableText(body))
      return done === null ? { is: 'unchanged', id: kept.id, removed } : { ...done, id: kept.id, removed };
    const written: ForgeAnswer<ForgeComment> =
      kept === undefined
        ? await forge.addComment(thread, body)
        : await forge.editComment(thread, kept.id, body);
    // Deleted since it was listed: the next look finds none, and adds one.
    if (written.end === 'refusal' && written.because === 'missing' && kept !== undefined) continue;
    if (written.end !== 'answer') return { is: 'not-written', because: written.diagnostic };
    const { id } = written.value;
    done ??= { is: kept === undefined ? 'created' : isAsWritten(kept) ? 'edited' : 'restored', id };
  }
  return done === null ? { is: 'not-written', because: GONE_AGAIN } : { ...done, removed };
}

const GONE_AGAIN: Diagnostic = {
  code: 'connector-contradiction',
  severity: 'error',
  message: 'The comment is deleted again whenever it is written.',
  origin: null,
  related: [],
  hint: null,
};

/** The oldest first. */
function ownOf(comments: readonly ForgeComment[], login: string, key: string): readonly ForgeComment[] {
  const own = comments.filter(
    ({ author, body }) =>
      author !== null && author.toLowerCase() === login.toLowerCase() && markIn(body)?.mark.key === key,
  );
  return [...own].sort((a, b) => a.id - b.id);
}

function isAsWritten({ body }: ForgeComment): boolean {
  const found = markIn(body);
  return found !== null && digestOf(comparableText(found.below)) === found.mark.digest;
}

/** Null where this is the newest, where no commit is known, and where nobody may look. */
async function newerHead(
  forge: Forge,
  { on, number }: ForgeThread,
  commit: string | null,
): Promise<string | null> {
  if (commit === null || on !== 'change') return null;
  const change = await forge.change(number);
  return change.end === 'answer' && change.value.head !== commit ? change.value.head : null;
}
