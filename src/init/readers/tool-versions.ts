import type { Finding, Reader } from '../finding.ts';
import { toolNamed } from '../known-as.ts';
import { linesOf } from '../lines.ts';
import { versionAsked } from './version-file.ts';

/** `.tool-versions` of asdf and mise: `python 3.8.10 2.7.18`, of which the first is the one. */
export const toolVersions: Reader = (file) =>
  linesOf(file).flatMap((line): readonly Finding[] => {
    const [name = '', ...versions] = line.text.split(/\s+/);
    return versions.map((version, at): Finding => {
      const finding = versionAsked(toolNamed(name), version, line);
      return at === 0 || finding.kind === 'fault' ? finding : { ...finding, besides: true };
    });
  });
