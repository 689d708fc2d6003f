// Writes the synthetic company as a workspace of YAML files: `node bench/write-company.mjs FOLDER large gated`.
import { writeCompany } from './company/documents.mjs';
import { shapeOf } from './company/shape.mjs';
import { SIZES } from './company/sizes.mjs';

const [folder, size = 'medium', variant = 'union'] = process.argv.slice(2);
if (folder === undefined || SIZES[size] === undefined)
  throw new Error('usage: write-company.mjs FOLDER [SIZE] [VARIANT]');
const bytes = writeCompany(folder, shapeOf(SIZES[size]), variant);
console.log(`${folder}: ${(bytes / 1e6).toFixed(1)} MB of YAML`);
