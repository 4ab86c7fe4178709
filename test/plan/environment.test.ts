import { describe, expect, it } from 'vitest';
import type { EnvEntry } from '../../src/config/config.ts';
import { portableLocale } from '../../src/plan/locale.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { portableTerminal } from '../../src/plan/terminal-type.ts';
import { path, PYTHON, request } from './requests.ts';

function envFrom(env: Readonly<Record<string, string>>, ...entries: readonly EnvEntry[]) {
  const plan = planLaunch(request({ env: entries, facts: { env } }));
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value.env;
}

const OURS = {
  GIT_DISCOVERY_ACROSS_FILESYSTEM: '1',
  HOME: '/home/ada',
  LOGNAME: 'ada',
  PWD: '/home/ada/work/proj',
  USER: 'ada',
};

describe('the environment', () => {
  it('passes what says how to draw, and nothing else', () => {
    const seen = { COLORTERM: 'truecolor', COLUMNS: '80', NO_COLOR: '', TERM: 'dumb' };
    const hidden = {
      PATH: '/usr/bin',
      AWS_SECRET_ACCESS_KEY: 'x',
      LD_PRELOAD: '/x.so',
      SSH_AUTH_SOCK: '/tmp/agent',
      'BASH_FUNC_ls%%': '() { :; }',
    };
    expect(envFrom({ ...seen, ...hidden })).toEqual({ ...OURS, ...seen });
  });

  it('passes values as they are', () => {
    const value = 'a=b\n"c" \'d\' $(e) \u{1f600}\t ';
    expect(envFrom({ X: value }, { kind: 'pass', name: 'X' })['X']).toBe(value);
  });

  it('never passes PATH, not even by a prefix; it may be set', () => {
    expect(
      envFrom({ PATH: '/host', PAGER: 'less' }, { kind: 'pass-prefix', prefix: 'PA' }),
    ).toEqual({ ...OURS, PAGER: 'less' });
    expect(envFrom({ PATH: '/host' }, { kind: 'pass', name: 'PATH' })).toEqual(OURS);
    expect(envFrom({}, { kind: 'set', name: 'PATH', value: '/x' })['PATH']).toBe('/x');
  });

  it('takes what is set over what is passed, and the last of two', () => {
    const entries: EnvEntry[] = [
      { kind: 'set', name: 'A', value: '1' },
      { kind: 'set', name: 'A', value: '2' },
      { kind: 'pass', name: 'A' },
    ];
    expect(envFrom({ A: 'host' }, ...entries)['A']).toBe('2');
  });

  it("lets a config overrule the catalogue, and a project's own toolbox overrule its config", () => {
    const tool = { ...PYTHON, env: [{ kind: 'set', name: 'A', value: 'toolbox' }] as const };
    const env = [{ kind: 'set', name: 'A', value: 'config' }] as const;
    const a = (origin: 'catalogue' | 'project') => {
      const toolbox = { ...PYTHON.toolbox, origin };
      const plan = planLaunch(request({ env, tool: { ...tool, toolbox } }));
      return plan.ok && plan.value.env['A'];
    };
    expect([a('catalogue'), a('project')]).toEqual(['config', 'toolbox']);
  });

  it('is sorted by name', () => {
    const names = Object.keys(
      envFrom({ TERM: 'x', CI: '1' }, { kind: 'set', name: 'B', value: '' }),
    );
    expect(names).toEqual([...names].sort());
  });
});

describe('the time zone', () => {
  function zone(facts: { timeZoneFile?: string; TZ?: string }) {
    const { timeZoneFile, TZ } = facts;
    const plan = planLaunch(
      request({
        facts: {
          env: TZ === undefined ? {} : { TZ },
          ...(timeZoneFile !== undefined && { timeZoneFile: path(timeZoneFile) }),
        },
      }),
    );
    if (!plan.ok) throw new Error(plan.error.message);
    const mount = plan.value.mounts.find(
      (each) => each.kind === 'bind' && each.purpose === 'time-zone',
    );
    return [plan.value.env['TZ'], mount?.target];
  }

  const ZONES = '/usr/share/zoneinfo';

  it.each([
    ['no zone at all', {}, undefined, undefined],
    [
      'a linked localtime',
      { timeZoneFile: `${ZONES}/Europe/Rome` },
      'Europe/Rome',
      `${ZONES}/Europe/Rome`,
    ],
    ['a copied localtime', { timeZoneFile: '/etc/localtime' }, undefined, '/etc/localtime'],
    [
      'a name',
      { TZ: 'US/Eastern', timeZoneFile: `${ZONES}/America/New_York` },
      'US/Eastern',
      `${ZONES}/US/Eastern`,
    ],
    ['no name', { TZ: '', timeZoneFile: `${ZONES}/Etc/UTC` }, '', `${ZONES}/Universal`],
    ['a rule', { TZ: 'CET-1CEST' }, 'CET-1CEST', undefined],
    [
      'a path elsewhere',
      { TZ: '/etc/passwd', timeZoneFile: '/etc/passwd' },
      '/etc/passwd',
      undefined,
    ],
    [
      'the usual path',
      { TZ: ':/etc/localtime', timeZoneFile: `${ZONES}/UTC` },
      ':/etc/localtime',
      '/etc/localtime',
    ],
  ])('from %s', (_, facts, name, target) => {
    expect(zone(facts)).toEqual([name, target]);
  });
});

describe('the locale', () => {
  it.each([
    ['en_GB.UTF-8', 'C.UTF-8'],
    ['de_DE.utf8', 'C.UTF-8'],
    ['sr_RS.UTF-8@latin', 'C.UTF-8'],
    ['C.UTF-8', 'C.UTF-8'],
    ['C', 'C'],
    ['POSIX', 'POSIX'],
    ['', ''],
    ['de_DE@euro', 'C'],
    ['ja_JP.eucJP', 'C'],
  ])('%j becomes %j', (locale, portable) => {
    expect(portableLocale(locale)).toBe(portable);
  });
});

describe('the terminal', () => {
  it.each([
    ['xterm-256color', 'xterm-256color'],
    ['screen', 'screen'],
    ['tmux-256color', 'tmux-256color'],
    ['dumb', 'dumb'],
    ['alacritty', 'xterm-256color'],
    ['alacritty-direct', 'xterm-256color'],
    ['xterm-kitty', 'xterm-256color'],
    ['foot', 'xterm-256color'],
    ['sterm', 'sterm'],
  ])('%s becomes %s', (term, portable) => {
    expect(portableTerminal(term)).toBe(portable);
  });
});
