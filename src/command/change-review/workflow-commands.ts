import type { ForgeAnnotation } from '../../forge/forge.ts';

/** "10 warning annotations and 10 error annotations per step": of the others nothing is shown. */
const MOST_OF_A_LEVEL = 10;

const NAMES = { failure: 'error', warning: 'warning', notice: 'notice' } as const;

/** Annotations as a runner of GitHub's takes them out of the log of a step, for who has no token that may do better. */
export function workflowCommands(annotations: readonly ForgeAnnotation[]): readonly string[] {
  const shown = (['failure', 'warning', 'notice'] as const).flatMap((level) =>
    annotations.filter((one) => one.level === level).slice(0, MOST_OF_A_LEVEL),
  );
  return shown.map(({ path, line, level, title, message }) => {
    const properties = `file=${property(path)},line=${line},title=${property(title)}`;
    return `::${NAMES[level]} ${properties}::${data(message)}`;
  });
}

/** As the runner reads it back: what could end the line or begin another command is written in percent. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
