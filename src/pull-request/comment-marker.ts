/**
 * The first line of a comment of Bylaw's, which nobody sees: whose it is (one repository may hold several workspaces), of
 * which commit, and a digest of all below it, by which is seen whether somebody edited it.
 */
export interface CommentMark {
  /** Digests and commits are of nothing but `0-9a-f`: nothing in the line can end it. */
  readonly key: string;
  readonly commit: string | null;
  readonly digest: string;
}

const MARK = /^<!-- bylaw review ([0-9a-f]+) commit=([0-9a-f]+|none) body=([0-9a-f]+) -->\r?\n/;

export function commentMark({ key, commit, digest }: CommentMark): string {
  return `<!-- bylaw review ${key} commit=${commit === null ? 'none' : commit} body=${digest} -->`;
}

/** Null for what does not begin as a comment of Bylaw's: a mark that is quoted further down is somebody's quotation. */
export function markIn(body: string): { readonly mark: CommentMark; readonly below: string } | null {
  const found = MARK.exec(body);
  const [line, key, commit, digest] = found ?? [];
  if (line === undefined || key === undefined || commit === undefined || digest === undefined) return null;
  return {
    mark: { key, commit: commit === 'none' ? null : commit, digest },
    below: body.slice(line.length),
  };
}

/** As it is compared: a forge may store other line ends, and none at the end. */
export function comparableText(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}
