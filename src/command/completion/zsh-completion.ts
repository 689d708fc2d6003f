import type { Completed, CompletedCommand, CompletedOption } from './completed-command.ts';

/** A script for zsh: to be sourced, or put as `_bylaw` into a folder of `fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef bylaw
# zsh completion of bylaw, made by: bylaw completion zsh
_bylaw() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    if [[ $PREFIX == -* ]]; then compadd -- --help --version; else _describe -t commands command commands; fi
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _bylaw ]]; then _bylaw "$@"; else compdef _bylaw bylaw; fi
`;
}

function commandCase({ name, subject, options }: CompletedCommand): string {
  const specs = [...options.map(optionSpec), ...subjectSpec(subject)];
  return `    ${name})\n      _arguments \\\n${specs.map((spec) => `        ${spec}`).join(' \\\n')} ;;`;
}

function optionSpec({ name, help, value, repeated }: CompletedOption): string {
  const said = `[${help.replaceAll(/[[\]\\:]/g, String.raw`\$&`)}]`;
  const option = `${repeated ? '*' : ''}--${name}`;
  return quoted(value === null ? `${option}${said}` : `${option}=${said}:${name}:${action(value)}`);
}

function subjectSpec(subject: Completed): readonly string[] {
  switch (subject.kind) {
    case 'words':
      return [quoted(`1:subject:${action(subject)}`), quoted('*:name:')];
    case 'files':
      return [quoted(`*:file:${action(subject)}`)];
    case 'folders':
    case 'free':
      return [quoted('*:name:')];
  }
}

function action(value: Completed): string {
  switch (value.kind) {
    case 'words':
      return `(${value.words.join(' ')})`;
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'free':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
