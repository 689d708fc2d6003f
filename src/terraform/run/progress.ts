import type { TerraformEvent } from './event.ts';

/** Terraform's events in words; null for one that is nothing to a reader. */
export type ProgressText = (event: TerraformEvent) => string | null;

/** `acme: terraform plans, 40 rows read`. */
export function planProgress(organization: string, flavour: string): ProgressText {
  let read = 0;
  let planned = 0;
  return (event) => {
    switch (event.type) {
      case 'refresh_complete':
        read += 1;
        return `${organization}: ${flavour} plans, ${rows(read)} read`;
      case 'planned_change':
        planned += 1;
        return `${organization}: ${flavour} plans, ${rows(planned)} planned`;
      default:
        return null;
    }
  };
}

/**
 * `acme: 12 of 40 rows, group qa`; for a row that takes long, `acme: 12 of 40 rows, still writing group qa, 20 s`.
 * A saved plan's changes are listed before the first of them is begun, so the whole is known.
 */
export function applyProgress(organization: string, wordsOf: (address: string) => string): ProgressText {
  const all = new Set<string>();
  const done = new Set<string>();
  return (event) => {
    const so = (what: string): string => `${organization}: ${done.size} of ${rows(all.size)}, ${what}`;
    switch (event.type) {
      case 'planned_change':
        all.add(event.address);
        return null;
      case 'apply_start':
        all.add(event.address);
        return so(wordsOf(event.address));
      case 'apply_progress':
        return so(`still writing ${wordsOf(event.address)}, ${Math.round(event.seconds)} s`);
      case 'apply_complete':
        done.add(event.address);
        return so(wordsOf(event.address));
      case 'apply_errored':
        return so(`${wordsOf(event.address)} failed`);
      case 'version':
      case 'change_summary':
      case 'refresh_start':
      case 'refresh_complete':
      case 'diagnostic':
      case 'log':
        return null;
    }
  };
}

function rows(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}
