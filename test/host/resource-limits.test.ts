import { describe, expect, it } from 'vitest';
import { parseLimits, withTrueNofile } from '../../src/host/resource-limits.ts';

/** As Linux 6.1 prints it, in columns. */
const TEXT = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max file size             1048576              unlimited            bytes     
Max data size             unlimited            unlimited            bytes     
Max stack size            8388608              unlimited            bytes     
Max core file size        0                    unlimited            bytes     
Max resident set          unlimited            unlimited            bytes     
Max processes             96365                96365                processes 
Max open files            1024                 524288               files     
Max locked memory         8388608              9223372036854775807  bytes     
Max address space         9007199254740991     9007199254740992     bytes     
Max file locks            unlimited            unlimited            locks     
Max pending signals       96365                96365                signals   
Max msgqueue size         819200               819200               bytes     
Max nice priority         0                    0                    
Max realtime priority     0                    99                   
Max realtime timeout      unlimited            unlimited            us        
Max time travel           3                    3                    years     
`;

describe('the text of /proc/PID/limits', () => {
  it('is read line by line, and what is unlimited is left out', () => {
    expect(parseLimits(TEXT)).toEqual({
      fsize: { soft: 1_048_576, hard: 'unlimited' },
      stack: { soft: 8_388_608, hard: 'unlimited' },
      core: { soft: 0, hard: 'unlimited' },
      nproc: { soft: 96_365, hard: 96_365 },
      nofile: { soft: 1024, hard: 524_288 },
      memlock: { soft: 8_388_608, hard: 'unlimited' },
      as: { soft: 9_007_199_254_740_991, hard: 'unlimited' },
      sigpending: { soft: 96_365, hard: 96_365 },
      msgqueue: { soft: 819_200, hard: 819_200 },
      nice: { soft: 0, hard: 0 },
      rtprio: { soft: 0, hard: 99 },
    });
  });

  it('that is something else says nothing', () => {
    expect(parseLimits('')).toEqual({});
    expect(parseLimits('Max open files  many  unlimited  files\n')).toEqual({});
  });
});

describe('the limit on open files', () => {
  const nofile = (soft: number, hard: number) => ({ nofile: { soft, hard } });

  it.each([
    ['was raised by Node', nofile(20, 20), nofile(5, 20), 5],
    ['is the caller’s own', nofile(20, 20), nofile(20, 20), 20],
    ['was not raised', nofile(7, 20), nofile(5, 20), 7],
    ['was set for this process alone', nofile(20, 20), nofile(5, 30), 20],
    ['has a parent that cannot be seen', nofile(20, 20), undefined, 20],
    ['has a parent without one', nofile(20, 20), {}, 20],
  ])('that %s', (_, own, parent, soft) => {
    const limits = { ...own, core: { soft: 0, hard: 0 } };
    expect(withTrueNofile(limits, () => parent)).toEqual({
      nofile: { soft, hard: 20 },
      core: { soft: 0, hard: 0 },
    });
  });

  it('that is unknown stays so', () => {
    expect(withTrueNofile({}, () => nofile(1, 2))).toEqual({});
  });
});
