import { z } from 'zod';

/** The largest message a screen may send, in bytes. The largest real one, a count of the drawer, stays below 2 KiB. */
export const maxScreenMessageBytes = 256 * 1024;

// The frame of a message of the RPC library: i is the call's number, t the message's type, p its payload. What is inside
// the payload is parsed by the contract's own schemas; this only keeps the framing code from throwing.
const MessageId = z.string().min(1).max(64);
const Call = z.object({
  i: MessageId,
  t: z.literal(1).optional(),
  p: z.object({ u: z.string().startsWith('/').max(200) }),
});
const StreamEvent = z.object({
  i: MessageId,
  t: z.literal(3),
  p: z.object({ e: z.enum(['message', 'error', 'done']) }),
});
const Abort = z.object({ i: MessageId, t: z.literal(4) });
const ScreenMessage = z.union([Call, StreamEvent, Abort]);

/**
 * Whether a message from a screen has the shape the RPC library can read: text of bounded size, JSON, a known frame.
 * Anything else did not come from our screen.
 */
export function isScreenMessage(data: unknown): data is string {
  if (typeof data !== 'string' || Buffer.byteLength(data) > maxScreenMessageBytes) return false;
  try {
    return ScreenMessage.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}
