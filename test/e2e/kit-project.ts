import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import type { OrdinaryUser } from '../rig/user.ts';

/**
 * A project whose commands live in the rig's kit image, asked for by tag from the registry on loopback.
 * With an owner, the directory and its files are theirs.
 */
export function kitProject(owner?: OrdinaryUser): Disposable & { readonly path: string } {
  const project = scratch('kit-project');
  const config = join(project.path, 'tackle.yaml');
  const commands = ['bash', 'sh', 'python3', 'cat', 'head', 'less', 'vim.tiny', 'sleep'];
  writeFileSync(
    config,
    `toolboxes:\n  kit: {image: '${rig().kit.tag}', network: none, commands: [${commands.join(', ')}]}\n`,
  );
  if (owner) for (const path of [project.path, config]) chownSync(path, owner.uid, owner.gid);
  return project;
}
