import type { ForgeCheckOutput, NewForgeCheck } from '../forge.ts';

export function checkBody({ name, commit, conclusion, output }: NewForgeCheck) {
  return { name, head_sha: commit, status: 'completed', conclusion, output: checkOutputBody(output) };
}

export function checkOutputBody({ title, summary, annotations }: ForgeCheckOutput) {
  return {
    title,
    summary,
    annotations: annotations.map(({ path, line, level, title: heading, message }) => ({
      path,
      start_line: line,
      end_line: line,
      annotation_level: level,
      title: heading,
      message,
    })),
  };
}
