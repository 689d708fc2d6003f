import type { ProposedEdit } from '../../missing/edit/proposed-edits.ts';
import type { BlockedWay } from '../../missing/obstacle.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diffLineText, fileDiff } from '../import/unified-diff.ts';
import { code, codeBlock, joinMarkdown, md } from '../markdown/escape-markdown.ts';
import type { CommentSection } from '../markdown/pull-request-comment.ts';
import { pathWithoutPlaces } from '../path-phrase.ts';
import { counted } from '../phrases.ts';
import type { AccessSource, WhyQuestion } from './access-source.ts';
import {
  DIFF_CONTEXT,
  editConsequences,
  editSummary,
  MOST_EDITS,
  MOST_WAYS,
  othersToAsk,
} from './edit-phrase.ts';
import { obstaclePhrase } from './obstacle-phrase.ts';

export function takenAwaySection(
  ways: readonly BlockedWay[],
  { member }: WhyQuestion,
  { spelling }: AccessSource,
): readonly CommentSection[] {
  if (ways.length === 0) return [];
  const person = spelling(member);
  const told = ways
    .slice(0, MOST_WAYS)
    .map(({ path, obstacles }, index) =>
      joinMarkdown(
        [
          md`${index + 1}\\. ${path === null ? code(person) : md`${pathWithoutPlaces(path, spelling)}`}`,
          ...obstacles.map(
            (obstacle) =>
              md`✗ ${obstaclePhrase(obstacle, person, spelling)} ${code(formatOrigin(obstacle.origin))}`,
          ),
        ],
        '<br>',
      ),
    );
  const rest = ways.length > MOST_WAYS ? [md`and ${counted(ways.length - MOST_WAYS, 'more way')}`] : [];
  const body = joinMarkdown([md`**What takes it away**`, ...told, ...rest], '\n\n');
  return [{ holds: md`what takes it away`, body }];
}

export function editSections(
  edits: readonly ProposedEdit[] | null,
  source: AccessSource,
): readonly CommentSection[] {
  const others = edits?.length === 0 ? othersToAsk(source) : null;
  if (others !== null) return [{ holds: md`who else to ask`, body: md`${others}` }];
  return (edits ?? []).slice(0, MOST_EDITS).map((edit, index): CommentSection => {
    const head = md`${index + 1}\\. ${editSummary(edit, source.spelling)}: ${editConsequences(edit, source).join('; ')}`;
    const files = edit.files.flatMap(({ file, before, after }) => [
      code(file),
      codeBlock(fileDiff(before, after, DIFF_CONTEXT).lines.map(diffLineText), 'diff'),
    ]);
    const title = index === 0 ? [md`**Edits that would give it**`] : [];
    return { holds: md`edit ${index + 1}`, body: joinMarkdown([...title, head, ...files], '\n\n') };
  });
}
