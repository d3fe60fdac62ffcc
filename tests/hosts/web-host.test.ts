import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxScreenMessageBytes } from '../../src/main/hosts/screen-message.ts';
import { startWebHost, type WebHost } from '../../src/main/hosts/web/server.ts';
import { ask, clientOver, closed, codeOf, cookieOf, open, openLine, originOf } from './support/browser.ts';
import { createSmallRegister, type SmallRegister } from './support/small-register.ts';
import { createSmallScreen } from './support/small-screen.ts';

let host: WebHost;
let register: SmallRegister;
let screen: ReturnType<typeof createSmallScreen>;
let bugs: string[];

beforeEach(async () => {
  screen = createSmallScreen();
  register = createSmallRegister();
  bugs = [];
  host = await startWebHost(hostOptions());
});

afterEach(async () => {
  await host.close();
  screen.remove();
});

function hostOptions() {
  return {
    router: register.router,
    rendererDir: screen.renderer,
    port: 0,
    reportBug: (what: string) => bugs.push(what),
  };
}

async function signedIn() {
  const cookie = cookieOf(await open(host.port, codeOf(host.url)));
  return { cookie, origin: originOf(host.port) };
}

async function openRegister() {
  const { socket, status } = await openLine(host.port, await signedIn());
  expect(status).toBe('open');
  return socket;
}

describe('the screen is served to this machine only', () => {
  it('gives the start page and its files, and says how long they are good', async () => {
    const page = await ask(host.port);
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Countersign</title>' });
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    const script = await ask(host.port, { path: '/assets/screen-1a2b.js' });
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'max-age=31536000, immutable',
    });
    expect(await ask(host.port, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('lets the page run its own files and nothing else', async () => {
    const { headers } = await ask(host.port);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`ws://127.0.0.1:${host.port}`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect((await ask(host.port, { path: '/nothing' })).headers['content-security-policy']).toBe(policy);
  });

  it.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.html',
    '/..\\secret.html',
    '//secret.html',
    '/assets/link.html',
    '/assets/notes.unknown',
    '/assets/',
    '/index.html/',
    '/index.html%00.js',
    '/package.json',
  ])('finds nothing at %s', async (path) => {
    const answer = await ask(host.port, { path });
    expect(answer.status).toBe(404);
    expect(answer.body).toBe('');
  });

  it('refuses a request that names another host', async () => {
    for (const name of [
      'evil.example',
      `evil.example:${host.port}`,
      '127.0.0.1',
      `127.0.0.1:${host.port}.evil.example`,
    ]) {
      expect((await ask(host.port, { headers: { host: name } })).status).toBe(403);
    }
    expect((await ask(host.port, { headers: { host: `localhost:${host.port}` } })).status).toBe(200);
  });

  it('refuses a request from another page', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      `http://localhost:${host.port}`,
      `http://127.0.0.1:${host.port + 1}`,
    ]) {
      expect((await ask(host.port, { headers: { origin } })).status).toBe(403);
    }
  });

  it('takes no method but GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await ask(host.port, { method, headers: { origin: originOf(host.port) } });
      expect(answer.status).toBe(405);
      expect(answer.headers['allow']).toBe('GET, HEAD');
    }
    expect((await ask(host.port, { method: 'POST' })).status).toBe(403);
  });

  it('listens on no address but loopback', async () => {
    for (const address of ['0.0.0.0', '::', '192.168.1.10', 'example.com']) {
      await expect(startWebHost({ ...hostOptions(), address })).rejects.toMatchObject({ code: 'NOT_LOOPBACK' });
    }
  });

  it('names the port that is already in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startWebHost({ ...hostOptions(), port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(String(port)),
    });
    other.close();
  });

  it('says so when there is no built screen', async () => {
    await expect(startWebHost({ ...hostOptions(), rendererDir: '/nowhere' })).rejects.toMatchObject({
      code: 'NO_SCREEN',
    });
  });
});

