import { API_URL_HINT, apiUrlFault } from '../source/api-url.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { quote } from '../source/quote.ts';
import { looksLikeToken } from '../source/redact.ts';

/** A value of a connection's settings, as JSON has them. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | readonly SettingValue[]
  | { readonly [key: string]: SettingValue };

/** What a connection says beside `connector` and `organization`, by key. */
export type ConnectionSettings = { readonly [key: string]: SettingValue };

interface Described {
  readonly title: string;
  readonly description: string;
  readonly required?: true;
}

/**
 * One setting of a connector. The part of schemas/workspace.schema.json about the connector is made from these, so
 * that editors, `bylaw check` and the Terraform provider want the same.
 */
export type Setting = Described &
  (
    | { readonly is: 'url'; readonly default?: string }
    /** The name of an environment variable; what it holds is secret. */
    | { readonly is: 'variable'; readonly default?: string }
    | {
        readonly is: 'text';
        readonly default?: string;
        /** Nothing else may be written; left out: any text. */
        readonly among?: readonly string[];
      }
    | { readonly is: 'number'; readonly least: number; readonly most: number; readonly default?: number }
    | { readonly is: 'flag'; readonly default?: boolean }
    /** Settings below a key of their own: `app: { id: 1, key-env: KEY }`. */
    | { readonly is: 'map'; readonly settings: Settings }
  );

export type Settings = { readonly [key: string]: Setting };

export interface SettingFault {
  /** With dots: `app.key-env`. */
  readonly setting: string;
  readonly fault: 'missing' | 'unknown' | 'not-a-url' | 'not-a-variable' | 'not-a-value';
  /** Never holds the value where it may be a secret. */
  readonly message: string;
  readonly hint: string | null;
}

/** Everything that is wrong with what is written, by the connector's own table. */
export function settingFaults(
  settings: Settings,
  written: ConnectionSettings,
  above = '',
): readonly SettingFault[] {
  const unknown = Object.keys(written).filter((key) => !Object.hasOwn(settings, key));
  const known = Object.keys(settings);
  return [
    ...unknown.map((key): SettingFault => {
      const hint = didYouMean(key, known) ?? `Settings: ${known.join(', ')}.`;
      const message = `${quote(`${above}${key}`)} is not a setting of this connector.`;
      return { setting: `${above}${key}`, fault: 'unknown', message, hint };
    }),
    ...Object.entries(settings).flatMap(([key, setting]) => {
      const path = `${above}${key}`;
      const value = written[key] ?? null;
      if (value !== null) return valueFaults(path, setting, value);
      if (setting.required !== true) return [];
      return [{ setting: path, fault: 'missing', message: `No ${path} is given.`, hint: null } as const];
    }),
  ];
}

function valueFaults(path: string, setting: Setting, value: SettingValue): readonly SettingFault[] {
  const wrong = (wanted: string): readonly SettingFault[] => [
    { setting: path, fault: 'not-a-value', message: `${path} is not ${wanted}.`, hint: null },
  ];
  switch (setting.is) {
    case 'url': {
      const message = typeof value === 'string' ? apiUrlFault(value) : 'The url is not a text.';
      return message === null ? [] : [{ setting: path, fault: 'not-a-url', message, hint: API_URL_HINT }];
    }
    case 'variable': {
      const isName = typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value);
      if (isName && !looksLikeToken(value)) return [];
      // Whoever writes a secret here must not read it again in a log.
      const message = `${path} names an environment variable; the secret itself stays out of the configuration.`;
      return [{ setting: path, fault: 'not-a-variable', message, hint: null }];
    }
    case 'text':
      if (typeof value !== 'string' || value === '') return wrong('a text');
      return setting.among === undefined || setting.among.includes(value)
        ? []
        : wrong(`one of ${setting.among.join(', ')}`);
    case 'number':
      return typeof value === 'number' &&
        Number.isSafeInteger(value) &&
        value >= setting.least &&
        value <= setting.most
        ? []
        : wrong(`a whole number from ${setting.least} to ${setting.most}`);
    case 'flag':
      return typeof value === 'boolean' ? [] : wrong('true or false');
    case 'map':
      return isMap(value) ? settingFaults(setting.settings, value, `${path}.`) : wrong('a map');
  }
}

/** What is written, with the defaults of what is not. Maps that are not written stay away: they are ways not taken. */
export function withDefaults(settings: Settings, written: ConnectionSettings): ConnectionSettings {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, setting]): readonly [string, SettingValue][] => {
      const value = written[key] ?? null;
      if (setting.is === 'map') {
        return isMap(value) ? [[key, withDefaults(setting.settings, value)]] : [];
      }
      if (value !== null) return [[key, setting.is === 'url' ? withoutSlash(value) : value]];
      return setting.default === undefined ? [] : [[key, setting.default]];
    }),
  );
}

/** A text among settings that were checked; null where it is not there. */
export function textSetting(settings: ConnectionSettings, key: string): string | null {
  const value = settings[key];
  return typeof value === 'string' ? value : null;
}

/** Settings below a key; null where they are not there. */
export function mapSetting(settings: ConnectionSettings, key: string): ConnectionSettings | null {
  const value = settings[key];
  return value !== undefined && isMap(value) ? value : null;
}

function withoutSlash(value: SettingValue): SettingValue {
  return typeof value === 'string' ? value.replace(/\/+$/, '') : value;
}

function isMap(value: SettingValue): value is ConnectionSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
