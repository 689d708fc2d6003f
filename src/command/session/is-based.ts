import type { Arguments } from '../options.ts';

/** Whether a command that can do without a base was given one. */
export function isBased(args: Arguments): boolean {
  return args.text('base') !== null || args.flag('two-dot');
}
