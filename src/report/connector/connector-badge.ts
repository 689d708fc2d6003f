import { CheckedFields, MissingField } from '../../source/checked-fields.ts';
import {
  CONNECTOR_CHECKS,
  type ConnectorCheckName,
  type ConnectorCounts,
  type ConnectorVerdict,
} from './connector-check.ts';

const BADGE_FORMAT = 'bylaw.connector-badge/v1';

/** A file as it was when something was shown of it. */
export interface FileSeal {
  /** As seen from the badge; `platform:lumoauth.yaml` comes with Bylaw. */
  readonly file: string;
  /** SHA-256 of its text, with line feeds alone. */
  readonly sha256: string;
}

/** What was shown of a connector file, to lie beside it: counts, and nothing of any organization. */
export interface ConnectorBadge {
  readonly connector: string;
  /** The version of the platform that answered; null where the file does not ask. */
  readonly version: string | null;
  /** The day, `2026-11-30`. */
  readonly date: string;
  /** Version of Bylaw. */
  readonly bylaw: string;
  readonly files: readonly FileSeal[];
  readonly checks: readonly {
    readonly check: ConnectorCheckName;
    readonly verdict: Exclude<ConnectorVerdict, 'failed'>;
    readonly counts: ConnectorCounts;
  }[];
}

/** Where the badge of a connector file lies. */
export function badgeFileOf(connectorFile: string): string {
  return `${connectorFile.replace(/\.ya?ml$/i, '')}.badge.json`;
}

export function badgeText(badge: ConnectorBadge): string {
  return `${JSON.stringify({ format: BADGE_FORMAT, ...badge }, null, 2)}\n`;
}

const VERDICTS = ['shown', 'partly', 'not-shown'] as const;

/** Null for what is no badge. */
export function readBadge(text: string): ConnectorBadge | null {
  try {
    const fields = new CheckedFields(JSON.parse(text), 'badge');
    fields.oneOf('format', [BADGE_FORMAT]);
    return {
      connector: fields.text('connector'),
      version: fields.textOrNull('version'),
      date: fields.text('date'),
      bylaw: fields.text('bylaw'),
      files: fields.list('files').map((seal) => ({ file: seal.text('file'), sha256: seal.text('sha256') })),
      checks: fields.list('checks').map((check) => {
        const counts = check.fields('counts');
        return {
          check: check.oneOf('check', CONNECTOR_CHECKS),
          verdict: check.oneOf('verdict', VERDICTS),
          counts: Object.fromEntries(Object.keys(counts.entries()).map((word) => [word, counts.whole(word)])),
        };
      }),
    };
  } catch (error) {
    if (error instanceof MissingField || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** `stale`: a file that it speaks of is another one by now, and this says which. */
export type BadgeState =
  | { readonly state: 'fits'; readonly badge: ConnectorBadge }
  | { readonly state: 'stale'; readonly badge: ConnectorBadge; readonly changed: readonly string[] }
  | { readonly state: 'missing' };

export interface BadgedConnector {
  readonly file: string;
  readonly badge: BadgeState;
}
