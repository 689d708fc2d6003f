/** GitHub's REST API, as a job reaches it: only asked, never told. */
import { appendFileSync } from 'node:fs';

export function variable(name) {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** The body of one answer. Anything but 200 is thrown: what was not answered is not nothing. */
export async function ask(path, query) {
  const url = new URL(`${variable('GITHUB_API_URL')}/repos/${variable('GITHUB_REPOSITORY')}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const answer = await fetch(url, {
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${variable('GITHUB_TOKEN')}`,
      'x-github-api-version': '2022-11-28',
    },
    redirect: 'error',
    signal: AbortSignal.timeout(60_000),
  });
  if (answer.status !== 200) throw new Error(`GET ${path}: GitHub answers ${answer.status}`);
  return answer.json();
}

/** Only numbers and hashes: nothing that could be another line. */
export function output(name, value) {
  if (!/^[0-9a-f]+$/.test(String(value))) throw new Error(`${name} is neither a number nor a hash`);
  appendFileSync(variable('GITHUB_OUTPUT'), `${name}=${value}\n`);
}

export function fail(error) {
  console.error(`::error::${error instanceof Error ? error.message.replace(/[\r\n%]/g, ' ') : 'unknown'}`);
  process.exitCode = 1;
}
