/** Every format that results and problems are printed in. What prints one is a total record over this list. */
export const FORMATS = ['text', 'markdown', 'json', 'sarif', 'junit', 'html', 'csv'] as const;

export type Format = (typeof FORMATS)[number];
