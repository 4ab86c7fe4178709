// The machine that the figures are of.
import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg, release } from 'node:os';
import { findProgram } from '../setup/programs.mjs';

/** @param versions of engines by their names, where they answer */
export function machineFacts(bwrap, versions) {
  // What follows the numbers is the builder's own.
  const [kernel] = /^\d+\.\d+/.exec(release()) ?? [release()];
  return [
    `${availableParallelism()} processors, ${process.arch}`,
    `Linux ${kernel}`,
    execFileSync(bwrap, ['--version'], { encoding: 'utf8' }).trim(),
    ...Object.entries(versions).flatMap(([name, version]) =>
      version ? [`${name} ${version}`] : [],
    ),
    `Node ${process.versions.node}`,
    `a load of ${loadavg()[0].toFixed(1)} by other work, before the first launch`,
  ];
}

/** The path of a program that has to be there. */
export function programAt(name) {
  const found = findProgram(name);
  if (found === undefined) throw new Error(`\`${name}\` is not installed`);
  return found;
}

/** Whoever root is outside of `sudo`, else the system's own nobody. */
export function ordinaryUser() {
  const { SUDO_UID, SUDO_GID } = process.env;
  if (Number(SUDO_UID) > 0) return { uid: Number(SUDO_UID), gid: Number(SUDO_GID) };
  const idOf = (flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
