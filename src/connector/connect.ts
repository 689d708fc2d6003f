import type { Diagnostic } from '../source/diagnostic.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure } from '../source/outcome.ts';
import type { Connection, Connector, LiveReader, LiveWriter } from './connector.ts';
import { isImpossible, notSupported } from './not-supported.ts';
import { type ConnectionSettings, type SettingFault, settingFaults, withDefaults } from './settings.ts';

/** What is written of a connection, in whatever file. */
export interface WrittenConnection {
  readonly organization: string;
  readonly remote: string;
  readonly settings: ConnectionSettings;
}

/** How an organization is reached, everything that a connector asks for known. */
export type ConnectionAccess = Pick<Connection, 'organization' | 'remote' | 'settings' | 'secrets'>;

/** Why nothing can be opened, and the setting that says it. */
export interface ConnectionFault {
  readonly setting: string;
  readonly fault: SettingFault['fault'] | 'no-secret';
  readonly diagnostic: Diagnostic;
}

export type Connected =
  | { readonly ok: true; readonly value: ConnectionAccess }
  | { readonly ok: false; readonly faults: readonly ConnectionFault[] };

/**
 * Settings checked by the connector's own table and filled with its defaults, secrets taken from the environment. Codes:
 * invalid-value, token-missing. No message holds a secret.
 */
export function connect(
  connector: Pick<Connector, 'name' | 'settings' | 'credentials'>,
  written: WrittenConnection,
  environment: Readonly<Record<string, string | undefined>>,
): Connected {
  const wrong = settingFaults(connector.settings, written.settings);
  if (wrong.length > 0) {
    const faults = wrong.map(({ setting, fault, message, hint }) => ({
      setting,
      fault,
      diagnostic: diagnostic('invalid-value', message, null, { hint }),
    }));
    return { ok: false, faults };
  }
  const settings = withDefaults(connector.settings, written.settings);
  const secrets: Record<string, string> = {};
  const missing: ConnectionFault[] = [];
  for (const { setting, variable } of connector.credentials(settings)) {
    const secret = environment[variable];
    if (secret === undefined || secret === '') {
      const message = `The environment variable ${variable} holds no token for ${written.organization}.`;
      const found = diagnostic('token-missing', message, null, { hint: `Set ${variable}.` });
      missing.push({ setting, fault: 'no-secret', diagnostic: found });
    } else {
      secrets[setting] = secret;
    }
  }
  if (missing.length > 0) return { ok: false, faults: missing };
  return { ok: true, value: { ...written, settings, secrets } };
}

/** The variables whose values nobody is to read, of connections that may be written wrongly. */
export function secretVariables(
  connector: Pick<Connector, 'settings' | 'credentials'>,
  written: ConnectionSettings,
): readonly string[] {
  return connector.credentials(withDefaults(connector.settings, written)).map(({ variable }) => variable);
}

/** A reader that knows what its connector cannot write: a plan asks before anything is applied. */
export function openReader(connector: Connector, connection: Connection): LiveReader {
  const reader = connector.openReader(connection);
  const terms = () => connector.terms();
  return Object.freeze({ ...reader, ...supported(connector, connection, reader), terms });
}

/** A writer that knows what it cannot write, and is not asked to. */
export function openWriter(connector: Connector, connection: Connection): LiveWriter {
  const writer = connector.openWriter(connection);
  const supports = supported(connector, connection, writer);
  return Object.freeze({
    ...writer,
    ...supports,
    terms: () => connector.terms(),
    write: async (write) => {
      const unsupported = supports.supports(write);
      return isImpossible(unsupported) ? failure(notSupported(unsupported)) : writer.write(write);
    },
  } satisfies LiveWriter);
}

/** What no organization of the platform takes, and what this one does not by what was read of it. */
function supported(
  connector: Connector,
  { platform }: Connection,
  reader: Pick<LiveReader, 'supports'>,
): Required<Pick<LiveReader, 'supports'>> {
  return { supports: (write) => connector.supports(write, platform) ?? reader.supports?.(write) ?? null };
}
