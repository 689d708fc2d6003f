import {
  forgeApi,
  forgeOfJob,
  forgeRepository,
  forgeToken,
  forgeTokenVariables,
  isRepositoryOf,
} from '../../forge/forge-variables.ts';
import type { ForgeKind } from '../../forge/open-forge.ts';
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

const KINDS = ['github', 'gitlab'] as const;

/** From the command line, else from the variables of the CI server. Hides the token. Fails with usage. */
export function forgeTarget({ args, environment, console }: CommandContext): Outcome<ForgeTarget> {
  const usage = (message: string, hint: string) => failure(diagnostic('usage', message, null, { hint }));
  const said = args.text('forge');
  const kind = said === null ? forgeOfJob(environment) : (KINDS.find((one) => one === said) ?? null);
  if (kind === null) {
    const message =
      said === null ? 'Nothing says which forge has the repository.' : `There is no forge ${quote(said)}.`;
    return usage(message, 'Give --forge github or --forge gitlab.');
  }
  const repository = args.text('repository') ?? forgeRepository(kind, environment);
  if (repository === null)
    return usage('Nothing says which repository is meant.', 'Give --repository, e.g. acme/access.');
  if (!isRepositoryOf(kind, repository))
    return usage(`${quote(repository)} is no repository.`, 'Write it as acme/access.');
  const token = forgeToken(kind, environment);
  if (token === null)
    return usage(`No token for ${quote(repository)} is set.`, `Set one of ${forgeTokenVariables(kind)}.`);
  console.hide(token);
  const api = forgeApi(kind, environment);
  return api.ok ? success({ kind, api: api.value, repository, token }) : api;
}