describe('connections that somebody opens and forgets', () => {
  const connections: Socket[] = [];
  afterEach(() => {
    for (const socket of connections.splice(0)) socket.destroy();
  });

  /** A connection on which `says` is sent and nothing more; its own errors are nobody's. */
  const hang = (says: string) =>
    new Promise<Socket>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: host.port, allowHalfOpen: true }, () => {
        socket.write(says);
        resolve(socket);
      });
      socket.on('error', () => {});
      connections.push(socket);
    });
  const half = 'GET / HTTP/1.1\r\nHost: nobody\r\n';

  it('shut out neither a new page nor a screen in use: two hundred idle ones', async () => {
    const client = clientOver(await openRegister());
    for (let i = 0; i < 200; i += 1) await hang(i % 2 === 0 ? '' : half);
    expect(await ask(host.port)).toMatchObject({ status: 200 });
    const next = await openLine(host.port, {
      cookie: cookieOf(await open(host.port, codeOf(host.newLink()))),
      origin: originOf(host.port),
    });
    expect(next.status).toBe('open');
    expect((await client.greet({ name: 'Ada' })).words).toBe('hello Ada');
    expect(bugs).toEqual([]);
  });

  it('are cut the oldest first, and one that asks waits for none of them', async () => {
    const first = await hang('');
    const firstIsCut = new Promise<void>((resolve) => first.resume().once('end', () => resolve()));
    for (let i = 0; i < 62; i += 1) await hang('');
    const last = (await hang('')).resume();
    expect(first.readableEnded).toBe(false);
    expect((await ask(host.port)).status).toBe(200);
    await firstIsCut;
    expect(last.readableEnded).toBe(false);
  });

  it('are let go when they were refused a line, whatever their end does', async () => {
    const socket = await hang(
      `GET /register HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`,
    );
    let said = '';
    socket.on('data', (data) => {
      said += String(data);
    });
    await new Promise<void>((resolve) => socket.once('end', () => resolve()));
    expect(said).toMatch(/^HTTP\/1\.1 403 /);
    // Whoever writes on after that finds nobody there.
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const writes = setInterval(() => socket.write('x'), 20);
    await gone;
    clearInterval(writes);
  });
});

