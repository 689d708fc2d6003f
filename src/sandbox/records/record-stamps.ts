/** What every stored object has. */
export interface StampedRecord {
  readonly id: string;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export function stampsJson(row: StampedRecord): { version: number; createdAt: string; updatedAt: string } {
  return { version: row.version, createdAt: row.created_at, updatedAt: row.updated_at };
}
