import type { Origin } from '../source/origin.ts';
import type { Written } from './document-types.ts';

/** One person, who has a key in each of several organizations: an entry of a People document. */
export interface PersonRecord {
  /** What the person is called here and in findings. */
  readonly name: string;
  readonly origin: Origin;
  /** For people to read; null: the name does. */
  readonly title: string | null;
  /** By organization. Several keys in one organization are one person, too. */
  readonly keys: readonly PersonKey[];
}

export interface PersonKey {
  readonly organization: Written<string>;
  readonly member: Written<string>;
}
