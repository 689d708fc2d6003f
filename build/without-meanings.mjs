import { readFileSync } from 'node:fs';

/** What codes mean is for the pages that are printed of their tables. No program tells it, and each start would read it. */
export const withoutMeanings = {
  name: 'without-meanings',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]source[\\/]codes[\\/][\w-]*codes\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      // Line for line, so that the source map stays right.
      const contents = text.replace(
        MEANING,
        (whole) => `means: '',${'\n'.repeat(whole.split('\n').length - 1)}`,
      );
      return { contents, loader: 'ts' };
    });
  },
};

const MEANING = /\bmeans:\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`),/g;
