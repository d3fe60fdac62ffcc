/**
 * Spoils one line of the program as it is loaded, in a process of its own: `node --import spoil.ts?mistake=NAME`. It shows
 * that the proofs would notice. A line that is not there any more is an error, so that no proof passes for nothing.
 */
import { registerHooks } from 'node:module';

type Mistake = { readonly file: string; readonly from: string; readonly to: string };

export const MISTAKES = {
  'a 500 is taken for a refusal': {
    file: '/src/metrc/verdict.ts',
    from: 'return unknown(troubleOfStatus(status));',
    to: "return { kind: 'refused', status, messages: ['no'], exchange };",
  },
  'the drawer opens before Metrc was asked': {
    file: '/src/main/actions/settle-sale.ts',
    from: 'const outcome = believable(',
    to: 'await this.#desk.ports.drawer.kick(); const outcome = believable(',
  },
  'what may be on paper is printed again after a restart': {
    file: '/src/main/actions/print-queue.ts',
    from: "store.prints.end(job.id, 'unknown', 'app_ended'",
    to: "store.prints.end(job.id, 'owed', 'app_ended'",
  },
} as const satisfies Readonly<Record<string, Mistake>>;
export type MistakeName = keyof typeof MISTAKES;

const name = new URL(import.meta.url).searchParams.get('mistake');
const mistake = name === null ? undefined : MISTAKES[name as MistakeName];
if (mistake) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(mistake.file)) return loaded;
      const source = String(loaded.source);
      if (!source.includes(mistake.from)) throw new Error(`${mistake.file} has no line to spoil: ${mistake.from}`);
      return { ...loaded, source: source.replace(mistake.from, mistake.to) };
    },
  });
}
