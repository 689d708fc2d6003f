import { basename } from 'node:path';
import { CONNECTORS } from '../../connector/connectors.ts';
import { PEER_FORMATS } from '../../import/peer/peer-formats.ts';
import type { EngineChoice } from '../../policy/document-types.ts';
import { platformFiles } from '../../workspace/schema-files.ts';
import type { Command, CommandEntry } from '../command.ts';
import { optionsOf } from '../format-option.ts';
import { OPTION_WORDS } from '../help/option-words.ts';
import { OPTIONS, type OptionName } from '../options.ts';

/** What may stand in a place of a command line. */
export type Completed =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  /** Something that only its user knows: an instant, a name of the organization’s. */
  | { readonly kind: 'free' };

export interface CompletedOption {
  readonly name: string;
  readonly help: string;
  /** Null where the option takes no value. */
  readonly value: Completed | null;
  readonly repeated: boolean;
}

/** A command as shells complete it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  /** What follows the name, options aside: words where the first is one of a few. */
  readonly subject: Completed;
  readonly options: readonly CompletedOption[];
}

const ENGINES = { auto: true, terraform: true, tofu: true, embedded: true } satisfies Record<
  EngineChoice,
  true
>;

/** All that `table` lists. Each is loaded for it, which no other start does. */
export async function completedCommands(
  table: Readonly<Record<string, CommandEntry>>,
): Promise<readonly CompletedCommand[]> {
  return Promise.all(
    Object.entries(table).map(async ([name, { summary, load }]) => {
      const command = await load();
      return {
        name,
        summary,
        subject: subjectOf(command.usage),
        options: [
          ...optionsOf(command)
            .filter(isOffered)
            .map((option) => optionOf(command, option)),
          HELP,
        ],
      };
    }),
  );
}

const HELP: CompletedOption = { name: 'help', help: OPTION_WORDS.help, value: null, repeated: false };

/** What is only there to be told that it is no more is offered to nobody. */
function isOffered(name: OptionName): boolean {
  return name !== 'allow-mass-removal';
}

function optionOf(command: Command, name: OptionName): CompletedOption {
  const spec: {
    readonly type: string;
    readonly value?: string;
    readonly multiple?: true;
  } = OPTIONS[name];
  return {
    name,
    help: command.optionHelp?.[name] ?? OPTION_WORDS[name],
    value: spec.type === 'boolean' ? null : valueCompleted(command, name, spec.value),
    repeated: spec.multiple === true,
  };
}

function valueCompleted({ formats }: Command, name: OptionName, value: string | undefined): Completed {
  switch (name) {
    case 'format':
      return { kind: 'words', words: formats };
    case 'engine':
      return { kind: 'words', words: Object.keys(ENGINES) };
    case 'connector':
      return { kind: 'words', words: Object.keys(CONNECTORS) };
    case 'from':
      return { kind: 'words', words: PEER_FORMATS.map((format) => format.name) };
    case 'platform':
      return { kind: 'words', words: platformFiles().map((file) => basename(file, '.yaml')) };
    default:
      return placeholder(value);
  }
}

function placeholder(written: string | undefined): Completed {
  if (written === 'DIR') return { kind: 'folders' };
  return { kind: written === 'FILE' || written === 'PATH' ? 'files' : 'free' };
}

/** From the usage line: `install | package` are words, `PLAN-FILE` is a file, `ORGANIZATION…` is the user's own. */
function subjectOf(usage: string): Completed {
  const words = usage.split('|').flatMap((way) => /^\s*([a-z][a-z-]*)(?:\s|$)/.exec(way)?.[1] ?? []);
  if (words.length > 0) return { kind: 'words', words };
  const rest = usage.replaceAll(/--([a-z-]+) [A-Z]+/g, (whole, name: string) =>
    takesValue(name) ? '' : whole,
  );
  return { kind: /(?:FILE|PATH|JOURNAL)\b/.test(rest) ? 'files' : 'free' };
}

function takesValue(name: string): boolean {
  const specs: Readonly<Record<string, { readonly type: string }>> = OPTIONS;
  return specs[name]?.type === 'string';
}
