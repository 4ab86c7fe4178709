import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rig } from '../rig/rig.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { endWarmContainers } from '../rig/warm-containers.ts';
import { fileOnPage } from './pages.ts';

/* What docs/hooks.md and docs/ci.md say, done as they say it: the files are those of the pages. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);
const project = (...parts: readonly string[]) => at('project', ...parts);

/** A `python3` of the machine that nobody is to reach. */
const STRANGER = '#!/bin/sh\necho "the python3 of the machine" >&2\nexit 9\n';

beforeEach(() => {
  place = scratch('hooks');
  write('host/python3', STRANGER, 0o755);
  const toolbox = `{image: '${rig().kit.tag}', network: none, commands: [python3]}`;
  write('project/tackle.yaml', `toolboxes:\n  kit: ${toolbox}\n`);
  write('project/.gitignore', '__pycache__\n');
});
afterEach(async () => {
  await endWarmContainers({ engine: rig().engine, scratch: place.path });
  place[Symbol.dispose]();
});

function write(name: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
  chmodSync(at(name), mode);
}

const env = (more: Readonly<Record<string, string>> = {}) => ({
  ...tackleEnv(),
  TACKLE_ENGINE: 'docker',
  XDG_DATA_HOME: at('data'),
  XDG_CACHE_HOME: at('cache'),
  XDG_CONFIG_HOME: at('config'),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  PATH: [at('host'), dirname(TACKLE), tackleEnv()['PATH']].join(':'),
  ...more,
});

function run(
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
) {
  const ended = spawnSync(program, args, { cwd: project(), env: env(more), encoding: 'utf8' });
  return { status: ended.status, out: ended.stdout, err: ended.stderr };
}

const git = (...words: readonly string[]) =>
  execFileSync('git', words, { cwd: project(), env: env(), encoding: 'utf8', stdio: 'pipe' });

describe('a git hook', () => {
  beforeEach(() => {
    write('project/.githooks/pre-commit', fileOnPage('hooks.md', '.githooks/pre-commit'), 0o755);
    git('init', '--quiet');
    git('config', 'core.hooksPath', '.githooks');
  });

  test('runs the project’s commands on what is committed', () => {
    write('project/good.py', 'print("a b")\n');
    write('project/two words.py', 'pass\n');
    git('add', '.');
    const good = run('git', ['commit', '--quiet', '-m', 'good']);
    expect(good).toEqual({ status: 0, out: '', err: '' });
    write('project/bad.py', 'print(\n');
    git('add', '.');
    const bad = run('git', ['commit', '--quiet', '-m', 'bad']);
    expect(bad.status).not.toBe(0);
    expect(bad.err).toContain('bad.py');
    expect(bad.err).not.toContain('the python3 of the machine');
    expect(git('log', '--format=%s')).toBe('good\n');
  });

  test('lets nothing through where the project cannot be gone by', () => {
    write('project/tackle.yaml', 'comands: {}\n');
    git('add', '.');
    const refused = run('git', ['commit', '--quiet', '-m', 'no']);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('[config/unknown-key]');
  });

  test('or is not trusted', () => {
    write('project/good.py', 'pass\n');
    git('add', '.');
    const refused = run('git', ['commit', '--quiet', '-m', 'no'], { TACKLE_TRUST: '' });
    expect(refused.status).not.toBe(0);
    expect(refused.err).toContain('[trust/not-trusted]');
  });
});

test('pre-commit runs the project’s commands on what is committed', () => {
  write('project/.pre-commit-config.yaml', fileOnPage('hooks.md', '.pre-commit-config.yaml'));
  git('init', '--quiet');
  // Its own program asks for `python3`, too, and is not to find the project's.
  const own = { PATH: [dirname(TACKLE), process.env['PATH']].join(':') };
  const commit = (name: string) => {
    git('add', '.');
    return run('git', ['commit', '--quiet', '-m', name], own);
  };
  expect(run('pre-commit', ['install'], own)).toMatchObject({ status: 0 });
  write('project/two words.py', 'pass\n');
  expect(commit('good')).toMatchObject({ status: 0 });
  write('project/bad.py', 'print(\n');
  const { status, err } = commit('bad');
  expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining('bad.py') as string });
  expect(git('log', '--format=%s')).toBe('good\n');
});

