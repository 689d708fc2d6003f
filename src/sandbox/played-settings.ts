/** A setting as the platform's definition has it: its values, and which one stands where nobody says it. */
export interface PlayedSetting {
  readonly values: readonly string[];
  readonly unwritten: string;
  /** What it has to be of a group that has a group above or below it; null: whatever it is. */
  readonly whenNested: string | null;
}

export type PlayedSettings = ReadonlyMap<string, PlayedSetting>;
