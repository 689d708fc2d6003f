/** What Bylaw reads at most. Each bound is far above any real organization and far below what could hang a review. */

/** A file of 400,000 members fits; a runaway generator does not fill the memory of a pull-request check. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** The deepest real document (units in units with groups) stays under 20; readers recurse, so this bounds the stack. */
export const MAX_DEPTH = 64;

/** Values that aliases add when written out. Real files repeat a list of roles; "billion laughs" wants 10⁹. */
export const MAX_ALIASED_VALUES = 200_000;

/** Syntax errors shown for one file. A binary file has one at every byte, and nobody reads past the first screen. */
export const MAX_SYNTAX_ERRORS = 50;
