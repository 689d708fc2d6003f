/** Where a deed is known from. */
export type DeedSource = 'audit-log' | 'webhook-log';

/** What was asked who did something. Where nothing answers, nobody is named. */
export type AttributionSource =
  | {
      readonly from: 'audit-log';
      /** `none`: the platform has no log to be asked. */
      readonly state: 'read' | 'none' | 'unreadable';
      /** How far back it was read; null for all that the platform keeps. */
      readonly since: string | null;
      /** How many days the platform keeps; null where it does not say. */
      readonly keepsDays: number | null;
    }
  | {
      readonly from: 'webhook-log';
      readonly file: string;
      readonly state: 'read' | 'unreadable';
      /** Events of the organization in it. */
      readonly events: number;
      /** The first and the last of them; null for none. What happened before the first is not in it. */
      readonly first: string | null;
      readonly last: string | null;
    };

/** Whether anything answered, so that a silence says something. */
export function hasAnswered(sources: readonly AttributionSource[]): boolean {
  return sources.some(({ state }) => state === 'read');
}
