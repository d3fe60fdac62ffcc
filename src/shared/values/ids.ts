import { z } from 'zod';

/** A Metrc package tag: 24 hexadecimal characters, upper case. The prefix only informs (docs/metrc-facts.md 3.2). */
export const PackageLabel = z.string().regex(/^[0-9A-F]{24}$/);
export type PackageLabel = z.infer<typeof PackageLabel>;

/** The key of a sale in this store's database. Made once, never shown to a person. */
export const SaleId = z.uuid();
export type SaleId = z.infer<typeof SaleId>;

export const StaffId = z.string().regex(/^[a-z0-9-]{1,40}$/);
export type StaffId = z.infer<typeof StaffId>;

/**
 * The external receipt number: <licence code>-<terminal>-<epoch>-<sequence>. The epoch is made when the database file is
 * created or restored, so that a copied database can never use a number twice (docs/sale-protocol.md 2).
 */
export const ReceiptNumber = z.string().regex(/^[A-Za-z0-9]{1,24}-[A-Za-z0-9]{1,16}-[0-9a-f]{8}-[1-9][0-9]{0,9}$/);
export type ReceiptNumber = z.infer<typeof ReceiptNumber>;

/** The last eight digits of a tag in two groups after an ellipsis, as it is shown everywhere: "…0001 8412". */
export const tagTail = (label: string): string => `…${label.slice(-8, -4)} ${label.slice(-4)}`;

/** The last four characters of a number that must not be shown whole. */
export const lastFour = (text: string): string => text.slice(-4);
