import type { Credential } from '../connector.ts';
import { type ConnectionSettings, type Settings, textSetting } from '../settings.ts';
import type { AuthDescription } from './description/api-description.ts';

/** What a connection by a connector file says beside `connector` and `organization`: where it is, and who is let in. */
export function describedSettings(auth: AuthDescription): Settings {
  const url = { is: 'url', title: 'URL', description: 'Base URL of the platform.', required: true } as const;
  const size = {
    is: 'number',
    title: 'Page size',
    description: 'So many items a page at most, in place of what the connector file asks for.',
    least: 1,
    most: 10_000,
  } as const;
  const variables = Object.entries(variablesOf(auth)).map(([setting, { what, variable }]) => {
    const described = {
      is: 'variable',
      title: `${what} variable`,
      description: `Environment variable that holds the ${what.toLowerCase()}. Never the secret itself.`,
      default: variable,
    } as const;
    return [setting, described] as const;
  });
  return { url, ...Object.fromEntries(variables), 'page-size': size };
}

interface NamedVariable {
  readonly what: string;
  readonly variable: string;
}

/** The settings that name variables, and what the file calls each. */
export function variablesOf(auth: AuthDescription): Readonly<Record<string, NamedVariable>> {
  switch (auth.by) {
    case 'bearer':
    case 'header':
      return { 'token-env': { what: 'Token', variable: auth.variable } };
    case 'basic':
    case 'login':
      return {
        'user-env': { what: 'User', variable: auth.user },
        'password-env': { what: 'Password', variable: auth.password },
      };
    case 'client-credentials':
      return {
        'client-id-env': { what: 'Client id', variable: auth.id },
        'client-secret-env': { what: 'Client secret', variable: auth.secret },
      };
  }
}

export function describedCredentials(
  auth: AuthDescription,
  settings: ConnectionSettings,
): readonly Credential[] {
  return Object.keys(variablesOf(auth)).flatMap((setting) => {
    const variable = textSetting(settings, setting);
    return variable === null ? [] : [{ setting, variable }];
  });
}
