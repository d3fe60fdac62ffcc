import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DialectChanges } from './dialect.ts';
import { MetrcSeed, type MetrcSeedInput } from './seed.ts';
import { startMetrcSimulator } from './server.ts';
import { createVirtualClock } from './virtual-clock.ts';

export type CommandIo = {
  /** One line of JSON when it listens. */
  readonly out: (text: string) => void;
  /** Words for people. */
  readonly err: (text: string) => void;
  /** Ends the simulator; left out: SIGINT and SIGTERM do. */
  readonly stop?: AbortSignal;
};

const USAGE =
  'countersign metrc-sim --seed FILE [--port N] [--receipt-prefix T] [--dialect JSON] [--keep-in FILE] [--clock INSTANT]';

/**
 * `countersign metrc-sim`: the simulator alone, until it is stopped. Answers the exit code: 0 stopped, 1 could not
 * start, 2 bad input.
 */
export async function runSimulatorCommand(
  args: readonly string[],
  io: CommandIo = { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    io.err(`${options}\n${USAGE}\n`);
    return 2;
  }
  try {
    const simulator = await startMetrcSimulator(options);
    // Listened for before anybody is told that it runs: a signal right behind that line must not kill it.
    const end = stopped(io.stop);
    io.out(`${JSON.stringify({ url: simulator.url })}\n`);
    io.err(`Simulated Metrc at ${simulator.url}, its levers under ${simulator.url}/control/. Ctrl-C ends it.\n`);
    await end;
    await simulator.close();
    return 0;
  } catch (error) {
    io.err(`The simulated Metrc could not start: ${error instanceof Error ? error.message : 'unknown error'}\n`);
    return 1;
  }
}

type Options = Parameters<typeof startMetrcSimulator>[0];

/** The options, or what is wrong with them. */
function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        seed: { type: 'string' },
        'receipt-prefix': { type: 'string' },
        dialect: { type: 'string' },
        'keep-in': { type: 'string' },
        clock: { type: 'string' },
      },
    });
    if (values.seed === undefined) return 'A seed file is needed.';
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return 'The port is a number from 0 to 65535.';
    const prefix = values['receipt-prefix'] ?? '';
    if (!/^[A-Za-z0-9]{0,4}$/.test(prefix)) return 'The receipt prefix has at most four letters or digits.';
    const keepIn = values['keep-in'];
    const startsAt = values.clock === undefined ? null : z.iso.datetime({ offset: true }).parse(values.clock);
    return {
      seed: readSeed(values.seed),
      port,
      receiptPrefix: prefix,
      dialect: DialectChanges.parse(JSON.parse(values.dialect ?? '{}')),
      ...(keepIn === undefined ? {} : { keepIn }),
      ...(startsAt === null ? {} : { clock: createVirtualClock(Date.parse(startsAt)) }),
    };
  } catch (error) {
    if (error instanceof z.ZodError) return z.prettifyError(error);
    return error instanceof Error ? error.message : 'The options could not be read.';
  }
}

function readSeed(file: string): MetrcSeedInput {
  const raw: unknown = JSON.parse(readFileSync(file, 'utf8'));
  MetrcSeed.parse(raw);
  // Parsed once to find mistakes early; the simulator parses the written form again, which the line above proved valid.
  return raw as MetrcSeedInput;
}

function stopped(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve();
    };
    if (signal) {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', stop, { once: true });
      return;
    }
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}
