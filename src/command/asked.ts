import { bylawVersion } from '../workspace/bylaw-version.ts';
import { COMMANDS } from './command-table.ts';
import { EXIT, EXIT_MEANINGS, type ExitCode } from './exit.ts';

/** What a command line asks for: a command, or something that is answered without loading one. */
export type Asked = Answer | Called;

interface Answer {
  readonly kind: 'answer';
  readonly text: string;
  readonly status: ExitCode;
}

interface Called {
  readonly kind: 'command';
  readonly name: string;
  readonly words: readonly string[];
}

export function askedBy([name, ...words]: readonly string[]): Asked {
  switch (name) {
    case undefined:
      return { kind: 'answer', text: help(), status: EXIT.error };
    case '--help':
    case '-h':
    case 'help':
      return { kind: 'answer', text: help(), status: EXIT.clean };
    case '--version':
    case 'version':
      return { kind: 'answer', text: bylawVersion(), status: EXIT.clean };
    default:
      return { kind: 'command', name, words };
  }
}

function help(): string {
  const commands = Object.entries(COMMANDS);
  const meanings = Object.entries(EXIT_MEANINGS).map(([status, meaning]) => `${status} ${meaning}`);
  const width = Math.max(...commands.map(([name]) => name.length));
  return [
    `bylaw ${bylawVersion()} — access as code`,
    '',
    'Usage: bylaw COMMAND [OPTIONS]',
    '',
    ...commands.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    `Exit status: ${meanings.join(', ')}.`,
    'bylaw COMMAND --help shows the options of one command.',
  ].join('\n');
}
