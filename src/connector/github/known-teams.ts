import type { GroupPath } from '../../resource/identifiers.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { GITHUB_PATHS, githubOrigin } from './github-endpoint.ts';
import type { GithubTeam } from './github-facts.ts';
import type { GithubWriteContext } from './github-write-step.ts';

/** A team as it is known now; fails with live-changed where there is none of that name. */
export function teamAt({ endpoint, index }: GithubWriteContext, path: GroupPath): Outcome<GithubTeam> {
  const team = index.teams.get(path);
  if (team !== undefined) return success(team);
  const slug = path.slice(path.lastIndexOf('/') + 1);
  const origin = githubOrigin(endpoint, GITHUB_PATHS.team(endpoint.login, slug));
  return failure(diagnostic('live-changed', `team ${slug} is not there; nothing was written`, origin));
}

export function enterTeam({ index }: GithubWriteContext, path: GroupPath, team: GithubTeam): void {
  index.teams.set(path, team);
  index.teamPaths.set(team.id, path);
}
