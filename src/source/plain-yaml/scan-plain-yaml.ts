import { BlockScanner } from './block-scanner.ts';
import type { ScannedYaml } from './scanned-document.ts';
import { UnusualYaml } from './unusual-yaml.ts';

/** Breaks of lines that only some readers know, and tabs, which few know how to take. */
const DOUBTFUL = /[\t\u0085\u2028\u2029\ufeff]/;

/**
 * Reads the YAML that people and programs write every day: maps and lists in block style and in brackets, plain and quoted
 * text on one line, comments, several documents. Null for whatever else there is in the text, right or wrong: then the
 * library reads all of it. So nothing is refused here, and what is read has one meaning.
 */
export function scanPlainYaml(text: string): readonly ScannedYaml[] | null {
  if (DOUBTFUL.test(text)) return null;
  try {
    return new BlockScanner(text).documents();
  } catch (error) {
    if (error instanceof UnusualYaml) return null;
    throw error;
  }
}
