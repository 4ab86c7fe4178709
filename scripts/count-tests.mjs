// Prints `N passed, N failed` from vitest's JSON report, and before it which tests passed only when they were played once
// more; fails when anything failed or nothing ran.
import { readFileSync } from 'node:fs';

const report = readReport(process.argv[2]);
const passed = report.numPassedTests;
// A file that could not even be loaded holds no test that failed, and is a failure all the same.
const unloaded = report.testResults.filter(
  (file) =>
    file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
);
const failed = report.numFailedTests + unloaded.length;
for (const { name, assertionResults } of report.testResults)
  for (const { status, failureMessages, fullName } of assertionResults)
    if (status === 'passed' && failureMessages.length > 0)
      console.log(`\npassed when played once more: ${fullName} (${name})\n${failureMessages[0]}`);
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;

/** Without a report there is nothing to count: the tests never got that far. */
function readReport(file) {
  const text = readFileSync(file, 'utf8');
  if (text !== '') return JSON.parse(text);
  return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
}
