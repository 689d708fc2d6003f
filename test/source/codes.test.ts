/** The table of codes: each in one subject, and a severity that a place may lower and not raise. */
import { expect, it } from 'vitest';
import { ACCESS_CODES } from '../../src/source/codes/access-codes.ts';
import { CODES, type TableCode } from '../../src/source/codes/codes.ts';
import { CONNECTOR_CODES } from '../../src/source/codes/connector-codes.ts';
import { DOCUMENT_CODES } from '../../src/source/codes/document-codes.ts';
import { ENGINE_CODES } from '../../src/source/codes/engine-codes.ts';
import { EXPECTATION_CODES } from '../../src/source/codes/expectation-codes.ts';
import { FILE_CODES } from '../../src/source/codes/file-codes.ts';
import { PLAN_CODES } from '../../src/source/codes/plan-codes.ts';
import { STATE_CODES } from '../../src/source/codes/state-codes.ts';
import { diagnostic, wayOutOf } from '../../src/source/diagnostic.ts';

const ALL = Object.keys(CODES) as readonly TableCode[];

it('each code is in one subject', () => {
  const subjects = [
    FILE_CODES,
    DOCUMENT_CODES,
    ACCESS_CODES,
    EXPECTATION_CODES,
    CONNECTOR_CODES,
    PLAN_CODES,
    ENGINE_CODES,
    STATE_CODES,
  ];
  const codes = subjects.flatMap((subject) => Object.keys(subject));
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
});

it.each(ALL)('%s: sentences that end, and the severity of the table', (code) => {
  const { severity, means, wayOut } = CODES[code];
  expect(means).toMatch(/^\S.*[.)]$/);
  expect(wayOut).toMatch(/^\S.*[.)]$/);
  expect(diagnostic(code, 'x', null)).toMatchObject({ code, severity, hint: null });
});

it('a place lowers a severity, and cannot raise it', () => {
  expect(diagnostic('mass-removal', 'x', null, { severity: 'warning' }).severity).toBe('warning');
  // @ts-expect-error a note of the table is no error anywhere
  expect(diagnostic('grant-ending', 'x', null, { severity: 'error' }).code).toBe('grant-ending');
  // @ts-expect-error nor is a warning
  expect(diagnostic('renamed-live', 'x', null, { severity: 'error' }).code).toBe('renamed-live');
});

it('the way out of the code is told where a place has none of its own, and with a note none', () => {
  expect(wayOutOf(diagnostic('unknown-role', 'x', null))).toBe(CODES['unknown-role'].wayOut);
  expect(wayOutOf(diagnostic('renamed-live', 'x', null))).toBe(CODES['renamed-live'].wayOut);
  expect(wayOutOf(diagnostic('unknown-role', 'x', null, { hint: 'Do this.' }))).toBe('Do this.');
  expect(wayOutOf(diagnostic('grant-ending', 'x', null))).toBe(null);
});
