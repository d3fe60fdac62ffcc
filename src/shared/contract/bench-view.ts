import { z } from 'zod';

/** The training bench: the physical counter of the training store, drawn beside the register. */
export const BenchView = z.object({
  shelf: z.array(
    z.object({
      itemId: z.string(),
      name: z.string(),
      /** Empty for things that are no package: "Unknown code". */
      tagTail: z.string(),
      /** What is the matter with it; `valid` sells. */
      note: z.enum(['valid', 'held', 'expired', 'test_failed', 'over_limit', 'unknown_code', 'same_unit']),
    }),
  ),
  cards: z.array(z.object({ itemId: z.string(), name: z.string(), note: z.enum(['valid', 'expired', 'unknown']) })),
  /** What the virtual printer has put on paper since the last tear-off, decoded from its bytes; newest last. */
  paper: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('text'),
        text: z.string(),
        align: z.enum(['left', 'centre', 'right']),
        bold: z.boolean(),
        double: z.boolean(),
        inverse: z.boolean(),
      }),
      z.object({ kind: z.literal('qr'), data: z.string() }),
      z.object({ kind: z.literal('cut') }),
    ]),
  ),
  drawer: z.object({ position: z.enum(['open', 'closed', 'unknown']), pulses: z.int() }),
  cables: z.object({ scanner: z.boolean(), printer: z.boolean(), internet: z.boolean() }),
  paperOut: z.boolean(),
  coverOpen: z.boolean(),
  metrc: z.enum(['at_once', 'slowly', 'no', 'answer_lost', 'not_at_all', 'down']),
});
export type BenchView = z.infer<typeof BenchView>;

/** One act of the learner on the bench. */
export const BenchAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('scan'), itemId: z.string().max(80) }),
  z.object({ act: z.literal('tear_off') }),
  z.object({ act: z.literal('push_drawer_shut') }),
  z.object({ act: z.literal('cable'), cable: z.enum(['scanner', 'printer', 'internet']), connected: z.boolean() }),
  z.object({ act: z.literal('paper_out'), out: z.boolean() }),
  z.object({ act: z.literal('cover'), open: z.boolean() }),
  z.object({
    act: z.literal('metrc'),
    answers: z.enum(['at_once', 'slowly', 'no', 'answer_lost', 'not_at_all', 'down']),
  }),
]);
export type BenchAct = z.infer<typeof BenchAct>;
