import { ImpossibleState } from '../../source/known.ts';
import type { Git } from './git.ts';

/** An entry of a tree: what git keeps of a name in a folder. */
export interface GitEntry {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'submodule';
  readonly object: string;
}

const KINDS: Readonly<Record<string, GitEntry['kind']>> = {
  '040000': 'folder',
  '100644': 'file',
  '100755': 'file',
  '120000': 'link',
  '160000': 'submodule',
};

/** The entries of one folder, or of all that is below it. Throws an error that says why git has no answer. */
export function entriesOf(git: Git, commit: string, folder: string, below: boolean): readonly GitEntry[] {
  const place = folder === '' ? [] : ['--', `${folder}/`];
  const answer = answerOf(git, [
    '--literal-pathspecs',
    'ls-tree',
    ...(below ? ['-r', '-t'] : []),
    '-z',
    '--full-tree',
    commit,
    ...place,
  ]);
  const entries: GitEntry[] = [];
  for (const line of answer.toString('utf8').split('\0')) {
    const [, mode = '', object = '', path = ''] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (path === '' || (folder !== '' && !path.startsWith(`${folder}/`))) continue;
    // Older versions of git wrote other modes for what is a file.
    entries.push({ path, kind: KINDS[mode] ?? 'file', object });
  }
  return entries;
}

/** What each of these holds, and how long those are that hold more than `limit` bytes. Throws as above. */
export function blobsOf(
  git: Git,
  objects: readonly string[],
  limit: number,
): ReadonlyMap<string, Buffer | number> {
  const found = new Map<string, Buffer | number>();
  const wanted: string[] = [];
  for (const line of answerOf(git, ['cat-file', '--batch-check'], objects).toString('utf8').split('\n')) {
    const [, object, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    if (object === undefined) continue;
    if (Number(size) > limit) found.set(object, Number(size));
    else wanted.push(object);
  }
  if (wanted.length === 0) return found;
  const out = answerOf(git, ['cat-file', '--batch'], wanted);
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(10, at);
    const header = out.toString('latin1', at, end);
    const [, object, size] = /^([0-9a-f]+) blob (\d+)$/.exec(header) ?? [];
    if (object === undefined) throw new ImpossibleState(`git has what it says it has, and not ${header}`);
    const from = end + 1;
    found.set(object, out.subarray(from, from + Number(size)));
    at = from + Number(size) + 1;
  }
  return found;
}

function answerOf(git: Git, words: readonly string[], lines: readonly string[] = []): Buffer {
  const answer = git.ask(words, lines.map((line) => `${line}\n`).join(''));
  if (answer === null) throw new Error('there is no git');
  if (answer.status !== 0)
    throw new Error(`git ${words.find((word) => !word.startsWith('-'))}: ${answer.reason}`);
  return answer.out;
}
