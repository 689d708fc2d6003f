/**
 * What a CI server takes for a command where it meets it in a log: GitHub `::name …::` at the beginning of a line, blanks
 * before it or not, and `##[name]` anywhere; Azure Pipelines `##vso[…]` and TeamCity `##teamcity[…]` anywhere. Where a
 * line begins is not known before it is printed, and terraform breaks lines anew: so behind every blank.
 */
const COMMAND = /(?<![^\s]):(?=:[a-z_-])|#(?=#[a-z]*\[)/gi;

/** The text with the first sign of every such command as `write` puts it, so that none is one any more. */
export function escapeLogCommands(text: string, write: (sign: string) => string): string {
  return text.includes('::') || text.includes('##') ? text.replace(COMMAND, write) : text;
}
