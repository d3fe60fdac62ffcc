/** An address of this machine at which nobody answers, not even the system: what a dead way looks like from here. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { untilTrue } from './wait.ts';

/** The system can be made to drop connections in this way on Linux only. */
export const hasBlackHole = process.platform === 'linux';

/** A listening program that is frozen: the system answers for it until its queue is full, then nobody does. */
export async function blackHole(): Promise<{ readonly port: number; readonly close: () => void }> {
  const script = `const s = require('net').createServer(); s.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      process.stdout.write(String(s.address().port), () => process.kill(process.pid, 'SIGSTOP')); })`;
  const frozen = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = await new Promise<number>((resolve) => frozen.stdout.once('data', (text) => resolve(Number(text))));
  await untilTrue('the program is frozen', () => readFileSync(`/proc/${frozen.pid}/stat`, 'utf8').includes(') T '));
  const sockets = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await untilTrue('two stand in its queue', () => sockets.filter((socket) => !socket.connecting).length === 2);
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      frozen.kill('SIGKILL');
    },
  };
}
