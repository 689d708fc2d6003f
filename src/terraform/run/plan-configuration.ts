import { fileInZip, namesInZip } from './plan-archive.ts';

const FOLDER = 'tfconfig/';
const ROOT = `${FOLDER}m-/cdk.tf.json`;
const MODULES = `${FOLDER}modules.json`;

/**
 * What is wrong with the configuration that a plan file carries along; null where it is, to the byte, the one that is
 * made of the documents now. An apply evaluates it anew: what it says otherwise than the plan that is shown would come
 * to light when half of it is made. See internal/plans/planfile and configs/configload in hashicorp/terraform.
 */
export function unexpectedConfiguration(planFile: Buffer, ours: Buffer): string | null {
  const names = namesInZip(planFile)?.filter((name) => name.startsWith(FOLDER));
  if (names === undefined) return 'the plan file is not as terraform writes it';
  const more = names.find((name) => name !== ROOT && name !== MODULES);
  if (more !== undefined) return `the plan file carries ${more} along`;
  const carried = fileInZip(planFile, ROOT);
  return carried?.equals(ours) === true
    ? null
    : 'the configuration in the plan file is not that of the documents';
}
