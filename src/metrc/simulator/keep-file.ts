import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { z } from 'zod';
import { cents, type Money } from '../../shared/values/money.ts';
import { type Quantity, quantityOf } from '../../shared/values/quantity.ts';
import { LabResultSeed } from './seed-parts.ts';
import type { Change } from './world.ts';

/**
 * Keeps a simulated Metrc over restarts, so that a training store's receipts of yesterday are still there today. One line
 * of JSON for each change; a last line that was cut off by a power failure is left out.
 */

const quantity = z.int().transform((scaled): Quantity => quantityOf(scaled));
const amount = z.int().transform((whole): Money => cents(whole));
const text = z.string().nullable();

const KeptReceipt = z.object({
  id: z.int(),
  licence: z.string(),
  receiptNumber: z.string(),
  externalNumber: text,
  salesDateTime: z.string(),
  customerType: z.string(),
  patientLicence: text,
  caregiverLicence: text,
  identificationMethod: text,
  registrationLocationId: z.number().nullish(),
  lines: z.array(
    z.object({
      label: z.string(),
      quantity,
      unit: z.string(),
      total: amount,
      invoiceNumber: z.string().nullish(),
      qrCodes: z.array(z.string()).nullish(),
    }),
  ),
  final: z.boolean(),
  archivedAt: z.number().nullable(),
  recordedAt: z.number(),
  recordedBy: z.string(),
  lastModified: z.number(),
});

const KeptPackage = z
  .object({
    id: z.int(),
    label: z.string(),
    licence: z.string(),
    item: z.object({
      name: z.string(),
      category: z.string(),
      unitWeight: z.object({ value: quantity, unit: z.string() }).nullable(),
      strain: text,
      brand: text,
      unitThcContent: z.object({ value: quantity, unit: z.string() }).nullable().default(null),
      unitThcPercent: quantity.nullable().default(null),
    }),
    quantity,
    unit: z.string(),
    onHold: z.boolean(),
    onRecall: z.boolean(),
    finished: z.boolean(),
    labState: z.string(),
    packagedOn: text,
    expiresOn: text,
    sellBy: text,
    useBy: text,
    // What follows came later: lines of an older program do not have it.
    location: text.default(null),
    note: text.default(null),
    labResults: z.array(LabResultSeed).default([]),
    qrCount: z.int().default(0),
    originalQuantity: quantity.optional(),
    receivedFrom: z
      .object({ manifest: z.string(), licence: z.string(), name: z.string(), at: z.number() })
      .nullable()
      .default(null),
    lastModified: z.number(),
  })
  .transform((kept) => ({ ...kept, originalQuantity: kept.originalQuantity ?? kept.quantity }));

const KeptAdjustment = z.object({
  packageId: z.int(),
  label: z.string(),
  licence: z.string(),
  quantity,
  unit: z.string(),
  reason: z.string(),
  note: text,
  date: z.string(),
  by: z.string(),
  at: z.number(),
});

const KeptChange = z.object({
  receipt: KeptReceipt.optional(),
  packages: z.array(KeptPackage),
  adjustments: z.array(KeptAdjustment).optional(),
  received: z.object({ manifest: z.string(), at: z.number() }).optional(),
});

/** A line that is whole and cannot be read: somebody else wrote in the file. Going on without it would forget receipts. */
export class KeptUnreadable extends Error {
  constructor(path: string, line: number) {
    super(`The file ${path}, which keeps the practice Metrc, is damaged at line ${line}.`);
    this.name = 'KeptUnreadable';
  }
}

function readLine(path: string, line: string, at: number): z.output<typeof KeptChange> {
  try {
    return KeptChange.parse(JSON.parse(line));
  } catch {
    throw new KeptUnreadable(path, at + 1);
  }
}

/** @throws KeptUnreadable */
export function readKept(path: string): Change[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  // What stands behind the last line feed was not written to its end; the next line must not be glued to it.
  const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
  if (whole.length < bytes.length) truncateSync(path, whole.length);
  const lines = whole.toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, at): Change => {
    const { receipt, ...rest } = readLine(path, line, at);
    return receipt ? { receipt, ...rest } : rest;
  });
}

export function keep(path: string, change: Change): void {
  appendFileSync(path, `${JSON.stringify(change)}\n`);
}

export function forgetKept(path: string): void {
  rmSync(path, { force: true });
}
