import { CONNECTORS } from '../../connector/connectors.ts';
import { DEFAULT_CONNECTOR } from '../../source/connection-defaults.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { CommandContext } from '../command.ts';
import type { GitRemote } from './git-place.ts';

/** What is known of the organization that is to be read, before it is read. */
export interface InitAnswers {
  /** As a command line has it: `acme`, `acme=ACME-1`. */
  readonly organization: string;
  readonly connector: string;
  readonly platform: string;
  /** Null where the connector has one of its own. */
  readonly url: string | null;
}

const GITHUB = 'github';
const GITHUB_HOST = 'github.com';

/**
 * From the command line, else from the remote of the repository, else, on a terminal, from whoever sits there. Nothing is
 * guessed beyond that: what is missing then is `usage`.
 */
export async function initAnswers(
  { args, console }: CommandContext,
  remote: GitRemote | null,
): Promise<Outcome<InitAnswers>> {
  const [positional, ...more] = [...args.positionals, ...args.texts('organization')];
  if (more.length > 0) {
    const hint = 'Add others with bylaw import, when there is a workspace.';
    return failure(diagnostic('usage', 'init reads one organization.', null, { hint }));
  }
  const askLine = console.askLine ?? null;
  const ask = async (question: string): Promise<string | null> => {
    const answer = askLine === null ? '' : await askLine(question);
    return answer === '' ? null : answer;
  };
  const [platformSaid, urlSaid] = [args.text('platform'), args.text('url')];
  const isSaid = platformSaid === GITHUB || args.text('connector') === GITHUB;
  const ofGithub = isSaid || (platformSaid === null && urlSaid === null);
  const seen = remote?.forge === GITHUB && ofGithub ? remote : null;
  const connector =
    args.text('connector') ??
    (seen !== null || platformSaid === GITHUB ? GITHUB : null) ??
    (platformSaid === null ? await ask(`Which connector (${Object.keys(CONNECTORS).join(', ')})?`) : null) ??
    DEFAULT_CONNECTOR;
  const isGithub = connector === GITHUB;
  const platform = platformSaid ?? (isGithub ? GITHUB : await ask('Which platform (a name, or a file)?'));
  const organization =
    positional ?? (isGithub && seen !== null ? seen.owner.toLowerCase() : await ask('Which organization?'));
  const usualUrl =
    isGithub && seen !== null && seen.host !== GITHUB_HOST ? `https://${seen.host}/api/v3` : null;
  const url = urlSaid ?? usualUrl ?? (isGithub ? null : await ask('At which URL is the platform?'));
  const missing = [
    ...(organization === null ? ['which organization'] : []),
    ...(platform === null ? ['--platform'] : []),
    ...(url === null && !isGithub ? ['--url'] : []),
  ];
  if (organization === null || platform === null || missing.length > 0) {
    const hint = 'bylaw init acme --platform lumoauth --url https://…, or bylaw init acme --connector github';
    const message = `Nothing says what is to be read: say ${missing.join(', ')}.`;
    return failure(diagnostic('usage', message, null, { hint }));
  }
  return success({ organization, connector, platform, url });
}

/** The same command line with the answers in it. */
export function withAnswers(
  context: CommandContext,
  answers: InitAnswers,
  directory: string,
): CommandContext {
  const { args } = context;
  const said = new Map<string, string | null>([
    ['connector', answers.connector],
    ['platform', answers.platform],
    ['url', answers.url],
    ['directory', directory],
  ]);
  return {
    ...context,
    args: {
      positionals: [answers.organization],
      // Nothing is kept of the read: what init leaves behind is what it names.
      flag: (name) => name === 'diff' || args.flag(name),
      text: (name) => said.get(name) ?? args.text(name),
      texts: (name) => (name === 'organization' ? [] : args.texts(name)),
    },
  };
}
