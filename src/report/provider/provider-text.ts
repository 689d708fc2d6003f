import type { Style } from '../text/text-style.ts';
import type { ProviderInstalled, ProviderPackaged } from './provider-json.ts';

export function providerInstalledText(done: ProviderInstalled, style: Style): string {
  const what = done.changed ? 'Installed' : 'Already installed:';
  const lines = [
    `${style.paint('strong', `${what} provider bylaw/bylaw ${done.version}`)} in ${done.directory}`,
    ...done.folders.map((folder) => `  ${folder}`),
    `Checksum in lock files: ${done.checksum}`,
    '',
  ];
  if (done.block === null) {
    lines.push(
      'Terraform and OpenTofu look there by themselves. Write this and run init:',
      '',
      ...REQUIRED(done.version),
    );
  } else {
    lines.push(
      'Write this into the CLI configuration (~/.terraformrc, or the file TF_CLI_CONFIG_FILE names):',
      '',
      done.block,
    );
    lines.push('', 'and this into the configuration, and run init:', '', ...REQUIRED(done.version));
  }
  return lines.join('\n');
}

const REQUIRED = (version: string): readonly string[] => [
  'terraform {',
  '  required_providers {',
  `    bylaw = { source = "bylaw/bylaw", version = "${version}" }`,
  '  }',
  '}',
];

export function providerPackagedText(done: ProviderPackaged, style: Style): string {
  return [
    `${style.paint('strong', `Packaged provider bylaw/bylaw ${done.version}`)} in ${done.directory}`,
    ...done.files.map(({ name, sha256 }) => `  ${sha256}  ${name}`),
    `Checksum in lock files: ${done.checksum}`,
    `A registry wants ${done.sums} signed: gpg --detach-sign ${done.sums}`,
  ].join('\n');
}