describe('a Makefile', () => {
  beforeEach(() => {
    write('project/Makefile', fileOnPage('hooks.md', 'Makefile'));
    write('project/check.py', 'print("checked")\n');
  });

  test('runs the project’s commands, and only what is out of date', () => {
    expect(run('make', ['-s', '-j2', 'check'])).toEqual({ status: 0, out: '', err: '' });
    expect(readFileSync(project('checked.txt'), 'utf8')).toBe('checked\n');
    expect(run('make', ['check']).out).toContain('Nothing to be done');
  });

  test('does nothing where the project cannot be gone by', () => {
    write('project/tackle.yaml', 'comands: {}\n');
    const failed = run('make', ['-s', 'check']);
    expect(failed.status).toBe(2);
    expect(failed.err).toContain('tackle env has failed');
    expect(existsSync(project('checked.txt'))).toBe(false);
  });

  test('may run them one by one', () => {
    write('project/Makefile', fileOnPage('hooks.md', 'Makefile.run'));
    expect(run('make', ['-s', 'check'])).toEqual({ status: 0, out: 'checked\n', err: '' });
  });
});

describe('in CI', () => {
  interface Workflow {
    readonly jobs: {
      readonly test: {
        readonly env: Readonly<Record<string, string>>;
        readonly steps: readonly { readonly run?: string }[];
      };
    };
  }

  /** What is not about Tackle, and about the machine. */
  const IS_SETUP = /^(?:npm|sudo|export PATH)/;

  function github(): readonly string[] {
    const { jobs } = parse(fileOnPage('ci.md', '.github/workflows/test.yml')) as Workflow;
    expect(jobs.test.env['TACKLE_FROZEN']).toBe('1');
    return jobs.test.steps.flatMap(({ run: step = 'npm' }) => (IS_SETUP.test(step) ? [] : [step]));
  }

  /** A job is one shell there, which ends at the first line that fails. */
  function gitlab(): readonly string[] {
    const { test: job } = parse(fileOnPage('ci.md', '.gitlab-ci.yml')) as {
      readonly test: {
        readonly script: readonly string[];
        readonly variables: Readonly<Record<string, string>>;
      };
    };
    expect(job.variables['TACKLE_FROZEN']).toBe('1');
    return [job.script.filter((line) => !IS_SETUP.test(line)).join('\n')];
  }

  /** `bash -e`, as both have it. */
  function steps(lines: readonly string[], trust: string) {
    for (const line of lines) {
      const more = { TACKLE_FROZEN: '1', TACKLE_TRUST: trust };
      const ended = run('bash', ['-e', '-o', 'pipefail', '-c', line], more);
      if (ended.status !== 0) return ended;
    }
    return 'passed';
  }

  test.each([
    ['GitHub', github],
    ['GitLab', gitlab],
  ])('the recipe for %s runs what is locked and trusted, and nothing else', (_, recipe) => {
    write('project/Makefile', fileOnPage('hooks.md', 'Makefile'));
    write('project/check.py', 'print("checked")\n');
    const word = /TACKLE_TRUST=([0-9a-f]{64})/.exec(run('tackle', ['trust', '--print']).out)?.[1];
    expect(steps(recipe(), word ?? '')).toMatchObject({ status: 1 });
    expect(run('tackle', ['lock'])).toMatchObject({ status: 0 });
    expect(steps(recipe(), word ?? '')).toBe('passed');
    expect(readFileSync(project('checked.txt'), 'utf8')).toBe('checked\n');
    const text = readFileSync(project('tackle.yaml'), 'utf8');
    write('project/tackle.yaml', `${text}env: [TOKEN]\n`);
    const changed = steps(recipe(), word ?? '') as { readonly err: string };
    expect(changed).toMatchObject({ status: 125 });
    expect(changed.err).toContain('[trust/not-trusted]');
  });
});
