import type { Findings } from '../../../source/findings.ts';
import type { ApiDescription } from './api-description.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { describeBody } from './describe-body.ts';
import { fieldPath } from './describe-values.ts';

/** By what one knows that the token sees everything. Code: `connector-invalid`. */
export function describeSight(
  written: ConnectorDocument['sees-all'],
  findings: Findings,
): ApiDescription['seesAll'] {
  if (written === undefined) return null;
  const at = ['sees-all'];
  const { get, post, body, query } = written;
  const wrong = (message: string, hint: string): void => {
    findings.atKey('connector-invalid', at, message, { hint });
  };
  const path = get ?? post;
  if (path === undefined || (get !== undefined && post !== undefined)) {
    wrong(`There are ${path === undefined ? 'no' : 'two'} requests.`, 'Write get; or post, with body.');
    return null;
  }
  if ((post === undefined) !== (body === undefined))
    wrong('`post` and `body` belong together.', 'Write both.');
  if (/[{}]/.test(path))
    wrong('Whether the token sees all is asked for of no row.', 'Write a path without braces.');
  if (path.split('/').some((segment) => segment === '.' || segment === '..'))
    wrong('A path never leads back.', 'Write a path without dots alone.');
  const parameters = new URLSearchParams(query === undefined ? [] : Object.entries(query)).toString();
  return {
    asked: parameters === '' ? path : `${path}?${parameters}`,
    body: body === undefined ? null : describeBody(body, null, [...at, 'body'], findings),
    path: fieldPath(written.path),
    words: new Set(written.is),
  };
}
