import { compareText } from '../source/text-order.ts';
import { changedFacts, movedLive, type SavedOrganization } from './saved-organization.ts';

/** What two saved plans of one organization do not have in common. */
export interface SavedDifference {
  readonly organization: string;
  /** `new`: the earlier file does not plan it; `gone`: the later one does not. */
  readonly is: 'in both' | 'new' | 'gone';
  /** Changes that only the later plan makes, as comparable sentences. */
  readonly come: readonly string[];
  /** Changes that only the earlier plan makes. */
  readonly gone: readonly string[];
  /** What was another on the platform when the later plan was made: `member:acme/eve is new`. */
  readonly live: readonly string[];
}

/** Every organization that either file plans, by name. */
export function savedDifferences(
  before: readonly SavedOrganization[],
  after: readonly SavedOrganization[],
): readonly SavedDifference[] {
  const [old, now] = [before, after].map(
    (file) => new Map(file.map((one) => [one.organization, one] as const)),
  );
  const names = [...new Set([...before, ...after].map(({ organization }) => organization))].sort(compareText);
  return names.map((organization) => {
    const [one, other] = [old?.get(organization), now?.get(organization)];
    const facts = changedFacts(one?.facts ?? NOTHING, other?.facts ?? NOTHING);
    const live =
      one === undefined || other === undefined ? NOTHING : movedLive(new Map(one.live), new Map(other.live));
    return {
      organization,
      is: one === undefined ? 'new' : other === undefined ? 'gone' : 'in both',
      ...facts,
      live,
    };
  });
}

const NOTHING: readonly never[] = [];

export function isSameSaved({ is, come, gone, live }: SavedDifference): boolean {
  return is === 'in both' && come.length + gone.length + live.length === 0;
}
