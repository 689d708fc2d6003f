import { counted } from '../phrases.ts';
import { aligned, printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style, Tone } from '../text/text-style.ts';
import type { AnswerDifference, ConnectorTested, ConnectorVerdict, TestedWrites } from './connector-check.ts';

export const VERDICT_WORDS: {
  readonly [V in ConnectorVerdict]: { readonly word: string; readonly tone: Tone };
} = {
  shown: { word: 'shown', tone: 'added' },
  partly: { word: 'partly', tone: 'warning' },
  'not-shown': { word: 'not shown', tone: 'waiting' },
  failed: { word: 'failed', tone: 'error' },
};

/** Of very many differences the first say what is wrong. */
const DIFFERENCES = 50;

export function connectorTestText(tested: ConnectorTested, style: Style): string {
  const { connector, organization, platform, version, checks, differences, writes, requests, badge } = tested;
  const rows = aligned(
    checks.map(({ check, verdict, said }) => ({
      left: [toned(VERDICT_WORDS[verdict].tone, VERDICT_WORDS[verdict].word.padEnd(10)), check],
      right: [said],
    })),
  );
  const lines = rows.flatMap((line, at): readonly TextLine[] => [
    line,
    ...(checks[at]?.details ?? []).map((detail): TextLine => [' '.repeat(10), `  ${detail}`]),
  ]);
  const rest = differences.length - DIFFERENCES;
  return printLines(
    spaced([
      [
        [
          toned('strong', connector),
          ` on ${organization}`,
          toned('faint', ` (${platform}${version === null ? '' : `, version ${version}`})`),
          `: ${counted(requests, 'request')}`,
        ],
      ],
      lines,
      writes === null ? [] : kindLines(writes),
      [
        ...differences.slice(0, DIFFERENCES).flatMap(differenceLines),
        ...(rest > 0 ? [[`… and ${rest} more`]] : []),
      ],
      badge === null ? [] : [['The badge is ', toned('strong', badge), '.']],
    ]),
    style,
  );
}

/** `shown     create-group  1 of 2 ways`, and what there is to say of it below. */
function kindLines({ prefix, kinds }: TestedWrites): readonly TextLine[] {
  if (kinds.length === 0) return [];
  const rows = aligned(
    kinds.map(({ kind, verdict, ways: { taken, described } }) => ({
      left: [toned(VERDICT_WORDS[verdict].tone, VERDICT_WORDS[verdict].word.padEnd(10)), kind],
      right: taken > 0 && taken < described ? [`${taken} of ${described} ways`] : [],
    })),
  );
  return [
    [toned('strong', 'Writes'), `, of things called ${prefix}…`],
    ...rows.flatMap((line, at): readonly TextLine[] => [
      line,
      ...(kinds[at]?.details ?? []).map((detail): TextLine => [' '.repeat(10), `  ${detail}`]),
    ]),
  ];
}

function differenceLines({ person, scope, permission, heldBy, path }: AnswerDifference): readonly TextLine[] {
  const who = heldBy === 'bylaw' ? 'Bylaw says yes, the platform no' : 'the platform says yes, Bylaw no';
  const line: TextLine = [toned('error', '≠ '), `${person} ${permission} on ${scope}: ${who}`];
  return path === null ? [line] : [line, ['    ', toned('faint', path)]];
}
