import { parseUrl } from '../../source/parse-url.ts';
import { Git } from '../../workspace/revision/git.ts';

export type ForgeName = 'github' | 'gitlab';

/** The repository that a folder is in, as far as git tells. */
export interface GitPlace {
  /** Its top folder. */
  readonly top: string;
  /** The branch that is merged into. */
  readonly branch: string;
  readonly remote: GitRemote | null;
}

export interface GitRemote {
  readonly host: string;
  /** The organization or group that has it. */
  readonly owner: string;
  /** Null where the name of the host says nothing. */
  readonly forge: ForgeName | null;
}

const USUAL_BRANCH = 'main';

/** Null where there is no git, or no repository. */
export function gitPlaceOf(folder: string, environment: NodeJS.ProcessEnv): GitPlace | null {
  const git = new Git(folder, environment);
  const top = git.line(['rev-parse', '--show-toplevel']);
  if (top === null) return null;
  const head = git.line(['symbolic-ref', '--short', 'refs/remotes/origin/HEAD'])?.replace(/^origin\//, '');
  const branch = head ?? git.line(['symbolic-ref', '--short', 'HEAD']) ?? USUAL_BRANCH;
  const url = git.line(['remote', 'get-url', 'origin']);
  return { top, branch, remote: url === null ? null : remoteIn(url) };
}

/** `git@github.com:acme/access.git`, `ssh://git@host:22/acme/access`, `https://github.com/acme/access`. */
export function remoteIn(url: string): GitRemote | null {
  const [, scpHost, scpPath] = /^(?:[^@/:]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(url) ?? [];
  const parsed = scpHost === undefined ? parseUrl(url) : null;
  const host = (scpHost ?? parsed?.hostname ?? '').toLowerCase();
  const path = scpPath ?? parsed?.pathname ?? '';
  const [owner, repository] = path.split('/').filter((part) => part !== '');
  if (host === '' || owner === undefined || repository === undefined) return null;
  return { host, owner, forge: forgeOf(host) };
}

function forgeOf(host: string): ForgeName | null {
  if (/(?:^|\.|-)github(?:\.|-|$)/.test(host)) return 'github';
  return /(?:^|\.|-)gitlab(?:\.|-|$)/.test(host) ? 'gitlab' : null;
}
