/** A Guardrails document for organizations whose every removal is meant. */
import { LIMIT_NAMES } from '../../src/policy/guardrails-document.ts';

export const EVERYTHING_MEANT = `apiVersion: bylaw/v1
kind: Guardrails
organizations: "*"
exceptions:
  whatever this test takes away:
    limits: { ${LIMIT_NAMES.map((name) => `${name}: 1000000`).join(', ')} }
    administration: true
    reason: the test wants it
    owner: ana@acme.example
    until: 2999-12-31
`;
