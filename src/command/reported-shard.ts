import type { ShardBaseJson, ShardJson } from '../report/json/shard-json.ts';
import { COMMENT_LIMIT } from '../report/markdown/pull-request-comment.ts';
import { shardNote } from '../report/shard-note.ts';
import { printLines, toned } from '../report/text/text-layout.ts';
import type { Style } from '../report/text/text-style.ts';
import { apiUrlFault } from '../source/api-url.ts';
import { SHOWN_INSTEAD } from '../source/redact.ts';
import { bylawVersion } from '../workspace/bylaw-version.ts';
import { requestedInstant } from '../workspace/requested-instant.ts';
import type { Base } from '../workspace/revision/load-base.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CommandContext } from './command.ts';
import type { ExitCode } from './exit.ts';
import { commitOf } from './session/commit.ts';
import { shardFrom } from './session/shard-option.ts';

/** The part that a command did, as its report tells it. */
export interface ReportedShard {
  readonly shard: ShardJson;
}

/** Null for a command that does the whole workspace. `base`: what a command with `--base` read. */
export function reportedShard(
  { args, environment }: Pick<CommandContext, 'args' | 'environment'>,
  { workspace, chosen }: { readonly workspace: Workspace; readonly chosen: readonly unknown[] },
  status: ExitCode,
  base: Base | null = null,
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
      ...asked(args, base),
      organizations: chosen.length,
    },
  };
}

/** Of one that came to nothing before it knew its documents: whoever puts reports together has to hear of it. */
export function unreadShard({ args }: Pick<CommandContext, 'args'>): ReportedShard | null {
  const shard = shardFrom(args);
  if (!shard.ok || shard.value === null) return null;
  const known = {
    status: 1,
    bylaw: bylawVersion(),
    revision: null,
    commit: null,
    organizations: null,
  } as const;
  return { shard: { ...shard.value, ...known, ...asked(args, null) } };
}

/** What the shards of one run are all asked for. */
function asked(
  args: CommandContext['args'],
  base: Base | null,
): Pick<ShardJson, 'at' | 'live' | 'url' | 'base'> {
  const url = args.text('url');
  return {
    at: instantAsked(args),
    live: args.flag('live'),
    // A faulty one is never repeated: there may be a password in it.
    url: url === null || apiUrlFault(url) === null ? url : SHOWN_INSTEAD,
    base: baseAsked(args, base),
  };
}

function baseAsked(args: CommandContext['args'], base: Base | null): ShardBaseJson | null {
  const text = args.text('base');
  if (text === null) return null;
  const { commit = null, workspace = null } = base ?? {};
  return { asked: text, commit, revision: commit === null ? (workspace?.revision() ?? null) : null };
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
