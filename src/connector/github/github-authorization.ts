import { diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { secretRedactorOf } from '../../source/redact.ts';
import { rememberSecret } from '../../source/redact-errors.ts';
import type { Connection } from '../connector.ts';
import { type Authorization, bearer, issued } from '../http/authorization.ts';
import { Secret } from '../http/secret.ts';
import { githubAppIn } from './github-settings.ts';
import type { OctokitFetchSettings } from './octokit-fetch.ts';

/** What a connection that nobody checked holds: nothing is sent with it, and `token-missing` is said. */
const NOTHING = '';

/** A token, or what an App's key gets one for. `onGranted` is told what an App's installation is allowed. */
export function githubAuthorization(
  { settings, secrets, remote }: Connection,
  fetchSettings: OctokitFetchSettings,
  onGranted: (permissions: Readonly<Record<string, string>>) => void,
): Authorization {
  const app = githubAppIn(settings);
  if (app === null) return bearer(new Secret(secrets['token-env'] ?? NOTHING));
  const key = secrets['app.key-env'] ?? NOTHING;
  return issued(
    appKey(key),
    async () => {
      const { askForAppToken } = await import('./github-app.ts');
      return askForAppToken({ app, key, organization: remote, fetch: fetchSettings, onGranted });
    },
    fetchSettings.time,
  );
}

/** Never sent: it only signs. Lines of it are hidden one by one, for whoever prints it may cut it. */
function appKey(key: string): Authorization {
  const lines = key.split(/\r?\n/).filter((line) => line.length > 20 && !line.startsWith('-----'));
  for (const line of lines) rememberSecret(line);
  const redact = secretRedactorOf(
    [key, ...lines].filter((text) => text !== NOTHING),
    '[key]',
  );
  const hide = (text: string): string => redact(text);
  const hideOrigin = (origin: Origin): Origin =>
    origin.from === 'live' ? { from: 'live', url: hide(origin.url) } : origin;
  return {
    fault: (origin) => {
      if (key.trim() === '') return diagnostic('token-missing', 'No private key was given', origin);
      if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) return null;
      return diagnostic('token-rejected', 'What is given as the private key of the App is none', origin, {
        hint: 'The variable has to hold the whole file that GitHub offered for download (PEM), line breaks and all.',
      });
    },
    headers: async () => {
      throw new Error('the key of an App is never sent');
    },
    rejected: () => false,
    hide,
    hideIn: (found) => ({
      ...found,
      message: hide(found.message),
      origin: found.origin === null ? null : hideOrigin(found.origin),
      related: found.related.map(({ message, origin }) => ({
        message: hide(message),
        origin: hideOrigin(origin),
      })),
      hint: found.hint === null ? null : hide(found.hint),
    }),
  };
}
