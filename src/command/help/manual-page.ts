import { COMMANDS } from '../command-table.ts';
import { EXIT_MEANINGS } from '../exit.ts';
import { examplesOf } from './command-examples.ts';
import { asSentence, explainedOptions } from './command-help.ts';

/** `bylaw(1)`: all that the help of each command says, in the language of manual pages. */
export async function manualPage(version: string): Promise<string> {
  const commands = await Promise.all(
    Object.values(COMMANDS).map(async ({ summary, load }) => ({ summary, command: await load() })),
  );
  return [
    `.TH BYLAW 1 "" ${inQuotes(`Bylaw ${version}`)} "User Commands"`,
    '.SH NAME',
    text('bylaw - access as code'),
    '.SH SYNOPSIS',
    `.B bylaw\n${text('COMMAND [OPTIONS]')}`,
    '.SH DESCRIPTION',
    text(
      'Bylaw reads the rules of access of an organization from YAML documents, says who would gain and who would lose what, and why, makes a platform be like that, and tells what was changed behind the documents.',
    ),
    '.SH COMMANDS',
    ...commands.flatMap(({ command, summary }) => [
      `.SS ${inQuotes(`bylaw ${command.name} ${command.usage}`.trimEnd())}`,
      text(asSentence(summary)),
      ...explainedOptions(command).flatMap(({ option, help }) => [
        '.TP',
        bold(option),
        text(asSentence(help)),
      ]),
      ...examplesOf(command.name).flatMap(({ line, says }) => [
        '.PP',
        text(`${asSentence(says).slice(0, -1)}:`),
        '.PP',
        '.RS 4',
        '.nf',
        text(line),
        '.fi',
        '.RE',
      ]),
    ]),
    '.SH EXIT STATUS',
    ...Object.entries(EXIT_MEANINGS).flatMap(([status, meaning]) => ['.TP', bold(status), text(meaning)]),
    '.SH ENVIRONMENT',
    '.TP',
    bold('NO_COLOR'),
    text('No colours, whatever its value is.'),
    '',
  ].join('\n');
}

const bold = (words: string): string => `.B ${inQuotes(words)}`;

/** An argument of a request: spaces and all. */
const inQuotes = (words: string): string => `"${escaped(words).replaceAll('"', '\\(dq')}"`;

/** A line that is only read: what begins with a dot or a quote would be a request. */
function text(words: string): string {
  return escaped(words).replace(/^[.']/, String.raw`\&$&`);
}

/** Signs that roff gives a meaning, and those outside ASCII that not every reader of manual pages takes as they are. */
function escaped(words: string): string {
  return words
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll('`', String.raw`\(ga`)
    .replaceAll(/[^\n -~]/gu, (sign) => String.raw`\[u${codeOf(sign)}]`);
}

function codeOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0xfffd).toString(16).toUpperCase().padStart(4, '0');
}
