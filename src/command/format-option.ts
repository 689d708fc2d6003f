import { FORMATS, type Format } from '../report/format.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { Command } from './command.ts';
import type { Arguments, OptionName } from './options.ts';

/** Formats that have a flag of their own beside `--format NAME`. */
const FLAGS: { readonly [F in Format]?: OptionName } = { markdown: 'markdown', json: 'json' };

/** Every option of a command but `--help`: its own, those that ask for one of its formats, and how much it says. */
export function optionsOf({ options, formats }: Pick<Command, 'options' | 'formats'>): readonly OptionName[] {
  return [...options, 'format', ...formats.flatMap((format) => FLAGS[format] ?? []), 'quiet', 'verbose'];
}

/** The one format that is asked for; text where none is. Fails with usage. */
export function formatFrom(
  { name, formats }: Pick<Command, 'name' | 'formats'>,
  args: Arguments,
): Outcome<Format> {
  const named = [
    ...args.texts('format'),
    ...FORMATS.filter((format) => {
      const flag = FLAGS[format];
      return flag !== undefined && args.flag(flag);
    }),
    ...(args.text('junit') === '-' ? ['junit'] : []),
  ];
  const [asked = 'text', ...others] = new Set(named);
  if (others.length > 0) {
    const message = `One format at a time: ${[asked, ...others].map(quote).join(' and ')} are asked for.`;
    return failure(diagnostic('usage', message, null, { hint: 'Run the command once for each.' }));
  }
  const format = FORMATS.find((one) => one === asked);
  if (format !== undefined && formats.includes(format)) return success(format);
  const message =
    format === undefined ? `There is no format ${quote(asked)}.` : `bylaw ${name} does not print ${format}.`;
  const hint =
    (format === undefined ? didYouMean(asked, FORMATS) : null) ??
    `Formats of bylaw ${name}: ${formats.join(', ')}.`;
  return failure(diagnostic('usage', message, null, { hint }));
}

/** The first format that a command line names, whether or not the rest of it is understood; text where none is. */
export function formatNamed(words: readonly string[]): Format {
  const given = words.includes('--') ? words.slice(0, words.indexOf('--')) : words;
  for (const [at, word] of given.entries()) {
    const [, option = '', value = given[at + 1]] = /^--([a-z]+)(?:=(.*))?$/.exec(word) ?? [];
    const format = FORMATS.find((one) =>
      option === 'format'
        ? one === value
        : option === 'junit'
          ? one === 'junit' && value === '-'
          : option !== '' && FLAGS[one] === option,
    );
    if (format !== undefined) return format;
  }
  return 'text';
}
