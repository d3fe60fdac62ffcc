import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../src/main/ports/clock.ts';
import type { WayProbe } from '../../src/main/ports/metrc-way.ts';
import { realClock } from '../../src/metrc/simulator/real-clock.ts';
import { type LocalNetwork, localTrouble } from '../../src/metrc/way/local-network.ts';
import type { LookUp } from '../../src/metrc/way/names.ts';
import { createMetrcWay, type WayOptions } from '../../src/metrc/way/way.ts';
import { blackHole, hasBlackHole } from '../support/black-hole.ts';
import { metrcFront } from '../support/metrc-front.ts';
import { type Certificate, selfSigned } from './support/certificate.ts';
import { rawServer } from './support/raw-server.ts';
import { metrcAt, startSimulator } from './support/store.ts';

const NAME = 'metrc.example';
const WELL: LocalNetwork = { carrier: true, address: true, route: true };
const here: LookUp = async () => [{ address: '127.0.0.1', family: 4 }];
let ours: Certificate;

beforeAll(() => {
  ours = selfSigned(`DNS:${NAME},IP:127.0.0.1`);
});

/** Waits that are known to run out, run out four times as fast. */
const quick: Clock = { ...realClock, after: (ms, act) => realClock.after(ms / 4, act) };

/** A look at Metrc under a name, as on a real counter, with the answers of this machine and of the name service given. */
const wayTo = (port: number, options: Partial<WayOptions> = {}) =>
  createMetrcWay({
    baseUrl: `https://${NAME}:${port}`,
    clock: realClock,
    ca: ours.cert,
    lookUp: here,
    readLocal: () => WELL,
    ...options,
  });

/** One look and the milliseconds it took. */
async function timed(look: () => Promise<WayProbe>): Promise<{ readonly probe: WayProbe; readonly took: number }> {
  const from = performance.now();
  const probe = await look();
  return { probe, took: performance.now() - from };
}

async function frontOfSimulator() {
  const simulator = await startSimulator();
  const front = await metrcFront(simulator.port, ours);
  onTestFinished(() => front.close());
  return { simulator, front };
}

describe('one look names the broken link', () => {
  test('a way that is open: the name look-up is timed apart, and nothing was asked', async () => {
    const { simulator, front } = await frontOfSimulator();
    expect(await wayTo(front.port).probe()).toEqual({
      kind: 'open',
      lookUpMs: expect.any(Number),
      connectMs: expect.any(Number),
    });
    expect(simulator.ledger.requests()).toEqual([]);
  });

  test('a server that stops listening: the connection is refused', async () => {
    const { front } = await frontOfSimulator();
    const way = wayTo(front.port);
    await front.stopListening();
    expect(await way.probe()).toEqual({ kind: 'broken', because: 'refused_connection' });
    await front.listenAgain();
    expect(await way.probe()).toMatchObject({ kind: 'open' });
  });

  test('a server that takes the connection and never speaks: no answer, in little more than a second', async () => {
    const { front } = await frontOfSimulator();
    front.freeze();
    const { probe, took } = await timed(() => wayTo(front.port).probe());
    expect(probe).toEqual({ kind: 'broken', because: 'timeout' });
    expect(took).toBeGreaterThan(1100);
  });

  test('a certificate of another name, and one that nobody vouches for', async () => {
    const other = selfSigned('DNS:other.example');
    const { front } = await frontOfSimulator();
    front.showCertificate(other);
    expect(await wayTo(front.port, { ca: other.cert }).probe()).toEqual({ kind: 'broken', because: 'tls' });
    expect(await wayTo(front.port).probe()).toEqual({ kind: 'broken', because: 'tls' });
  });

  test('something that does not speak TLS at all', async () => {
    const server = await rawServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await wayTo(server.port).probe()).toEqual({ kind: 'broken', because: 'tls' });
  });

  test('nothing comes back from the address: no internet, and with the route gone no way out', async (context) => {
    context.skip(!hasBlackHole, 'skipped, because only Linux stops answering for a frozen program with a full queue');
    const hole = await blackHole();
    onTestFinished(hole.close);
    let seen = WELL;
    const way = wayTo(hole.port, { clock: quick, readLocal: () => seen });
    expect(await way.probe()).toEqual({ kind: 'broken', because: 'no_internet' });
    seen = { ...WELL, route: false };
    expect(await way.probe()).toEqual({ kind: 'broken', because: 'no_lan' });
  });

  test('a name that does not resolve, by the look-up of this machine', async () => {
    const way = createMetrcWay({ baseUrl: 'https://metrc.invalid', clock: realClock, readLocal: () => WELL });
    const { probe, took } = await timed(() => way.probe());
    expect(probe).toEqual({ kind: 'broken', because: 'no_name' });
    expect(took).toBeLessThan(2000);
  });

  test('the cable is out: said without a look-up and without a connection', async () => {
    const lookUps: string[] = [];
    const lookUp: LookUp = (host) => {
      lookUps.push(host);
      return here(host);
    };
    const server = await rawServer(() => undefined);
    const way = wayTo(server.port, { lookUp, readLocal: () => ({ ...WELL, carrier: false }) });
    expect(await way.probe()).toEqual({ kind: 'broken', because: 'no_cable' });
    expect(lookUps).toEqual([]);
  });

  test('on the way to this very machine cables do not matter', async () => {
    const simulator = await startSimulator();
    const way = createMetrcWay({
      baseUrl: simulator.url,
      clock: realClock,
      readLocal: () => ({ carrier: false, address: false, route: false }),
    });
    expect(await way.probe()).toMatchObject({ kind: 'open', lookUpMs: null });
  });
});

