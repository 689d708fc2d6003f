import type { Completed, CompletedCommand, CompletedOption } from './completed-command.ts';

/** A script for fish 3.0 and later. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = [
    '# fish completion of bylaw, made by: bylaw completion fish',
    'complete -c bylaw -f',
    "complete -c bylaw -n __fish_use_subcommand -l help -d 'show what commands there are'",
    "complete -c bylaw -n __fish_use_subcommand -l version -d 'show the version'",
    ...commands.flatMap((command) => [
      `complete -c bylaw -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
      ...subjectLines(command),
      ...command.options.map((option) => optionLine(command, option)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

const inside = ({ name }: CompletedCommand) => `complete -c bylaw -n '__fish_seen_subcommand_from ${name}'`;

function subjectLines(command: CompletedCommand): readonly string[] {
  const { subject } = command;
  switch (subject.kind) {
    case 'words': {
      const words = subject.words.join(' ');
      const first = `'__fish_seen_subcommand_from ${command.name}; and not __fish_seen_subcommand_from ${words}'`;
      return [`complete -c bylaw -n ${first} -a ${quoted(words)}`];
    }
    case 'files':
      return [`${inside(command)} -F`];
    case 'folders':
    case 'free':
      return [];
  }
}

function optionLine(command: CompletedCommand, { name, help, value }: CompletedOption): string {
  return `${inside(command)} -l ${name} -d ${quoted(help)}${value === null ? '' : ` ${taking(value)}`}`;
}

function taking(value: Completed): string {
  switch (value.kind) {
    case 'words':
      return `-x -a ${quoted(value.words.join(' '))}`;
    case 'files':
      return '-r -F';
    case 'folders':
      return "-x -a '(__fish_complete_directories)'";
    case 'free':
      return '-x';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
