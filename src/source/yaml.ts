import { decodeText } from './decode-text.ts';
import { readByLibrary } from './library-yaml.ts';
import { type Outcome, success } from './outcome.ts';
import { scanPlainYaml } from './plain-yaml/scan-plain-yaml.ts';
import { ScannedDocument, ScannedText } from './plain-yaml/scanned-document.ts';
import type { SourceDocument } from './source-document.ts';

/**
 * The documents of one YAML file, empty ones left out.
 * Codes: `file-too-large`, `file-not-utf8`, `yaml-syntax`, `yaml-duplicate-key`, `yaml-alias-limit`,
 * `yaml-too-deep`, `yaml-unsupported`.
 */
export function readYaml(bytes: Uint8Array | string, file: string): Outcome<readonly SourceDocument[]> {
  const decoded = decodeText(bytes, file);
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  return readByScanner(text, file) ?? readByLibrary(text, file);
}

/** What the scanner reads, and it reads nothing that is wrong; null for the rest. */
export function readByScanner(text: string, file: string): Outcome<readonly SourceDocument[]> | null {
  const scanned = scanPlainYaml(text);
  if (scanned === null) return null;
  const source = new ScannedText(file, text);
  return success(scanned.map((document) => new ScannedDocument(source, document)));
}
