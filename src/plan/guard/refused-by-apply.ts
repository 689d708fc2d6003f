import type { DiagnosticCode } from '../../source/codes/codes.ts';

/** Warnings in a plan that an apply is refused with: only a reviewed exception in the documents leads past them. */
export const REFUSED_BY_APPLY: readonly DiagnosticCode[] = [
  'mass-removal',
  'removal-limit',
  'protected',
  'holders',
  'connection-moved',
];
