import { onTestFinished } from 'vitest';
import type { Connection } from '../../../src/connector/connector.ts';
import { githubWith } from '../../../src/connector/github/github-connector.ts';
import { GITHUB_SETTINGS } from '../../../src/connector/github/github-settings.ts';
import { RETRY_RULES } from '../../../src/connector/http/retry.ts';
import { type ConnectionSettings, withDefaults } from '../../../src/connector/settings.ts';
import {
  type GithubStandInForTests,
  type OpenGithubOptions,
  openGithubStandIn,
} from '../../sandbox/github/open-github-stand-in.ts';
import { fastTime } from '../fast-time.ts';
import { platformOf } from '../platforms.ts';

export const githubPlatform = platformOf('github');

/** A stand-in for GitHub, closed when the test is over. */
export async function githubOf(options: OpenGithubOptions = {}): Promise<GithubStandInForTests> {
  const standIn = await openGithubStandIn(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

export function githubConnection(
  { url, token }: { readonly url: string; readonly token: string },
  settings: ConnectionSettings = {},
  more: Partial<Connection> = {},
): Connection {
  return {
    organization: 'acme',
    remote: 'acme',
    settings: withDefaults(GITHUB_SETTINGS, { url, ...settings }),
    secrets: { 'token-env': token },
    platform: githubPlatform,
    ...more,
  };
}

/** Waits and retries without anybody waiting for them. */
export const fastGithub = (time = fastTime(Date.UTC(2026, 10, 29, 12))) =>
  githubWith({ time, retry: RETRY_RULES });
