import type { Command } from '../command.ts';
import { optionsOf } from '../format-option.ts';
import { OPTIONS } from '../options.ts';
import { examplesOf } from './command-examples.ts';
import { OPTION_WORDS } from './option-words.ts';

/** What `bylaw COMMAND --help` prints; `summary` is the line that the table of commands has for it. */
export function commandHelp(command: Command, summary: string): string {
  const rows = explainedOptions(command);
  const width = Math.max(...rows.map(({ option }) => option.length));
  return [
    usageLine(command),
    '',
    asSentence(summary),
    '',
    ...rows.map(({ option, help }) => `  ${option.padEnd(width)}  ${help}`),
    '',
    'Examples:',
    ...examplesOf(command.name).map(({ line, says }) => `  ${line}\n      ${says}`),
  ].join('\n');
}

interface ExplainedOption {
  /** With what it takes: `--at INSTANT`. */
  readonly option: string;
  readonly help: string;
}

export function explainedOptions(command: Command): readonly ExplainedOption[] {
  const formats = `print in this format: ${command.formats.join(', ')} (default: text)`;
  return optionsOf(command).map((name) => {
    const spec: { readonly type: string; readonly value?: string } = OPTIONS[name];
    return {
      option: `--${name}${spec.value === undefined ? '' : ` ${spec.value}`}`,
      help: name === 'format' ? formats : (command.optionHelp?.[name] ?? OPTION_WORDS[name]),
    };
  });
}

export const usageLine = ({ name, usage }: Command): string => `Usage: bylaw ${name} ${usage}`.trimEnd();

export const asSentence = (summary: string): string =>
  `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
