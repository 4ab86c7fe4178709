import { expect, it } from 'vitest';
import type { Tool } from '../../src/catalog/tool.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { directory, path, PLACE, PYTHON, request } from './requests.ts';

const ROOT = '/home/ada/work/proj';

/** Where the project is seen, of a toolbox that was made for such a workspace. */
function seenAt(workspace: string) {
  const tool: Tool = { ...PYTHON, workspace: { value: path(workspace), place: PLACE } };
  const plan = planLaunch(request({ tool, project: { root: directory(ROOT) } }));
  if (!plan.ok) return plan.error.message;
  expect(plan.value.cwd).toBe(ROOT);
  return plan.value.mounts.flatMap((mount) =>
    mount.kind === 'bind' && mount.purpose === 'project' ? [`${mount.source}:${mount.target}`] : [],
  );
}

it('shows the project at a second place', () => {
  const own = `${ROOT}:${ROOT}`;
  expect(seenAt('/workspaces/proj')).toEqual([`${ROOT}:/workspaces/proj`, own]);
  expect(seenAt(ROOT)).toEqual([own]);
});

it.each(['/', '/etc', '/usr/bin', '/home', '/home/ada', '/run/x', '/home/ada/work', '/proc/self'])(
  'shows it nowhere at %s',
  (workspace) => {
    expect(seenAt(workspace)).toContain(`cannot be shown to a tool at \`${workspace}\``);
  },
);
