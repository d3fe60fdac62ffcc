import { eventIterator, oc } from '@orpc/contract';
import { implement } from '@orpc/server';
import { z } from 'zod';
import type { ScreenContext } from '../../../src/main/hosts/screen-router.ts';

/** A contract small enough to see the hosts through it: an answer, a refusal by schema, a bug, and a stream. */
export const smallContract = {
  greet: oc.input(z.object({ name: z.string().max(20) })).output(z.object({ words: z.string(), surface: z.string() })),
  size: oc.input(z.object({ text: z.string() })).output(z.object({ length: z.int() })),
  fill: oc.input(z.object({ bytes: z.int() })).output(z.object({ text: z.string() })),
  bug: oc.output(z.object({})),
  never: oc.output(z.object({})),
  watch: oc.output(eventIterator(z.object({ count: z.int() }))),
};

export interface SmallRegister {
  readonly router: ReturnType<typeof smallRouter>['router'];
  /** Moves every watcher on by one. */
  tick(): void;
  readonly watchers: () => number;
}

function smallRouter() {
  const os = implement(smallContract).$context<ScreenContext>();
  const waiting = new Set<() => void>();
  let watchers = 0;
  let count = 0;
  const router = os.router({
    greet: os.greet.handler(({ input, context }) => ({ words: `hello ${input.name}`, surface: context.surface })),
    size: os.size.handler(({ input }) => ({ length: input.text.length })),
    fill: os.fill.handler(({ input }) => ({ text: 'x'.repeat(input.bytes) })),
    bug: os.bug.handler(() => {
      throw new Error('a bug with the PIN 4711 in it');
    }),
    never: os.never.handler(() => new Promise<Record<string, never>>(() => {})),
    watch: os.watch.handler(async function* ({ signal }) {
      watchers += 1;
      try {
        for (;;) {
          yield { count };
          await new Promise<void>((resolve) => {
            waiting.add(resolve);
            signal?.addEventListener('abort', () => resolve(), { once: true });
          });
          if (signal?.aborted) return;
        }
      } finally {
        watchers -= 1;
      }
    }),
  });
  return {
    router,
    tick: () => {
      count += 1;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    watchers: () => watchers,
  };
}

export function createSmallRegister(): SmallRegister {
  return smallRouter();
}
