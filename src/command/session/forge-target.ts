import type { ForgeKind } from '../../forge/open-forge.ts';
import { apiUrlFault } from '../../source/api-url.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { CommandContext } from '../command.ts';

/** The repository that something is to be written to, and as whom. */
export interface ForgeTarget {
  readonly kind: ForgeKind;
  readonly api: string;
  readonly repository: string;
  readonly token: string;
}

interface ForgeVariables {
  readonly api: string;
  readonly usualApi: string;
  readonly repositories: readonly string[];
  readonly tokens: readonly string[];
}

/** What the CI server of each says. The token of a job may not write issues on GitLab. */
const VARIABLES: { readonly [K in ForgeKind]: ForgeVariables } = {
  github: {
    api: 'GITHUB_API_URL',
    usualApi: 'https://api.github.com',
    repositories: ['GITHUB_REPOSITORY'],
    tokens: ['BYLAW_FORGE_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN'],
  },
  gitlab: {
    api: 'CI_API_V4_URL',
    usualApi: 'https://gitlab.com/api/v4',
    repositories: ['CI_PROJECT_PATH', 'CI_PROJECT_ID'],
    tokens: ['BYLAW_FORGE_TOKEN', 'GITLAB_TOKEN'],
  },
};

const KINDS = ['github', 'gitlab'] as const;

/** From the command line, else from the variables of the CI server. Hides the token. Fails with usage. */
export function forgeTarget({ args, environment, console }: CommandContext): Outcome<ForgeTarget> {
  const usage = (message: string, hint: string) => failure(diagnostic('usage', message, null, { hint }));
  const said = args.text('forge');
  const kind = said === null ? kindFrom(environment) : KINDS.find((one) => one === said);
  if (kind === undefined) {
    const message =
      said === null ? 'Nothing says which forge has the repository.' : `There is no forge ${quote(said)}.`;
    return usage(message, 'Give --forge github or --forge gitlab.');
  }
  const { api, usualApi, repositories, tokens } = VARIABLES[kind];
  const first = (names: readonly string[]): string | undefined =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  const repository = args.text('repository') ?? first(repositories);
  if (repository === undefined)
    return usage('Nothing says which repository is meant.', 'Give --repository, e.g. acme/access.');
  if (
    !/^[\w.-]+(?:\/[\w.-]+)*$/.test(repository) ||
    (kind === 'github' && !/^[^/]+\/[^/]+$/.test(repository))
  )
    return usage(`${quote(repository)} is no repository.`, 'Write it as acme/access.');
  const token = first(tokens);
  if (token === undefined)
    return usage(`No token for ${quote(repository)} is set.`, `Set one of ${tokens.join(', ')}.`);
  console.hide(token);
  const url = (first([api]) ?? usualApi).replace(/\/+$/, '');
  const fault = apiUrlFault(url);
  if (fault !== null) return usage(`${api}: ${fault}`, `Leave it out for ${usualApi}.`);
  return success({ kind, api: url, repository, token });
}

/** The CI server that this runs on. */
function kindFrom(environment: NodeJS.ProcessEnv): ForgeKind | undefined {
  if (environment.GITLAB_CI !== undefined) return 'gitlab';
  return environment.GITHUB_ACTIONS === undefined ? undefined : 'github';
}
