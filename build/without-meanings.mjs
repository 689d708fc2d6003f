import { readFileSync } from 'node:fs';

/**
 * What codes mean, and what a connector's settings are for, is for the pages and schemas that are made of their tables. No
 * program tells it, and each start would read it.
 */
export const withoutMeanings = {
  name: 'without-meanings',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]src[\\/]source[\\/]codes[\\/][\w-]*codes\.ts$/ }, ({ path }) => {
      return { contents: without(MEANING, readFileSync(path, 'utf8')), loader: 'ts' };
    });
    onLoad({ filter: /[\\/]src[\\/]connector[\\/][\w-]+[\\/][\w-]+-settings\.ts$/ }, ({ path }) => {
      return { contents: without(WORDING, readFileSync(path, 'utf8')), loader: 'ts' };
    });
  },
};

/** Line for line, so that the source map stays right. */
const without = (words, text) =>
  text.replace(words, (whole, name) => `${name}: '',${'\n'.repeat(whole.split('\n').length - 1)}`);

const MEANING = /\b(means):\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`),/g;
const WORDING = /\b(title|description):\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`]*`),/g;
