import { createServer, type Server } from 'node:http';
import type { ReportBug } from '../report-bug.ts';
import { createScreenDoor } from '../screen-door.ts';
import { listScreenFiles } from '../screen-files.ts';
import type { ScreenRouter } from '../screen-router.ts';
import { createLines } from './lines.ts';
import { OpeningCodes } from './opening-codes.ts';
import { keepPlaces, usualPlaces } from './places.ts';
import { answerRequest } from './requests.ts';
import { samePlace } from './same-place.ts';

const closeLimitMs = 2_000;
const usualHeartbeatMs = 15_000;

export interface WebHostOptions {
  readonly router: ScreenRouter;
  /** The built screen: dist/renderer. */
  readonly rendererDir: string;
  /** 0 is any free port. */
  readonly port: number;
  /** Loopback only; anything else is refused. */
  readonly address?: string;
  /** How often each screen is asked whether it is still there; one that did not answer is cut. */
  readonly heartbeatMs?: number;
  readonly reportBug: ReportBug;
}

export interface WebHost {
  /** Where the screen is, with a one-time opening code in the fragment, which no browser sends to a server or a log. */
  readonly url: string;
  readonly port: number;
  /** A new link for another browser; the link before it is worth nothing from here on. */
  newLink(): string;
  close(): Promise<void>;
}

/** Why the web host did not start, in one sentence. */
export class WebHostRefused extends Error {
  readonly code: 'NOT_LOOPBACK' | 'PORT_IN_USE' | 'PORT_NOT_ALLOWED' | 'NO_SCREEN';

  constructor(code: WebHostRefused['code'], message: string) {
    super(message);
    this.name = 'WebHostRefused';
    this.code = code;
  }
}

/**
 * Serves the terminal to a browser on this machine. Rejects with WebHostRefused when the address is not loopback, the port
 * is taken, or there is no built screen.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { address = '127.0.0.1', heartbeatMs = usualHeartbeatMs, reportBug } = options;
  if (address !== '127.0.0.1') {
    throw new WebHostRefused('NOT_LOOPBACK', `The web host listens on 127.0.0.1 only, never on ${address}.`);
  }
  const files = await listScreenFiles(options.rendererDir).catch((error: unknown) => {
    throw new WebHostRefused(
      'NO_SCREEN',
      `There is no built screen (${error instanceof Error ? error.message : 'unreadable'}).`,
    );
  });
  const server = createServer({
    requestTimeout: 10_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 5_000,
    // How often the two limits above are looked at; the usual half minute would triple them.
    connectionsCheckingInterval: 2_000,
  });
  // A browser that asks and then does not read is let go; a line to a screen has a heartbeat of its own.
  server.timeout = 10_000;
  keepPlaces(server, usualPlaces);
  const port = await listen(server, address, options.port);

  const codes = new OpeningCodes();
  const place = samePlace(port);
  // Cookies are shared by all ports of a host, so each terminal's carries its port in its name.
  const shared = { codes, place, cookieName: `countersign-${port}` };
  const lines = createLines({ ...shared, door: createScreenDoor(options.router, reportBug), heartbeatMs, reportBug });
  server.on('upgrade', lines.upgrade);
  server.on('request', (request, response) => {
    answerRequest({ ...shared, files }, request, response).catch((error: unknown) => {
      // A browser that went away in the middle of its request is nothing to report.
      if (!request.destroyed) reportBug(`request ${request.method}`, error);
      response.destroy();
    });
  });

  const newLink = () => `http://127.0.0.1:${port}/#open=${codes.mint()}`;
  return {
    url: newLink(),
    port,
    newLink,
    close: async () => {
      lines.close();
      await closeServer(server);
    },
  };
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new WebHostRefused(
            'PORT_IN_USE',
            `Port ${port} is already in use by another program; choose another with --port.`,
          ),
        );
      } else if (error.code === 'EACCES') {
        reject(
          new WebHostRefused(
            'PORT_NOT_ALLOWED',
            `This user may not open port ${port}; choose one above 1023 with --port.`,
          ),
        );
      } else reject(error);
    });
    server.listen(port, address, () => {
      const bound = server.address();
      if (bound === null || typeof bound === 'string') reject(new Error('the server has no port'));
      else resolve(bound.port);
    });
  });
}

/** Lets answers under way finish, for a moment; then cuts what is left. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), closeLimitMs);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}
