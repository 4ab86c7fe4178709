import type { Reader } from './finding.ts';
import { devcontainer } from './readers/devcontainer.ts';
import { dockerfile } from './readers/dockerfile.ts';
import { gemfile } from './readers/gemfile.ts';
import { goMod } from './readers/go-mod.ts';
import { latexDocument, latexmkrc } from './readers/latex.ts';
import { mise } from './readers/mise.ts';
import { packageJson } from './readers/package-json.ts';
import { pyproject } from './readers/pyproject.ts';
import { cargo, rustToolchain } from './readers/rust-toolchain.ts';
import { toolVersions } from './readers/tool-versions.ts';
import { runtimeText, versionFile } from './readers/version-file.ts';
import { workflow } from './readers/workflow.ts';

/** What is read at the root of a repository, the one that is listened to first before the others of its voice. */
export const SOURCES: Readonly<Record<string, Reader>> = {
  '.python-version': versionFile('python'),
  '.nvmrc': versionFile('node'),
  '.node-version': versionFile('node'),
  '.ruby-version': versionFile('ruby'),
  '.java-version': versionFile('java'),
  '.go-version': versionFile('go'),
  '.tool-versions': toolVersions,
  'mise.toml': mise,
  '.mise.toml': mise,
  'rust-toolchain.toml': rustToolchain,
  'rust-toolchain': rustToolchain,
  'runtime.txt': runtimeText,
  'package.json': packageJson,
  'pyproject.toml': pyproject,
  Gemfile: gemfile,
  'go.mod': goMod,
  'Cargo.toml': cargo,
  latexmkrc,
  '.latexmkrc': latexmkrc,
  '.devcontainer/devcontainer.json': devcontainer,
  '.devcontainer.json': devcontainer,
  '.devcontainer/Dockerfile': dockerfile,
  Dockerfile: dockerfile,
};

/** Files of which there may be several. */
export interface Several {
  /** Where they lie, from the root. */
  readonly directory: string;
  readonly endings: readonly string[];
  /** How many directories below that one are looked into. */
  readonly depth: number;
  /** No more are read. */
  readonly most: number;
  readonly read: Reader;
}

export const SEVERAL: readonly Several[] = [
  { directory: '.', endings: ['.tex'], depth: 3, most: 40, read: latexDocument },
  {
    directory: '.github/workflows',
    endings: ['.yml', '.yaml'],
    depth: 0,
    most: 20,
    read: workflow,
  },
];
