/**
 * Words that people type to be asked for a password, to use their keys, or to administer the machine, and those that
 * scripts rely on: who stands in for one of these sees what was meant for another program. No toolbox of the catalogue
 * has a command of such a name.
 */
const WORDS: ReadonlySet<string> = new Set([
  ...['sudo', 'su', 'doas', 'pkexec', 'run0', 'login', 'passwd', 'chsh', 'newgrp', 'sg'],
  ...['ssh', 'scp', 'sftp', 'ssh-add', 'ssh-agent', 'ssh-keygen', 'ssh-copy-id', 'rsync', 'mosh'],
  ...[
    'gpg',
    'gpg2',
    'gpg-agent',
    'pinentry',
    'pass',
    'age',
    'op',
    'bw',
    'vault',
    'cosign',
    'openssl',
  ],
  ...['git', 'gh', 'glab', 'hg', 'svn', 'curl', 'wget', 'ftp', 'telnet', 'mail', 'sendmail'],
  ...['aws', 'az', 'gcloud', 'gsutil', 'doctl', 'heroku', 'flyctl'],
  ...[
    'docker',
    'podman',
    'nerdctl',
    'buildah',
    'skopeo',
    'bwrap',
    'tackle',
    'direnv',
    'mise',
    'asdf',
  ],
  ...[
    'sh',
    'bash',
    'dash',
    'zsh',
    'fish',
    'ksh',
    'tmux',
    'screen',
    'env',
    'xargs',
    'nohup',
    'timeout',
  ],
  ...['ls', 'cat', 'cp', 'mv', 'rm', 'ln', 'mkdir', 'rmdir', 'touch', 'chmod', 'chown', 'chgrp'],
  ...['find', 'grep', 'sed', 'tar', 'less', 'more', 'echo', 'printf', 'test', 'true', 'false'],
  ...['id', 'whoami', 'hostname', 'uname', 'date', 'kill', 'killall', 'pkill', 'ps', 'top'],
  ...['mount', 'umount', 'dd', 'systemctl', 'journalctl', 'service', 'crontab', 'at', 'reboot'],
  ...['apt', 'apt-get', 'dpkg', 'dnf', 'yum', 'rpm', 'zypper', 'pacman', 'apk', 'brew', 'snap'],
]);

/** Whether typing the word means a program of the machine, to whoever types it. */
export function isWordOfTheMachine(word: string): boolean {
  return WORDS.has(word);
}
