// Preloaded into a program under test: at its end, writes the most memory it has had, in KiB, to TACKLE_TEST_PEAK.
'use strict';
process.on('exit', () => {
  const fs = require('fs');
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'latin1'));
  fs.writeFileSync(process.env.TACKLE_TEST_PEAK, peak);
});
