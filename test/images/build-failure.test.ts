import { describe, expect, it } from 'vitest';
import { buildFailure } from '../../src/images/build-failure.ts';
import { recipe } from './builds.ts';

const CONTEXT = {
  recipe: recipe('bookworm', ['python3']),
  mirror: 'http://deb.debian.org/debian',
  directory: '/home/me/.cache/tackle',
  known: new Map([
    ['python3-numpy', []],
    ['python3', ['3.11.2-1+b1']],
  ]),
};

/** Endings of real runs (mmdebstrap 1.3.5, apt 2.6, `LC_ALL=C.UTF-8`), and what they mean. */
const ENDINGS: Readonly<Record<string, string>> = {
  'a package that is not there': `Reading package lists...
Building dependency tree...
E: Unable to locate package python3-nump
E: apt-get --yes install -oAPT::Status-Fd=<$fd> python3-nump failed
E: mmdebstrap failed to run`,
  'a package that nothing provides': `Package tetex is not available, but is referred to by another package.
E: Package 'tetex' has no installation candidate
E: mmdebstrap failed to run`,
  'a name with a dot, which apt takes for a pattern': `E: Unable to locate package python2.9
E: Couldn't find any package by glob 'python2.9'
E: Couldn't find any package by regex 'python2.9'`,
  'a version that is gone': `E: Version '3.11.2-0' for 'python3' was not found
E: mmdebstrap failed to run`,
  'packages that exclude each other': `Some packages could not be installed. This may mean that you have
requested an impossible situation or if you are using the unstable
distribution that some required packages have not yet been created
or been moved out of Incoming.
The following information may help to resolve the situation:

The following packages have unmet dependencies:
 python3 : Depends: python3.11 (>= 3.11.2-1~) but it is not going to be installed
E: Unable to correct problems, you have held broken packages.
E: mmdebstrap failed to run`,
  'a mirror that stopped': `E: Release file for http://deb.debian.org/debian/dists/sid/InRelease is expired (invalid since 15d 16h 7min 22s). Updates for this repository will not be applied.
E: apt-get update --error-on=any -oAPT::Status-Fd=<$fd> -oDpkg::Use-Pty=false failed
E: mmdebstrap failed to run`,
  'a clock that is slow': `E: Release file for http://deb.debian.org/debian/dists/bookworm-updates/InRelease is not valid yet (invalid for another 461d 9h 23min 8s). Updates for this repository will not be applied.
E: apt-get update --error-on=any -oAPT::Status-Fd=<$fd> -oDpkg::Use-Pty=false failed
E: mmdebstrap failed to run`,
  'a key that is not known': `Err:1 http://deb.debian.org/debian bookworm InRelease
  The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 0E98404D386FA1D9
W: GPG error: http://deb.debian.org/debian bookworm InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 0E98404D386FA1D9
E: The repository 'http://deb.debian.org/debian bookworm InRelease' is not signed.
E: mmdebstrap failed to run`,
  'a network that went away': `Err:5 http://user:secret@mirror.example/debian bookworm/main amd64 bash
  Could not connect to mirror.example:80 (192.0.2.1). - connect (113: No route to host)
E: Failed to fetch http://user:secret@mirror.example/debian/pool/main/b/bash.deb  Could not connect
E: mmdebstrap failed to run`,
  'a disk that is full': `E: Write error - write (28: No space left on device)
E: IO Error saving source cache
E: mmdebstrap failed to run`,
  'a disk that will be full': `E: You don't have enough free space in /home/me/.cache/tackle/build/x/var/cache/apt/archives/.
E: mmdebstrap failed to run`,
  'a machine of another kind': `W: binfmt_misc not found in /proc/mounts -- not mounted?
W: cannot find update-binfmts
E: arm64 can neither be executed natively nor via qemu user emulation with binfmt_misc`,
  'a package whose own script fails': `Setting up broken (1.0) ...
configuring something: cannot
dpkg: error processing package broken (--configure):
 installed broken package post-installation script subprocess returned error exit status 1
Errors were encountered while processing:
 broken
E: Sub-process env returned an error code (1)
E: mmdebstrap failed to run`,
};

describe('why a build failed', () => {
  for (const [name, output] of Object.entries(ENDINGS)) {
    it(name, () => {
      expect(buildFailure(output.split('\n'), CONTEXT)).toMatchSnapshot();
    });
  }
});
