import type { ShardJson } from '../report/json/shard-json.ts';
import { COMMENT_LIMIT } from '../report/markdown/pull-request-comment.ts';
import { shardNote } from '../report/shard-note.ts';
import { printLines, toned } from '../report/text/text-layout.ts';
import type { Style } from '../report/text/text-style.ts';
import { bylawVersion } from '../workspace/bylaw-version.ts';
import { requestedInstant } from '../workspace/requested-instant.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit.ts';
import { commitOf } from './session/commit.ts';
import { shardFrom } from './session/shard-option.ts';

/** The part that a command did, as its report tells it. */
export interface ReportedShard {
  readonly shard: ShardJson;
}

/** Null for a command that does the whole workspace. */
export function reportedShard(
  { args, environment }: Pick<CommandContext, 'args' | 'environment'>,
  { workspace, chosen }: { readonly workspace: Workspace; readonly chosen: readonly unknown[] },
  status: ExitCode,
): ReportedShard | null {
  const { shard, revision, root } = workspace;
  if (shard === null) return null;
  return {
    shard: {
      ...shard,
      status,
      bylaw: bylawVersion(),
      revision: revision(),
      commit: commitOf(root, environment),
      at: instantAsked(args),
      organizations: chosen.length,
    },
  };
}

/** Of one that came to nothing before it knew its documents: whoever puts reports together has to hear of it. */
export function unreadShard({ args }: Pick<CommandContext, 'args'>): ReportedShard | null {
  const asked = shardFrom(args);
  if (!asked.ok || asked.value === null) return null;
  const known = {
    status: 1,
    bylaw: bylawVersion(),
    revision: null,
    commit: null,
    organizations: null,
  } as const;
  return { shard: { ...asked.value, ...known, at: instantAsked(args) } };
}

/** One instant can be written in several ways. What is none is told as it was written: the command fails of it. */
function instantAsked(args: CommandContext['args']): string | null {
  const text = args.text('at');
  const instant = text === null ? null : requestedInstant(text);
  return instant === null ? text : instant;
}

export function withShardLine(text: string, part: ReportedShard | null, style: Style): string {
  if (part === null) return text;
  const note = printLines([[toned('faint', shardNote(part.shard))]], style);
  return text === '' ? note : `${text}\n${note}`;
}

export function withShardParagraph(markdown: string, part: ReportedShard | null): string {
  if (part === null) return markdown;
  const note = shardNote(part.shard);
  if (markdown.trim() === '') return `**Bylaw, ${note}.**\n`;
  const whole = `${markdown}\nThis is ${note}.\n`;
  return whole.length > COMMENT_LIMIT ? markdown : whole;
}
