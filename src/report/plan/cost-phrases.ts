import type { PlannedEnding } from '../../plan/cost/ending.ts';
import type { NeededAllowance, NeededRequests, PlanCost, WriteTime } from '../../plan/cost/plan-cost.ts';
import { counted, listed } from '../phrases.ts';

const MINUTE = 60_000;
const MOST_SUBJECTS = 10;

/** `Read with 69 requests. 812 writes to come: about 1 h 12 min (500 an hour).`, and below it what there may be too few of. */
export function costLines(cost: PlanCost): readonly string[] {
  const limits = [...cost.allowances.map(allowanceSentence), ...requestsSentences(cost.requests)];
  return [
    `Read with ${counted(cost.reads, 'request')}.${writesSentence(cost)}`,
    ...(limits.length === 0 ? [] : [limits.join(' ')]),
  ];
}

function writesSentence({ writes, time }: PlanCost): string {
  if (writes === 0) return '';
  const much = ` ${counted(writes, 'write')} to come`;
  return time === null ? `${much}.` : `${much}: ${timePhrase(time)}.`;
}

/** `about 1 h 12 min (500 an hour)`. */
export function timePhrase({ milliseconds, limit }: WriteTime): string {
  const why = limit === null ? '' : ` (${limit})`;
  return `${milliseconds < MINUTE ? 'less than a minute' : `about ${durationPhrase(milliseconds)}`}${why}`;
}

/** `12 min`, `1 h 40 min`, `26 h`: rounded up, so that nobody waits longer than they were told. */
export function durationPhrase(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / MINUTE);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])].join(
    ' ',
  );
}

const ALLOWANCES: { readonly [A in NeededAllowance['of']]: { readonly one: string; readonly left: string } } =
  {
    invitations: { one: 'invitation', left: 'left today' },
    seats: { one: 'seat', left: 'free' },
  };

/** `320 invitations, at most 50 left today: the rest has to wait until 24 hours after those were sent.` */
export function allowanceSentence({ of, needed, left, note, renews }: NeededAllowance): string {
  const words = ALLOWANCES[of];
  const need = counted(needed, words.one);
  if (left === null)
    return `${need}; how many are ${words.left} is not known${note === null ? '' : `: ${note}`}`;
  const are = `${need}, ${note === null ? '' : 'at most '}${left} ${words.left}`;
  return needed > left ? `${are}: the rest has to wait until ${renews}.` : `${are}.`;
}

/** Nothing while there are enough. */
function requestsSentences(requests: NeededRequests | null): readonly string[] {
  if (requests === null || requests.needed <= requests.left) return [];
  const { needed, left, most, renewsAt } = requests;
  return [`${counted(needed, 'request')}, ${left} of ${most} left until ${renewsAt}.`];
}

export const ENDED = 'Ended beside access';

/** `2 people leave the organization (ana and bo): forks of its private repositories are lost; …` */
export function endingPhrase({ one, many, ends, subjects }: PlannedEnding): string {
  const who = `${counted(subjects.length, one, many)} (${listed(subjects, MOST_SUBJECTS)})`;
  return `${who}: ${ends.join('; ')}`;
}
