import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { securityHeaders } from '../content-policy.ts';
import { readScreenFile, type ScreenFile } from '../screen-files.ts';
import type { OpeningCodes } from './opening-codes.ts';
import type { SamePlace } from './same-place.ts';

const maxBodyBytes = 1024;
const OpeningRequest = z.object({ code: z.string().min(1).max(128) });

export interface RequestParts {
  readonly files: ReadonlyMap<string, ScreenFile>;
  readonly codes: OpeningCodes;
  readonly place: SamePlace;
  readonly cookieName: string;
}

/** Answers one HTTP request: the files of the screen, and /session, where an opening code is exchanged for a cookie. */
export async function answerRequest(
  parts: RequestParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders(parts.place.lineAddresses)))
    response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  const method = request.method ?? '';
  const changes = method !== 'GET' && method !== 'HEAD';
  if (!parts.place.hostIsOurs(request) || !parts.place.originIsOurs(request, changes)) return end(response, 403);

  const path = pathOf(request);
  if (path === '/session') return answerSession(parts, method, request, response);
  if (changes) {
    response.setHeader('Allow', 'GET, HEAD');
    return end(response, 405);
  }
  const file = path === undefined ? undefined : parts.files.get(path);
  if (file === undefined) return end(response, 404);
  const bytes = await readScreenFile(file);
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Length', bytes.byteLength);
  if (file.unchanging) response.setHeader('Cache-Control', 'max-age=31536000, immutable');
  response.writeHead(200);
  response.end(method === 'HEAD' ? undefined : bytes);
}

/** GET asks whether this browser is already in; POST brings an opening code. */
async function answerSession(
  { codes, cookieName }: RequestParts,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (method === 'GET') return end(response, codes.session(cookie(request, cookieName)) === undefined ? 401 : 204);
  if (method !== 'POST') {
    response.setHeader('Allow', 'GET, POST');
    return end(response, 405);
  }
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return end(response, 415);
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('Connection', 'close');
    return end(response, 413);
  }
  const opening = parseOpening(body);
  if (opening === undefined) return end(response, 400);
  const opened = codes.open(opening.code);
  if (opened.outcome === 'closed') return end(response, 429);
  if (opened.outcome === 'wrong') return end(response, 403);
  response.setHeader('Set-Cookie', `${cookieName}=${opened.token}; HttpOnly; SameSite=Strict; Path=/`);
  end(response, 204);
}

/** The value of one cookie of the request. */
export function cookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The address without its query, as it was sent: nothing is decoded, so nothing can decode into another place. */
export function pathOf(request: IncomingMessage): string | undefined {
  const url = request.url ?? '';
  return url.startsWith('/') ? url.split('?', 1)[0] : undefined;
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) return undefined;
    size += chunk.byteLength;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseOpening(body: string): { code: string } | undefined {
  try {
    return OpeningRequest.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}
