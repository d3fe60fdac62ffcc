import type { IncomingMessage } from 'node:http';

/**
 * Whether a request was meant for this terminal and comes from its own page. The Host list stops a foreign name that was
 * made to point at this machine; the Origin list stops a page from elsewhere that was opened in the same browser.
 */
export interface SamePlace {
  hostIsOurs(request: IncomingMessage): boolean;
  /** `required` for what changes something or opens a line; a plain page load has no Origin. */
  originIsOurs(request: IncomingMessage, required: boolean): boolean;
  /** Addresses a page of ours may open a line to. */
  readonly lineAddresses: readonly string[];
}

export function samePlace(port: number): SamePlace {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  if (port === 80) for (const name of ['127.0.0.1', 'localhost']) hosts.add(name);
  return {
    hostIsOurs: (request) => request.headers.host !== undefined && hosts.has(request.headers.host),
    originIsOurs: (request, required) => {
      const { origin, host } = request.headers;
      if (origin === undefined) return !required;
      return host !== undefined && hosts.has(host) && origin === `http://${host}`;
    },
    lineAddresses: [...hosts].map((host) => `ws://${host}`),
  };
}
