// Preloaded into a program under test: holds it before it first renames a file. It says so on the FIFO TACKLE_TEST_HELD, and
// goes on when something is written to the FIFO TACKLE_TEST_GO.
'use strict';
const fs = require('fs');
const { renameSync } = fs;
fs.renameSync = (from, to) => {
  fs.renameSync = renameSync;
  fs.writeFileSync(process.env.TACKLE_TEST_HELD, 'held');
  fs.readFileSync(process.env.TACKLE_TEST_GO);
  renameSync(from, to);
};
