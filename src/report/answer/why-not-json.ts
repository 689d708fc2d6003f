import type { DenyObstacle } from '../../missing/deny-obstacles.ts';
import type { ProposedEdit } from '../../missing/edit/proposed-edits.ts';
import type { BlockedWay, Obstacle } from '../../missing/obstacle.ts';
import { diffLineText, fileDiff } from '../import/unified-diff.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type PathJson, pathJson } from '../json/path-json.ts';
import type { AccessSource, WhyQuestion } from './access-source.ts';
import { editConsequences, editSummary } from './edit-phrase.ts';
import { obstaclePhrase } from './obstacle-phrase.ts';

export interface BlockedWayJson {
  /** How it would come; null where nothing is left of it. */
  readonly path: PathJson | null;
  readonly obstacles: readonly {
    readonly obstacle: Obstacle['obstacle'];
    readonly text: string;
    readonly origin: OriginJson;
  }[];
}

export interface DenialJson {
  /** From the person to what is taken, and down to the scope. */
  readonly path: PathJson;
  /** The line that denies. */
  readonly origin: OriginJson;
}

export interface ProposedEditJson {
  readonly summary: string;
  readonly files: readonly { readonly file: string; readonly diff: string }[];
  /** Permissions on scopes besides the one asked for. */
  readonly gained: number;
  readonly lost: number;
  readonly consequences: readonly string[];
  /** What would then be against it. */
  readonly forbidden: readonly string[];
}

export function blockedWayJson(
  { path, obstacles }: BlockedWay,
  { member }: WhyQuestion,
  { spelling }: AccessSource,
): BlockedWayJson {
  return {
    path: path === null ? null : pathJson(path, spelling),
    obstacles: obstacles.map((obstacle) => ({
      obstacle: obstacle.obstacle,
      text: obstaclePhrase(obstacle, spelling(member), spelling),
      origin: originJson(obstacle.origin),
    })),
  };
}

export function denialJson({ denial, origin }: DenyObstacle, { spelling }: AccessSource): DenialJson {
  return { path: pathJson(denial, spelling), origin: originJson(origin) };
}

export function editJson(edit: ProposedEdit, source: AccessSource): ProposedEditJson {
  return {
    summary: editSummary(edit, source.spelling),
    files: edit.files.map(({ file, before, after }) => ({
      file,
      diff: fileDiff(before, after)
        .lines.map((line) => `${diffLineText(line)}\n`)
        .join(''),
    })),
    gained: edit.gained.length,
    lost: edit.lost.length,
    consequences: editConsequences({ ...edit, notes: [] }, source),
    forbidden: edit.notes,
  };
}
