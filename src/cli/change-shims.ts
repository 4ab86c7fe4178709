import { existsSync } from 'node:fs';
import {
  LOCAL_CONFIG_NAMES,
  PROJECT_CONFIG_NAMES,
  USER_CONFIG_NAMES,
} from '../host/config-texts.ts';
import { launchProgram } from '../host/launch-program.ts';
import { packageRoot } from '../host/package-root.ts';
import {
  leadsDirectory,
  readShimFiles,
  removeLeads,
  removeShim,
  writeShim,
} from '../host/shims-on-disk.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { ShimChange, ShimsListing } from '../shims/plan-shims.ts';
import { notUsable, type ShimsProblem } from '../shims/problems.ts';
import type { ShimFacts } from '../shims/shim-text.ts';

/** What the shims of this installation know beforehand. */
export function shimFacts(): ShimFacts {
  const launch = launchProgram();
  return {
    node: process.execPath,
    tackle: `${packageRoot()}/bin/tackle`,
    ...(existsSync(launch) && { launch }),
    configNames: {
      project: PROJECT_CONFIG_NAMES.filter((name) => name !== 'package.json'),
      local: LOCAL_CONFIG_NAMES,
      user: USER_CONFIG_NAMES,
    },
  };
}

/** A directory that is missing is empty. */
export function readShims(directory: AbsolutePath): Result<ShimsListing, ShimsProblem> {
  try {
    return ok({
      directory,
      files: readShimFiles(directory),
      leads: readShimFiles(leadsDirectory(directory)),
    });
  } catch (error) {
    return err(notUsable(directory, (error as Error).message));
  }
}

/** Makes the changes, one by one, each of them whole or not at all. */
export function changeShims(
  changes: readonly ShimChange[],
  { directory }: Pick<ShimsListing, 'directory'>,
): Result<undefined, ShimsProblem> {
  try {
    for (const change of changes) make(change, directory);
    return ok(undefined);
  } catch (error) {
    return err(notUsable(directory, (error as Error).message));
  }
}

function make(change: ShimChange, directory: AbsolutePath): void {
  const leads = leadsDirectory(directory);
  switch (change.kind) {
    case 'write':
      writeShim(directory, change.command, change.file);
      break;
    case 'remove':
      removeShim(directory, change.command);
      break;
    case 'lead':
      writeShim(leads, change.lead, { kind: 'link', target: change.target });
      break;
    case 'unlead':
      removeLeads(directory);
      break;
    default:
      unreachable(change);
  }
}
