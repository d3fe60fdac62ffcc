/** From the start of the process to the first scan that was accepted: a badge on the scanner's cable signs its person in. */
import { spawn } from 'node:child_process';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { contract } from '../src/shared/contract/contract.ts';
import { scannerCable } from '../tests/e2e/support/cable.ts';
import { type RunningTerminal, startTerminal } from '../tests/e2e/support/terminal.ts';
import { openShop } from '../tests/support/shop.ts';
import { BADGE } from '../tests/support/terminal-json.ts';
import { type Spread, spread } from './spread.ts';

export type StartMeasure = {
  /** Process start to the line that says it is ready; milliseconds. */
  readonly readyMs: Spread;
  /** Process start to the news that a scan was accepted. */
  readonly scanAcceptedMs: Spread;
  /** The same Node starting with nothing to do. */
  readonly emptyNodeMs: Spread;
};

const scanEveryMs = 50;

export async function measureStarts(starts: number): Promise<StartMeasure> {
  const cable = await scannerCable();
  const shop = await openShop({ scannerPath: cable.path });
  const ready: number[] = [];
  const accepted: number[] = [];
  const empty: number[] = [];
  try {
    for (let n = 0; n <= starts; n += 1) {
      const emptyMs = await emptyNode();
      const from = performance.now();
      // A person pulls the trigger again and again until the register beeps.
      const pulling = setInterval(() => void cable.gun.scan(`CS-BADGE-${BADGE}`, ']C0'), scanEveryMs);
      const terminal = await startTerminal({ data: shop.data, config: shop.config });
      const readyMs = performance.now() - from;
      try {
        await signedIn(terminal);
      } finally {
        clearInterval(pulling);
      }
      const acceptedMs = performance.now() - from;
      await terminal.stop();
      // The first start makes the database; it is not counted.
      if (n === 0) continue;
      ready.push(readyMs);
      accepted.push(acceptedMs);
      empty.push(emptyMs);
    }
  } finally {
    await shop.close();
    await cable.close();
  }
  return { readyMs: spread(ready), scanAcceptedMs: spread(accepted), emptyNodeMs: spread(empty) };
}

/** Comes in by the link as a screen does, and waits for the snapshot in which somebody is signed in. */
async function signedIn(terminal: RunningTerminal): Promise<void> {
  const { origin, hash } = new URL(terminal.link);
  const opened = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', origin },
    body: JSON.stringify({ code: hash.replace('#open=', '') }),
  });
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/register`, { headers: { origin, cookie } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // A WebSocket of ws has the four members the link uses, with wider types for their events.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  const client: ContractRouterClient<typeof contract> = createORPCClient(link);
  for await (const snapshot of await client.watch()) {
    if (snapshot.signedIn !== null) break;
  }
  socket.close();
}

function emptyNode(): Promise<number> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', () => resolve(performance.now() - from));
  });
}
