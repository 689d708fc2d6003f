import type { Forge } from '../../forge/forge.ts';
import { forgeApi, forgeToken, isRepositoryOf } from '../../forge/forge-variables.ts';
import { type ForgeKind, openForge } from '../../forge/open-forge.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { CommandContext } from '../command.ts';
import { connectorListeners } from '../terminal/console.ts';
import { type CiJob, ciJob } from './ci-job.ts';

/** Which change is reviewed, of which commit, and where that is told. */
export interface ReviewTarget {
  readonly job: CiJob;
  readonly change: number | null;
  readonly commit: string | null;
  /** Null where nothing is written to any. */
  readonly forge: Forge | null;
  /** Why it is null, though there is a change to tell of. */
  readonly closed: Diagnostic | null;
}

const FORGES = ['github', 'gitlab', 'none'] as const;

/** Fails with usage, invalid-value, review-event-unreadable. */
export async function reviewTarget(context: CommandContext): Promise<Outcome<ReviewTarget>> {
  const { args, environment, console } = context;
  const forge = args.text('forge');
  const named = FORGES.find((one) => one === forge);
  if (forge !== null && named === undefined)
    return invalid(`--forge ${quote(forge)} is no forge.`, `There are ${FORGES.join(', ')}.`);
  const change = args.text('change');
  if (change !== null && !/^[1-9]\d{0,14}$/.test(change))
    return invalid(`--change ${quote(change)} is no number of a change.`, 'Write --change 12.');
  const commit = args.text('commit');
  if (commit !== null && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit))
    return invalid(`--commit ${quote(commit)} is no commit.`, 'Write all forty characters of it.');
  const told = ciJob(named === 'none' ? {} : environment);
  // What is given need not be looked up in an event.
  if (!told.ok && (change === null || commit === null)) return told;
  const found = told.ok ? told.value : unreadable(environment);
  const target = {
    job: found,
    change: change === null ? found.change : Number(change),
    commit: commit ?? found.commit,
  };
  const kind = named === 'none' ? null : (named ?? found.kind);
  if (kind === null) return success({ ...target, forge: null, closed: null });
  const repository = args.text('repository') ?? (kind === found.kind ? found.repository : null);
  const token = forgeToken(kind, environment);
  if (repository === null)
    return invalid('It is not said in which repository the change is.', 'Give --repository acme/access.');
  if (!isRepositoryOf(kind, repository))
    return invalid(`--repository ${quote(repository)} is no repository.`, 'Write --repository acme/access.');
  if (token === null) return success({ ...target, forge: null, closed: noToken(kind, found.isFork) });
  console.hide(token);
  const api = forgeApi(kind, environment);
  if (!api.ok) return api;
  return success({
    ...target,
    closed: null,
    forge: await openForge(kind, {
      api: api.value,
      repository,
      token,
      environment,
      ...connectorListeners(console),
    }),
  });
}

/** A job whose event says nothing, of which all that is needed was given. */
function unreadable(environment: NodeJS.ProcessEnv): CiJob {
  const plain = ciJob({ ...environment, GITHUB_EVENT_NAME: 'none' });
  if (!plain.ok) throw new Error('a job without an event cannot be unreadable');
  return plain.value;
}

function noToken(kind: ForgeKind, isFork: boolean): Diagnostic {
  const variable = kind === 'github' ? 'GITHUB_TOKEN' : 'GITLAB_TOKEN';
  const why = isFork ? ', as there is none for a change that comes from a fork' : '';
  const message = `There is no token in ${variable}${why}: neither a comment nor a mark of the commit is written.`;
  const hint = isFork
    ? 'A second job, which runs for the base and checks out nothing of the fork, can write them: bylaw review --post.'
    : `Pass it on to the job, or give --forge none.`;
  return diagnostic('review-not-told', message, null, { hint });
}

function invalid(message: string, hint: string): Outcome<never> {
  return failure(diagnostic('invalid-value', message, null, { hint }));
}
