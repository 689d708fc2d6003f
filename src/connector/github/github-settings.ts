import type { Credential } from '../connector.ts';
import { type ConnectionSettings, mapSetting, type Settings, textSetting } from '../settings.ts';

/** How an organization on GitHub, or on a GitHub Enterprise Server, is reached. */
export const GITHUB_SETTINGS = {
  url: {
    is: 'url',
    title: 'URL',
    description: 'Base URL of the REST API. A GitHub Enterprise Server has it at `https://HOST/api/v3`.',
    default: 'https://api.github.com',
  },
  'token-env': {
    is: 'variable',
    title: 'Token variable',
    description: 'Environment variable that holds a personal access token. Never the token itself.',
    default: 'GITHUB_TOKEN',
  },
  app: {
    is: 'map',
    title: 'GitHub App',
    description: 'A GitHub App in place of a token: reads and writes with a token of its installation.',
    settings: {
      id: {
        is: 'number',
        title: 'App ID',
        description: 'Number of the App.',
        least: 1,
        most: Number.MAX_SAFE_INTEGER,
        required: true,
      },
      'key-env': {
        is: 'variable',
        title: 'Key variable',
        description: 'Environment variable that holds the private key of the App (PEM).',
        required: true,
      },
      installation: {
        is: 'number',
        title: 'Installation',
        description: 'Number of the installation. Left out: that of the organization.',
        least: 1,
        most: Number.MAX_SAFE_INTEGER,
      },
    },
  },
  graphql: {
    is: 'flag',
    title: 'GraphQL',
    description: 'Whether GraphQL is there to be asked. Without it, reading takes many more requests.',
    default: true,
  },
  'api-version': {
    is: 'text',
    title: 'API version',
    description: 'Version of the REST API that every request names.',
    among: ['2022-11-28', '2026-03-10'],
    default: '2022-11-28',
  },
} as const satisfies Settings;

/** The key of an App where one is written, the token otherwise. */
export function githubCredentials(settings: ConnectionSettings): readonly Credential[] {
  const app = mapSetting(settings, 'app');
  const [setting, variable] =
    app === null
      ? ['token-env', textSetting(settings, 'token-env')]
      : ['app.key-env', textSetting(app, 'key-env')];
  return variable === null ? [] : [{ setting, variable }];
}

/** Which App a connection is made by; null where it has a token. */
export interface GithubApp {
  readonly id: number;
  /** Null: whichever the organization has. */
  readonly installation: number | null;
}

export function githubAppIn(settings: ConnectionSettings): GithubApp | null {
  const app = mapSetting(settings, 'app');
  if (app === null) return null;
  const { id, installation } = app;
  if (typeof id !== 'number') throw new Error('an App without its number is never opened');
  return { id, installation: typeof installation === 'number' ? installation : null };
}
