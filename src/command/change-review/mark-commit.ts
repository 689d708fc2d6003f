import type { Forge, ForgeAnnotation, ForgeChecks, NewForgeCheck } from '../../forge/forge.ts';
import type { ChangeVerdict } from '../../pull-request/review-facts.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';

/** How the commit was marked, and how many annotations went along. */
export type CommitMark =
  | { readonly by: 'check-run'; readonly annotations: number }
  | { readonly by: 'status' | 'nothing'; readonly annotations: 0; readonly because: readonly Diagnostic[] };

export interface WantedMark {
  readonly name: string;
  readonly commit: string;
  readonly verdict: ChangeVerdict;
  readonly title: string;
  readonly summary: (limit: number) => string;
  readonly annotations: readonly ForgeAnnotation[];
  /** Of the job; null where nobody says. */
  readonly url: string | null;
}

/** Green is only what was looked at: of what was not, the mark is red, also where nothing would have been found. */
const CONCLUSIONS: { readonly [V in ChangeVerdict]: NewForgeCheck['conclusion'] } = {
  'no-changes': 'success',
  changes: 'success',
  blocked: 'failure',
  'not-looked': 'failure',
};

/** A check run where the credential is an App's, else a status, which has no annotations, else nothing: each time told why. */
export async function markCommit(forge: Forge, mark: WantedMark): Promise<CommitMark> {
  const because: Diagnostic[] = [];
  if (forge.checks !== null) {
    const made = await byCheckRun(forge.checks, mark);
    if (typeof made === 'number') return { by: 'check-run', annotations: made };
    because.push(made);
  }
  const set = await forge.setStatus(mark.commit, {
    context: mark.name,
    state: CONCLUSIONS[mark.verdict] === 'failure' ? 'failure' : 'success',
    text: cut(mark.title, forge.limits.statusText),
    url: mark.url,
  });
  if (set.end === 'answer') return { by: 'status', annotations: 0, because };
  return { by: 'nothing', annotations: 0, because: [...because, set.diagnostic] };
}

/** How many annotations it has, or why there is none of it. */
async function byCheckRun(checks: ForgeChecks, mark: WantedMark): Promise<number | Diagnostic> {
  const { annotationsAtOnce: size } = checks;
  const told = { title: cut(mark.title, 255), summary: mark.summary(checks.summary) };
  const made = await checks.create({
    name: mark.name,
    commit: mark.commit,
    conclusion: CONCLUSIONS[mark.verdict],
    output: { ...told, annotations: mark.annotations.slice(0, size) },
  });
  if (made.end !== 'answer') return made.diagnostic;
  let written = Math.min(size, mark.annotations.length);
  while (written < mark.annotations.length) {
    const more = mark.annotations.slice(written, written + size);
    const appended = await checks.append(made.value.id, { ...told, annotations: more });
    // What stands there stays, and the mark is made: the rest is in the comment.
    if (appended.end !== 'answer') break;
    written += more.length;
  }
  return written;
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
