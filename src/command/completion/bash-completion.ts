import type { Completed, CompletedCommand } from './completed-command.ts';

/** A script for bash 3.2 and later, without the package of completions that some systems have. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const values = new Map(
    commands.flatMap(({ options }) =>
      options.flatMap(({ name, value }) =>
        value === null || name === 'format' ? [] : [[name, value] as const],
      ),
    ),
  );
  return `# bash completion of bylaw, made by: bylaw completion bash
_bylaw_paths() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$2"))
}
_bylaw() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  # Bash makes words of "--option=value" at the sign.
  if [ "$current" = = ]; then current=
  elif [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted([...commands.map(({ name }) => name), '--help', '--version'])} -- "$current"))
    return
  fi
  local options= subject= formats=
  case \${COMP_WORDS[1]} in
${commands.map(commandCase).join('\n')}
    *) return ;;
  esac
  case $before in
    --format) COMPREPLY=($(compgen -W "$formats" -- "$current")); return ;;
${[...values].map(([name, value]) => `    --${name}) ${reply(value)}; return ;;`).join('\n')}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")); return ;;
  esac
  case $subject in
    files) _bylaw_paths -f "$current" ;;
    ?*) if [ "$COMP_CWORD" -eq 2 ]; then COMPREPLY=($(compgen -W "$subject" -- "$current")); fi ;;
  esac
}
complete -F _bylaw bylaw
`;
}

function commandCase({ name, subject, options }: CompletedCommand): string {
  const formats = options.find((option) => option.name === 'format')?.value;
  const set = [
    `options=${quoted(options.map((option) => `--${option.name}`))}`,
    subject.kind === 'words'
      ? `subject=${quoted(subject.words)}`
      : subject.kind === 'files'
        ? 'subject=files'
        : '',
    formats?.kind === 'words' ? `formats=${quoted(formats.words)}` : '',
  ];
  return `    ${name}) ${set.filter((one) => one !== '').join('; ')} ;;`;
}

function reply(value: Completed): string {
  switch (value.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W ${quoted(value.words)} -- "$current"))`;
    case 'files':
      return '_bylaw_paths -f "$current"';
    case 'folders':
      return '_bylaw_paths -d "$current"';
    case 'free':
      return 'COMPREPLY=()';
  }
}

function quoted(words: readonly string[]): string {
  return `'${words.join(' ').replaceAll("'", String.raw`'\''`)}'`;
}
