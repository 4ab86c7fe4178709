/**
 * Does something before Ctrl-Z (`SIGTSTP`) stops this process, which it does all the same.
 * @returns what ends that
 */
export function beforeStop(act: () => void): () => void {
  const hear = () => {
    act();
    // With a listener the signal would be heard instead of obeyed. What follows happens when the process goes on.
    process.off('SIGTSTP', hear);
    process.kill(process.pid, 'SIGTSTP');
    process.on('SIGTSTP', hear);
  };
  process.on('SIGTSTP', hear);
  return () => void process.off('SIGTSTP', hear);
}
