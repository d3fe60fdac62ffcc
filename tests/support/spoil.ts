/**
 * Spoils one line of the program as it is loaded, in a process of its own: `node --import spoil.ts?mistake=NAME`. It shows
 * that the proofs would notice. A line that is not there any more is an error, so that no proof passes for nothing.
 */
import { registerHooks } from 'node:module';

type Edit = { readonly file: string; readonly from: string; readonly to: string };
type Mistake = Edit & { readonly also?: Edit };

export const MISTAKES = {
  'a 500 is taken for a refusal': {
    file: '/src/metrc/verdict.ts',
    from: "return unknown(status < 300 ? 'unreadable' : troubleOfStatus(status));",
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
  'Metrc is asked before the intent is written': {
    file: '/src/main/actions/submit-sale.ts',
    from: 'const { record, next } = writeIntent(',
    to: `await desk.ports.metrc.submitReceipt(requestBody(requestedSale(desk, quoted, localTime(clock.now(), desk.settings.zone).wall)));
    const { record, next } = writeIntent(`,
  },
  'any receipt under our number is taken for ours': {
    file: '/src/main/actions/recognise-receipt.ts',
    from: 'expected.includes(fingerprintOf(desk, asRequested(receipt, sale.number)))',
    to: 'true',
  },
  'keys that Metrc does not take are taken for an absent receipt': {
    file: '/src/metrc/proof.ts',
    from: "if (lists.kind === 'failed') return noEvidence(lists.because);",
    to: "if (lists.kind === 'failed') return { kind: 'absent', exchanges };",
  },
  'a commit does not wait for the disk': {
    file: '/src/main/store/connection.ts',
    from: "db.pragma('synchronous = FULL');",
    to: "db.pragma('synchronous = NORMAL');",
    // The register itself refuses to start so; this mistake takes that away too.
    also: { file: '/src/main/store/open.ts', from: 'if (synchronous !== FULL)', to: 'if (synchronous === null)' },
  },
  'a request is given up with a polite end': {
    file: '/src/metrc/line.ts',
    from: 'raw.resetAndDestroy();',
    to: 'raw.destroy();',
  },
} as const satisfies Readonly<Record<string, Mistake>>;
export type MistakeName = keyof typeof MISTAKES;

/** For Node's command line: loads this mistake with the program. */
export const spoiledBy = (mistake: MistakeName): readonly string[] => [
  '--import',
  new URL(`./spoil.ts?mistake=${encodeURIComponent(mistake)}`, import.meta.url).href,
];

const name = new URL(import.meta.url).searchParams.get('mistake');
const mistake = name === null ? undefined : MISTAKES[name as MistakeName];
if (mistake) {
  const { also, ...first }: Mistake = mistake;
  const edits = also ? [first, also] : [first];
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const edit = edits.find(({ file }) => url.endsWith(file));
      if (!edit) return loaded;
      const source = String(loaded.source);
      if (!source.includes(edit.from)) throw new Error(`${edit.file} has no line to spoil: ${edit.from}`);
      return { ...loaded, source: source.replace(edit.from, edit.to) };
    },
  });
}
