import { unmanagedAccess } from '../../../plan/drift/drift-access.ts';
import type { DriftFinding } from '../../../plan/drift/drift-finding.ts';
import type { Plan } from '../../../plan/plan.ts';
import { formatOrigin } from '../../../source/origin.ts';
import { type Html, html, prose } from '../../html/html.ts';
import { counted, listed } from '../../phrases.ts';
import { accessGivenBy, accessGivenSentence } from '../../plan/delta-phrase.ts';
import { type AccessEffect, accessEffectsOf, widePlaces } from '../../plan/effects.ts';
import { permissionPhrase } from '../../plan/permission-phrase.ts';
import {
  actionsBehind,
  DRIFT_SIGNS,
  type DriftEntry,
  driftBackwards,
  driftVerdict,
  isByTime,
  sortFindings,
  unmanagedBackwards,
  unmanagedDriftName,
} from '../drift-entry.ts';
import { ageOf, type ReportedFinding } from '../drift-history.ts';
import { agePhrase, deedSource, wordPhrase } from '../drift-phrases.ts';

/** A page is for people: past this many of one kind the JSON report has the rest. */
const MOST_FINDINGS = 2_000;
const MOST_PEOPLE = 50;
const MOST_SCOPES = 8;
const MOST_UNMANAGED = 500;

/** The name of the organization is no fragment of a link: its letters are written as numbers. */
export function organizationId({ plan }: DriftEntry): string {
  return `organization-${[...plan.organization].map((c) => (/[a-z0-9-]/.test(c) ? c : `_${c.codePointAt(0)}`)).join('')}`;
}

/** All there is to say of one organization: what is new first, then the rest, then what is known, and what recovered. */
export function organizationSection(entry: DriftEntry, isOnly: boolean): Html {
  const { plan, acknowledged, history } = entry;
  const id = organizationId(entry);
  const findings = sortFindings(entry.findings);
  const isKnown = (finding: DriftFinding): boolean => acknowledged?.known.has(finding) === true;
  const open = findings.filter((finding) => !isKnown(finding));
  const isNew = (finding: DriftFinding): boolean => ageOf(finding, history) === 'new';
  const compared = history === undefined ? '' : `; compared with the report of ${history.previousReadAt}`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}"><bdi>${plan.organization}</bdi></h2>
${isOnly ? html`` : html`<p class="verdict">${driftVerdict([entry])}</p>`}
<p class="faint">${plan.desired.platform.name}, read at ${plan.live.readAt}${compared}</p>
${effectsPart('Effective access, against the documents', driftBackwards(entry))}
${
  history === undefined
    ? findingsPart('Drift', open, entry)
    : [
        findingsPart('New', open.filter(isNew), entry),
        findingsPart(
          'Still there',
          open.filter((finding) => !isNew(finding)),
          entry,
        ),
      ]
}
${findingsPart('Acknowledged', findings.filter(isKnown), entry)}
${goneParts(entry)}
${unmanagedPart(entry)}
</section>`;
}

function findingsPart(title: string, findings: readonly DriftFinding[], entry: DriftEntry): Html {
  if (findings.length === 0) return html``;
  const more = findings.length - MOST_FINDINGS;
  const isWeighed = findings.every(({ effect }) => effect !== null);
  return html`<h3>${title} (${findings.length})</h3>
${isWeighed ? html`` : html`<p class="faint">There are too many to say of each what it gave or took.</p>`}
<ol class="findings">${findings.slice(0, MOST_FINDINGS).map((finding) => findingItem(finding, entry))}</ol>
${more > 0 ? html`<p>… and ${more} more. The JSON report holds all of them.</p>` : html``}`;
}

function findingItem(finding: DriftFinding, entry: DriftEntry): Html {
  const { tone } = DRIFT_SIGNS[finding.kind];
  const { desired, spelling } = entry.plan;
  const given = finding.effect === null ? [] : accessGivenBy(finding.effect, desired.platform, spelling);
  const [age, word] = [agePhrase(finding, entry), wordPhrase(finding, entry)];
  const access = given.map((one) => html`<div><bdi>${accessGivenSentence(one)}</bdi></div>`);
  return html`<li class="${tone}"><h4><span class="mark">${finding.kind}</span>${prose(finding.what)}</h4>
