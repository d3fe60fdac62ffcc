const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const lookForParentMs = 200;

/**
 * Passes every request to stop on to the child, until the answered function is called. Besides the signals that reach this
 * process there is one that does not: npm hands a signal to the shell between it and us, the shell dies of it, and we would
 * be left running with nobody above us. A parent that is gone is therefore a request to stop.
 */
export function passOnStopSignals(child) {
  const handlers = forwarded.map((signal) => {
    // Ctrl-C at a prompt reaches the whole process group by itself.
    const handler = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    child.kill('SIGTERM');
  }, lookForParentMs);
  return () => {
    clearInterval(look);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
