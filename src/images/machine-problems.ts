import type { ImagesProblem } from './problems.ts';

export function builderMissing(): ImagesProblem {
  return {
    code: 'images/builder-missing',
    message: 'building an image from packages needs `mmdebstrap`, which is not installed',
    hint: 'install it with `sudo apt-get install mmdebstrap`',
  };
}

export function keyringMissing(file: string): ImagesProblem {
  return {
    code: 'images/keyring-missing',
    message: `the keys that Debian signs its packages with are not on this machine: no \`${file}\``,
    hint: 'install them with `sudo apt-get install debian-archive-keyring`',
  };
}

/** What an ordinary user lacks to act as root of a file system of their own. */
export function noUserNamespaces(lacks: string, hint: string): ImagesProblem {
  return {
    code: 'images/no-user-namespaces',
    message: `building an image from packages without being root needs ${lacks}`,
    hint,
  };
}

export function foreignArchitecture(
  architecture: string,
  said: readonly string[] = [],
): ImagesProblem {
  return {
    code: 'images/foreign-architecture',
    message: `this machine cannot run \`${architecture}\` programs, which building for it needs`,
    hint: 'install an emulator with `sudo apt-get install qemu-user-static binfmt-support arch-test`',
    ...(said.length > 0 && { detail: said }),
  };
}