describe('a link opens one browser once', () => {
  it('exchanges the code for a cookie that no script can read', async () => {
    const answer = await open(host.port, codeOf(host.url));
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`^countersign-${host.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`)),
    ]);
    const headers = { cookie: cookieOf(answer) };
    expect((await ask(host.port, { path: '/session', headers })).status).toBe(204);
    expect((await ask(host.port, { path: '/session' })).status).toBe(401);
  });

  it('takes a code only once', async () => {
    expect((await open(host.port, codeOf(host.url))).status).toBe(204);
    const again = await open(host.port, codeOf(host.url));
    expect(again.status).toBe(429);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('takes a new link after the first, and the old one no longer', async () => {
    const newer = host.newLink();
    expect((await open(host.port, codeOf(host.url))).status).toBe(403);
    expect((await open(host.port, codeOf(newer))).status).toBe(204);
  });

  it('closes the door after ten wrong codes until a new link is made', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect((await open(host.port, `wrong-${attempt}`)).status).toBe(403);
    expect((await open(host.port, codeOf(host.url))).status).toBe(429);
    expect((await open(host.port, codeOf(host.newLink()))).status).toBe(204);
  });

  it('takes no code from another page, in another form, or from no page at all', async () => {
    const code = codeOf(host.url);
    expect((await open(host.port, code, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await open(host.port, code, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await open(host.port, '')).status).toBe(400);
    const session = { method: 'POST', path: '/session', body: JSON.stringify({ code }) };
    expect((await ask(host.port, { ...session, headers: { 'content-type': 'application/json' } })).status).toBe(403);
    const json = { origin: originOf(host.port), 'content-type': 'application/json' };
    expect((await ask(host.port, { ...session, headers: json, body: '{"code":' })).status).toBe(400);
    expect((await ask(host.port, { ...session, headers: json, body: '[]' })).status).toBe(400);
    expect((await open(host.port, code)).status).toBe(204);
  });

  it('reads no more than a small body', async () => {
    const body = JSON.stringify({ code: 'x'.repeat(2000) });
    const headers = { origin: originOf(host.port), 'content-type': 'application/json' };
    const declared = await ask(host.port, { method: 'POST', path: '/session', body, headers });
    expect(declared.status).toBe(413);
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    expect((await ask(host.port, { method: 'POST', path: '/session', body, headers: chunked })).status).toBe(413);
  });

  it('forgets the oldest browser when a ninth is let in, and cuts its line', async () => {
    const first = await openRegister();
    const firstIsClosed = closed(first);
    for (let browser = 0; browser < 8; browser += 1) await open(host.port, codeOf(host.newLink()));
    expect(await firstIsClosed).toBe(4401);
  });
});

describe('the line to the register', () => {
  it('carries calls, refusals and a stream to a browser that is in', async () => {
    const socket = await openRegister();
    const client = clientOver(socket);
    expect(await client.greet({ name: 'Ada' })).toEqual({ words: 'hello Ada', surface: 'screen' });
    await expect(client.greet({ name: 'x'.repeat(21) })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const stream = await client.watch();
    expect((await stream.next()).value).toEqual({ count: 0 });
    register.tick();
    expect((await stream.next()).value).toEqual({ count: 1 });
    expect(bugs).toEqual([]);
    socket.close();
    await vi.waitFor(() => expect(register.watchers()).toBe(0));
  });

  it('tells a screen that there was a bug, and nothing about it', async () => {
    const client = clientOver(await openRegister());
    const error: unknown = await client.bug().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(error)).not.toContain('4711');
    expect(bugs).toEqual(['call /bug']);
  });

  it('opens to nobody without the cookie', async () => {
    const origin = originOf(host.port);
    expect((await openLine(host.port, { origin })).status).toBe(401);
    expect((await openLine(host.port, { origin, cookie: `countersign-${host.port}=${'x'.repeat(43)}` })).status).toBe(
      401,
    );
  });

  it('opens to no other page and under no other name, with the cookie as well', async () => {
    const { cookie, origin } = await signedIn();
    expect((await openLine(host.port, { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await openLine(host.port, { cookie })).status).toBe(403);
    expect((await openLine(host.port, { cookie, origin, host: 'evil.example' })).status).toBe(403);
    expect((await openLine(host.port, { cookie, origin }, '/other')).status).toBe(404);
    expect((await openLine(host.port, { cookie, origin })).status).toBe('open');
  });

  it('ends when a message is too large', async () => {
    const socket = await openRegister();
    const code = closed(socket);
    socket.send(
      JSON.stringify({ i: '1', p: { u: '/size', b: { json: { text: 'x'.repeat(maxScreenMessageBytes) } } } }),
    );
    expect(await code).toBe(1009);
  });

  it.each([
    ['text that is no JSON', 'hello'],
    ['JSON that is no call', '{"hello":1}'],
    ['a call that names another place', '{"i":"1","p":{"u":"http://evil.example/x"}}'],
    ['bytes', Buffer.from('{"i":"1","p":{"u":"/greet"}}')],
  ])('ends when it is sent %s', async (_what, message) => {
    const socket = await openRegister();
    const code = closed(socket);
    socket.send(message);
    expect(await code).toBe(1008);
    expect(bugs).toEqual([]);
  });

  it('answers a call that does not exist with not found', async () => {
    const socket = await openRegister();
    const answer = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
    socket.send(JSON.stringify({ i: '1', p: { u: '/constructor/prototype', b: {} } }));
    expect(JSON.parse(await answer)).toMatchObject({ i: '1', p: { s: 404 } });
  });

  it('ends when the screen does not read what it is sent, instead of keeping it all', async () => {
    const socket = await openRegister();
    const code = closed(socket);
    socket.pause();
    for (let call = 0; call < 60; call += 1) {
      socket.send(JSON.stringify({ i: String(call), p: { u: '/fill', b: { json: { bytes: 1_000_000 } } } }));
    }
    await vi.waitFor(() => expect(bugs).toContain('line to a screen'), { timeout: 10_000 });
    socket.resume();
    expect(await code).toBe(1006);
  });

  it('ends when the screen no longer answers the heartbeat, and goes on when it does', async () => {
    const quick = await startWebHost({ ...hostOptions(), heartbeatMs: 40 });
    try {
      const browser = { cookie: cookieOf(await open(quick.port, codeOf(quick.url))), origin: originOf(quick.port) };
      const silent = (await openLine(quick.port, browser, '/register', { autoPong: false })).socket;
      const lively = (await openLine(quick.port, browser)).socket;
      expect(await closed(silent)).toBe(1006);
      expect((await clientOver(lively).greet({ name: 'Ada' })).words).toBe('hello Ada');
    } finally {
      await quick.close();
    }
  });

  it('takes at most sixteen screens', async () => {
    const browser = await signedIn();
    const lines = await Promise.all(Array.from({ length: 16 }, () => openLine(host.port, browser)));
    expect(lines.map((line) => line.status)).toEqual(Array.from({ length: 16 }, () => 'open'));
    expect((await openLine(host.port, browser)).status).toBe(503);
  });

  it('says good-bye to every screen when the terminal closes', async () => {
    const socket = await openRegister();
    const code = closed(socket);
    const pending = clientOver(socket).never();
    const refused = expect(pending).rejects.toThrow();
    await host.close();
    expect(await code).toBe(1001);
    await refused;
    await expect(ask(host.port)).rejects.toThrow();
  });
});