<dl class="facts">
<dt>Contradicts</dt><dd><code>${formatOrigin(finding.contradicts)}</code></dd>
<dt>Who did it</dt><dd>${whoDid(finding, entry)}</dd>
${access.length === 0 ? html`` : html`<dt>Access</dt><dd>${access}</dd>`}
${age === null ? html`` : html`<dt>Age</dt><dd${isNewClass(age)}>${age}</dd>`}
${word === null ? html`` : html`<dt>Known</dt><dd><bdi>${word}</bdi></dd>`}
</dl></li>
`;
}

function isNewClass(age: string): Html {
  return age.startsWith('new') ? html` class="new"` : html``;
}

function whoDid(finding: DriftFinding, entry: DriftEntry): readonly Html[] {
  if (isByTime(finding)) return [html`nobody: a time has come`];
  const deeds = actionsBehind(finding, entry);
  if (deeds.length === 0) return [html`not known`];
  return deeds.map(
    (deed) =>
      html`<div><bdi>${deed.actor}</bdi> at ${deed.at} (<code>${deed.action}</code>${deedSource(deed)})</div>`,
  );
}

function goneParts({ history }: DriftEntry): readonly Html[] {
  if (history === undefined) return [];
  const before = `In the report of ${history.previousReadAt}, and`;
  return [
    reportedPart('Recovered', `${before} not there any more.`, history.recovered),
    reportedPart('Not seen', `${before} a list that would hold it could not be read now.`, history.unseen),
  ];
}

function reportedPart(title: string, why: string, reported: readonly ReportedFinding[]): Html {
  if (reported.length === 0) return html``;
  const rows = reported.map(
    ({ what, firstSeenAt }) =>
      html`<li>${prose(what)} <span class="faint">seen first at ${firstSeenAt}</span></li>`,
  );
  return html`<h3>${title} (${rows.length})</h3>
<p class="faint">${why}</p>
<ul class="plain">${rows}</ul>`;
}

function effectsPart(title: string, backwards: Plan | null): Html {
  if (backwards === null) return html``;
  const effects = accessEffectsOf(backwards);
  if (effects.length === 0) return html``;
  const given = effects.filter(({ verb }) => verb !== 'gain');
  const taken = effects.filter(({ verb }) => verb === 'gain');
  const rows = [...given, ...taken].map((effect) => effectItem(effect, backwards));
  return html`<h3>${title}</h3><ul class="findings">${rows}</ul>`;
}

function effectItem({ verb, block, who, because, wide }: AccessEffect, { desired }: Plan): Html {
  const given = verb !== 'gain';
  const scopes = wide === null ? listed(block.scopes, MOST_SCOPES) : widePlaces(wide);
  const what = permissionPhrase(block.permissions, desired.platform);
  return html`<li class="${given ? 'added' : 'removed'}"><span class="mark">${given ? 'gained' : 'lost'}</span>
<bdi>${what}</bdi> on <bdi>${scopes}</bdi>
<dl class="facts"><dt>${counted(who.length, 'person', 'people')}</dt><dd><bdi>${listed(who, MOST_PEOPLE)}</bdi></dd>
${because === null ? html`` : html`<dt>${given ? 'Through' : 'As written'}</dt><dd><bdi>${because}</bdi></dd>`}
</dl></li>
`;
}

function unmanagedPart(entry: DriftEntry): Html {
  const { plan } = entry;
  const { things } = unmanagedAccess(plan);
  if (things.length === 0) return html``;
  const more = things.length - MOST_UNMANAGED;
  const rows = things.slice(0, MOST_UNMANAGED).map((thing) => {
    const given =
      thing.effect === null ? [] : accessGivenBy(thing.effect, plan.desired.platform, plan.spelling);
    const told = given.map((one) => html`<div class="faint"><bdi>${accessGivenSentence(one)}</bdi></div>`);
    return html`<li><bdi>${unmanagedDriftName(thing, plan)}</bdi>${told}</li>`;
  });
  return html`<h3>Unmanaged (${things.length})</h3>
<p class="faint">Live, not written, left alone: no drift.</p>
<ul class="plain">${rows}</ul>
${more > 0 ? html`<p>… and ${more} more. The JSON report holds all of them.</p>` : html``}
${more > 0 ? effectsPart('All unmanaged things together', unmanagedBackwards(entry)) : html``}`;
}
