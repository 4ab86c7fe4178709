// Preloaded into a program under test: at its end, writes what it has loaded to TACKLE_TEST_LOADED.
'use strict';
process.on('exit', () => {
  const builtins = process.moduleLoadList
    .filter((line) => line.startsWith('NativeModule '))
    .map((line) => line.slice('NativeModule '.length))
    .filter((name) => !name.startsWith('internal/'));
  const files = Object.keys(require.cache).filter((file) => file !== __filename);
  require('fs').writeFileSync(process.env.TACKLE_TEST_LOADED, JSON.stringify({ files, builtins }));
});
