import type { Change } from '../../plan/change.ts';
import { nameOf } from '../../plan/names.ts';
import type { Plan } from '../../plan/plan.ts';
import { showOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/markdown.ts';
import { engineName } from '../engine.ts';
import type { Extras } from '../extras.ts';
import { comment, type Section } from '../markdown/comment.ts';
import { code, joinMarkdown, type Markdown, md } from '../markdown/safe.ts';
import { details, heading, table } from '../markdown/table.ts';
import { counted } from '../phrases.ts';
import { detailsOf, reasonOf, SIGNS, subjectOf } from './change-words.ts';
import { type Effect, effectsOf } from './effects.ts';
import { byOrganization, planSummary, planVerdict } from './verdict.ts';

const MOST_NAMES = 10;
const MOST_ENTRIES = 20;
const MOST_UNMANAGED = 50;

/** A plan for a pull request: the verdict, then who gains and loses, then the changes, folded. */
export function planMarkdown(plans: readonly Plan[], extras: Extras = {}): string {
  const sorted = byOrganization(plans.map((plan) => ({ plan }))).map(({ plan }) => plan);
  const [only] = sorted;
  const who =
    only !== undefined && sorted.length === 1
      ? md`${only.organization}`
      : md`${counted(sorted.length, 'organization')}`;
  const engine = extras.engine ?? null;
  return comment(md`**${who}: ${planVerdict(planSummary(sorted))}.**`, [
    ...sorted.flatMap((plan) => planSections(plan, sorted.length > 1)),
    ...diagnosticsSections([...(extras.diagnostics ?? []), ...sorted.flatMap((plan) => plan.diagnostics)]),
    ...(engine === null
      ? []
      : [{ holds: md`the engine`, body: md`<sub>Engine: ${engineName(engine)}</sub>` }]),
  ]);
}

function planSections(plan: Plan, headed: boolean): readonly Section[] {
  const { organization, changes, unmanaged } = plan;
  const effects = effectsOf(plan);
  const sections: Section[] = [];
  if (headed && (effects.length > 0 || changes.length > 0 || unmanaged.length > 0)) {
    const verdict = md`${heading(organization)}\n\n${planVerdict(planSummary([plan]))}`;
    sections.push({ holds: md`the verdict on ${organization}`, body: verdict });
  }
  if (effects.length > 0)
    sections.push({ holds: md`who gains and loses access in ${organization}`, body: effectsTable(effects) });
  if (changes.length > 0)
    sections.push({
      holds: md`${counted(changes.length, 'change')} of ${organization}`,
      body: details(`Changes: ${changes.length}`, changesTable(changes)),
    });
  if (unmanaged.length > 0)
    sections.push({
      holds: md`${unmanaged.length} unmanaged of ${organization}`,
      body: details(
        `Unmanaged (live, not written, left alone): ${unmanaged.length}`,
        codes(unmanaged.map(nameOf).sort(), MOST_UNMANAGED),
      ),
    });
  return sections;
}

export function effectsTable(effects: readonly Effect[]): Markdown {
  return table(
    ['Who', '', 'What', 'Where', 'Because'],
    effects.map(({ verb, block, what, because }) => [
      codes(block.members, MOST_NAMES),
      verb === 'gain' ? md`gains` : verb === 'lose' ? md`**loses**` : md`**loses all access**`,
      code(what),
      codes(block.scopes, MOST_NAMES),
      because === null ? md`` : md`${verb === 'gain' ? '' : 'was: '}${because}`,
    ]),
  );
}

export function changesTable(changes: readonly Change[]): Markdown {
  return table(
    ['', 'What', 'Where'],
    changes.map((change) => [
      code(SIGNS[change.action].sign),
      whatOf(change),
      code(showOrigin(change.because.origin)),
    ]),
  );
}

function whatOf(change: Change): Markdown {
  const reason = reasonOf(change);
  const all = detailsOf(change);
  const more = all.length - MOST_ENTRIES;
  return joinMarkdown(
    [
      md`${subjectOf(change)}`,
      ...(reason === null ? [] : [md`*${reason}*`]),
      ...all.slice(0, MOST_ENTRIES).map(({ sign, text, origin, reason: why }) => {
        const place = origin === null ? md`` : md` ${code(showOrigin(origin))}`;
        return why === null
          ? md`${code(`${sign} ${text}`)}${place}`
          : md`${code(`${sign} ${text}`)}${place} ${why}`;
      }),
      ...(more > 0 ? [md`… and ${more} more`] : []),
    ],
    '<br>',
  );
}

function codes(names: readonly string[], most: number): Markdown {
  const shown = names.slice(0, most).map(code);
  const more = names.length - shown.length;
  return joinMarkdown(more > 0 ? [...shown, md`and ${more} more`] : shown, ', ');
}
