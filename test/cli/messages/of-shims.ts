import type { AbsolutePath, CommandName } from '../../../src/kernel/brand.ts';
import {
  noCommands,
  noProject,
  noSuchShim,
  notForPath,
  notOurs,
  nothingToInstall,
  notUsable,
  type ShimsCode,
} from '../../../src/shims/problems.ts';
import type { Examples } from './examples.ts';

const HOME = '/home/ada/.local/share/tackle/shims';
const path = (text: string): AbsolutePath => text as AbsolutePath;

export const SHIMS: Examples<ShimsCode> = {
  'shims/not-ours': [
    notOurs([path('/home/ada/bin/python3.8')]),
    notOurs([path('/home/ada/bin/python3.8'), path('/home/ada/bin/node')]),
  ],
  'shims/no-such-shim': [
    noSuchShim('node' as CommandName, path(HOME), []),
    noSuchShim('nod' as CommandName, path(HOME), ['node' as CommandName]),
  ],
  'shims/nothing-to-install': [nothingToInstall()],
  'shims/not-usable': [notUsable(HOME, "EACCES: permission denied, mkdir '/home/ada/.local'")],
  'shims/not-for-path': [notForPath('/mnt/a:b/tackle/projects')],
  'shims/no-project': [noProject()],
  'shims/no-commands': [noCommands(path('/home/ada/thesis/tackle.yaml'))],
};
