import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where CI servers say which commit a job is about. */
const VARIABLES = ['GITHUB_SHA', 'CI_COMMIT_SHA', 'BUILD_SOURCEVERSION', 'BITBUCKET_COMMIT', 'GIT_COMMIT'];
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** The commit that the documents are of, as far as anybody says: the CI server, or the checkout. Null where nobody does. */
export function commitOf(root: string, environment: NodeJS.ProcessEnv): string | null {
  for (const name of VARIABLES) {
    const told = environment[name];
    if (told !== undefined && COMMIT.test(told)) return told;
  }
  for (const folder of [root, join(root, '..'), join(root, '../..')]) {
    const head = textOf(join(folder, '.git/HEAD'));
    if (head === null) continue;
    const [, ref] = /^ref: (refs\/[\w./-]+)$/.exec(head) ?? [];
    const commit = ref === undefined ? head : textOf(join(folder, '.git', ref));
    return commit !== null && COMMIT.test(commit) ? commit : null;
  }
  return null;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
