import { securityHeaders } from '../content-policy.ts';
import { readScreenFile, type ScreenFile } from '../screen-files.ts';
import type { ElectronParts } from './electron-parts.ts';

export const appOrigin = 'app://countersign';
export const startAddress = `${appOrigin}/index.html`;

/** Makes app:// a scheme with an origin of its own, as https: is. Electron takes this only before it is ready. */
export function registerAppScheme({ protocol }: Pick<ElectronParts, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Whether an address is a page of ours. Parsed, not compared by its beginning: app://countersign.else/ is not. */
export function isOurPage(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === 'app:' && url.host === 'countersign' && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}

/** Serves the screen's files under app://countersign; whatever is not in the list is not there. */
export function answerAppRequest(files: ReadonlyMap<string, ScreenFile>) {
  return async (request: Request): Promise<Response> => {
    const headers = securityHeaders();
    if (request.method !== 'GET') return new Response(null, { status: 405, headers });
    if (!isOurPage(request.url)) return new Response(null, { status: 403, headers });
    const file = files.get(new URL(request.url).pathname);
    if (file === undefined) return new Response(null, { status: 404, headers });
    return new Response(await readScreenFile(file), {
      status: 200,
      headers: { ...headers, 'Content-Type': file.type },
    });
  };
}