describe('a name service that hangs', () => {
  const hangs: LookUp = () => new Promise(() => undefined);

  test('the name was never known: said in well under a second, with one look-up under way however often it is looked', async () => {
    let begun = 0;
    const lookUp: LookUp = (host) => {
      begun += 1;
      return hangs(host);
    };
    const way = wayTo(1, { clock: quick, lookUp });
    for (let i = 0; i < 2; i += 1) expect(await way.probe()).toEqual({ kind: 'broken', because: 'no_name' });
    expect(begun).toBe(1);
  });

  test('Metrc is still there at its old address: it is the name; it is not there: it is the internet', async (context) => {
    context.skip(!hasBlackHole, 'skipped, because only Linux stops answering for a frozen program with a full queue');
    const { front } = await frontOfSimulator();
    let lookUp = here;
    const way = wayTo(front.port, { lookUp: (host) => lookUp(host) });
    expect(await way.probe()).toMatchObject({ kind: 'open' });
    lookUp = hangs;
    expect(await way.probe()).toEqual({ kind: 'broken', because: 'no_name' });
    const hole = await blackHole();
    onTestFinished(hole.close);
    let gone = here;
    const dead = wayTo(hole.port, { clock: quick, lookUp: (host) => gone(host) });
    await dead.probe();
    gone = hangs;
    expect(await dead.probe()).toEqual({ kind: 'broken', because: 'no_internet' });
  });
});

test.each([
  [{ carrier: false, address: true, route: true }, 'no_cable'],
  [{ carrier: true, address: false, route: true }, 'no_lan'],
  [{ carrier: true, address: true, route: false }, 'no_lan'],
  [{ carrier: null, address: false, route: null }, 'no_cable'],
  [{ carrier: null, address: true, route: null }, null],
  [WELL, null],
])('what this machine sees of itself: %o is %s', (seen, trouble) => {
  expect(localTrouble(seen)).toBe(trouble);
});

test('a real cable that is pulled and pushed in again, in a network of its own', async (context) => {
  const mayMakeNetworks = process.platform === 'linux' && process.getuid?.() === 0;
  context.skip(!mayMakeNetworks, 'skipped, because a network of its own needs Linux and root');
  const id = `cs${process.pid}`;
  const ip = (command: string): void =>
    void execFileSync('ip', command.replaceAll('@', id).split(' '), { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    ip('netns add @');
  } catch {
    context.skip(true, 'skipped, because this system lets nobody make a network of its own');
  }
  onTestFinished(() => ip('netns del @'));
  ip('-n @ link add reg type veth peer name switch');
  ip('-n @ link set switch up');
  ip('-n @ link set reg up');
  const looks = fileURLToPath(new URL('./support/look-locally.ts', import.meta.url));
  const child = spawn('ip', ['netns', 'exec', id, process.execPath, looks], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.stdin.end());
  const look = (): Promise<string> =>
    new Promise((resolve) => {
      child.stdout.once('data', (text) => resolve(String(text).trim()));
      child.stdin.write('look\n');
    });
  expect(await look()).toBe('no_lan'); // a cable, but no address yet
  ip('-n @ addr add 10.99.0.2/24 dev reg');
  expect(await look()).toBe('no_lan'); // an address, but no way out
  ip('-n @ route add default via 10.99.0.1');
  expect(await look()).toBe('null');
  ip('-n @ link set switch down');
  expect(await look()).toBe('no_cable');
  ip('-n @ link set switch up');
  expect(await look()).toBe('null');
});

describe('reads after the way was away', () => {
  test('one that waits for an answer that was lost is asked once more at once; the register does not wait for its end', async () => {
    const { simulator, front } = await frontOfSimulator();
    const metrc = metrcAt(`https://127.0.0.1:${front.port}`, { ca: ours.cert });
    expect(await metrc.control()).toMatchObject({ kind: 'good' });
    front.freeze();
    const control = metrc.control();
    front.thaw();
    const { took } = await timed(async () => {
      metrc.renewReads();
      expect(await control).toMatchObject({ kind: 'good' });
      return { kind: 'broken', because: 'timeout' };
    });
    expect(took).toBeLessThan(5000); // a read is given up after ten seconds
    expect(simulator.ledger.requests().filter(({ kind }) => kind === 'facilities.read')).toHaveLength(2);
  });

  test('a package look-up as well', async () => {
    const { front } = await frontOfSimulator();
    const metrc = metrcAt(`https://127.0.0.1:${front.port}`, { ca: ours.cert });
    front.freeze();
    const page = metrc.activePackages(0, Date.now(), 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    front.thaw();
    metrc.renewReads();
    expect(await page).toMatchObject({ ok: true });
  });
});
