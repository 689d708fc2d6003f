import { DEFAULT_TOKEN_VARIABLE } from '../../source/connection-defaults.ts';
import type { Credential } from '../connector.ts';
import { type ConnectionSettings, type Settings, textSetting } from '../settings.ts';

/** How an organization behind the Access API is reached. */
export const ACCESS_API_SETTINGS = {
  url: {
    is: 'url',
    title: 'URL',
    description: 'Base URL of the platform: `https://access.acme.com`.',
    required: true,
  },
  'token-env': {
    is: 'variable',
    title: 'Token variable',
    description: 'Environment variable that holds the token. Never the token itself.',
    default: DEFAULT_TOKEN_VARIABLE,
  },
} as const satisfies Settings;

/** Settings that were checked before say where. */
export function urlIn(settings: ConnectionSettings): string {
  const url = textSetting(settings, 'url');
  if (url === null) throw new Error('a connection without its url is never opened');
  return url;
}

export function tokenCredential(settings: ConnectionSettings): readonly Credential[] {
  const variable = textSetting(settings, 'token-env');
  return variable === null ? [] : [{ setting: 'token-env', variable }];
}
