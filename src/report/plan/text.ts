import { nameOf } from '../../plan/names.ts';
import type { Plan } from '../../plan/plan.ts';
import { diagnosticsLines } from '../diagnostics/text.ts';
import { engineName } from '../engine.ts';
import type { Extras } from '../extras.ts';
import { counted, listed } from '../phrases.ts';
import { type Line, printLines, spaced, toned } from '../text/page.ts';
import type { Style, Tone } from '../text/style.ts';
import { changeLines } from './change-lines.ts';
import { type Effect, effectsOf } from './effects.ts';
import { byOrganization, planSummary, planVerdict } from './verdict.ts';

const MOST_PEOPLE = 6;
const MOST_SCOPES = 4;
const MOST_UNMANAGED = 10;

/** What an apply would do and what it would mean, for a terminal. */
export function planText(plans: readonly Plan[], style: Style, extras: Extras = {}): string {
  const sorted = byOrganization(plans.map((plan) => ({ plan }))).map(({ plan }) => plan);
  const engine = extras.engine ?? null;
  const blocks = [
    plans.length > 1 ? [verdictLine(counted(plans.length, 'organization'), sorted)] : [],
    ...sorted.map(planLines),
    diagnosticsLines([...(extras.diagnostics ?? []), ...sorted.flatMap((plan) => plan.diagnostics)]),
    engine === null ? [] : [[toned('faint', `engine: ${engineName(engine)}`)]],
  ];
  return printLines(spaced(blocks), style);
}

function verdictLine(who: string, plans: readonly Plan[]): Line {
  return [toned('strong', `${who}: ${planVerdict(planSummary(plans))}`)];
}

function planLines(plan: Plan): readonly Line[] {
  return spaced([
    [verdictLine(plan.organization, [plan])],
    titled('Changes', changeLines(plan.changes)),
    titled('Effective access', effectsOf(plan).flatMap(effectLines)),
    unmanagedLines(plan),
  ]);
}

function titled(title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [[toned('strong', title)], ...lines];
}

const VERB_TONES: { readonly [V in Effect['verb']]: Tone } = {
  gain: 'added',
  lose: 'removed',
  'lose all access': 'removed',
};

/** `gain documents:* on acme: ana, bo and 38 more`, and below it why. */
export function effectLines({ verb, block, what, because }: Effect): readonly Line[] {
  const whole = verb === 'lose all access';
  return [
    [
      '  ',
      toned(VERB_TONES[verb], verb),
      ` ${whole ? `(${what})` : what} on ${listed(block.scopes, MOST_SCOPES)}: ${listed(block.members, MOST_PEOPLE)}`,
    ],
    ...(because === null
      ? []
      : [['      ', toned('faint', `${verb === 'gain' ? 'because' : 'was'} ${because}`)]]),
  ];
}

function unmanagedLines({ unmanaged }: Plan): readonly Line[] {
  if (unmanaged.length === 0) return [];
  const names = listed(unmanaged.map(nameOf).sort(), MOST_UNMANAGED);
  return [
    [toned('strong', 'Unmanaged'), toned('faint', ` (live, not written, left alone): ${unmanaged.length}`)],
    [`  ${names}`],
  ];
}
