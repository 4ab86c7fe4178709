/** What the cases run: all of them are in the kit image, and on the host. */
export const PROGRAMS: readonly string[] = [
  ...['bash', 'sh', 'python3', 'node', 'git', 'less', 'vim.tiny'],
  ...['cat', 'head', 'sleep', 'stty', 'tty', 'env', 'id', 'whoami', 'pwd', 'true', 'yes', 'nice'],
];
