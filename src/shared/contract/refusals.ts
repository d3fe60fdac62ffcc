import { z } from 'zod';

/**
 * Every way in which the register says no, with the code a person can read out on the telephone.
 * S staff, C customer, L line or limit, T tender, M Metrc, D drawer, P printer, R register.
 */
export const refusalCodes = {
  NOT_SIGNED_IN: 'S-101',
  WRONG_PIN: 'S-102',
  LOCKED_OUT: 'S-103',
  NOT_ALLOWED: 'S-104',
  UNKNOWN_STAFF: 'S-105',
  CUSTOMER_MISSING: 'C-101',
  CUSTOMER_CHECKING: 'C-102',
  CUSTOMER_NOT_CONFIRMED: 'C-103',
  CUSTOMER_NOT_ACTIVE: 'C-104',
  CUSTOMER_CARD_EXPIRED: 'C-105',
  CUSTOMER_CHECK_NO_ANSWER: 'C-106',
  AGENCY_CHECK_MISSING: 'C-107',
  CUSTOMER_NUMBER_FORM: 'C-108',
  CARD_NOT_FOR_THIS_BUYER: 'C-109',
  LICENCE_NOT_READ_HERE: 'C-110',
  CODE_UNKNOWN: 'L-101',
  CODE_GARBAGE: 'L-102',
  PACKAGE_UNKNOWN: 'L-103',
  PACKAGE_ON_HOLD: 'L-104',
  PACKAGE_RECALLED: 'L-105',
  PACKAGE_FINISHED: 'L-106',
  PACKAGE_EXPIRED: 'L-107',
  PACKAGE_LAB_STATE: 'L-108',
  PACKAGE_NOT_ENOUGH: 'L-109',
  PACKAGE_NO_ANSWER: 'L-110',
  PRICE_MISSING: 'L-111',
  CLASS_UNKNOWN: 'L-112',
  MEASURE_MISSING: 'L-113',
  LINES_CHECKING: 'L-114',
  SAME_UNIT_TWICE: 'L-115',
  QUANTITY_BAD: 'L-116',
  LINE_UNKNOWN: 'L-117',
  GTIN_NEEDS_TAG: 'L-118',
  LIMIT_EXCEEDED: 'L-120',
  BUYER_MAY_NOT_BUY: 'L-121',
  CART_EMPTY: 'T-101',
  TENDER_MISSING: 'T-102',
  TENDER_TOO_LITTLE: 'T-103',
  AMOUNT_BAD: 'T-104',
  TOTAL_CHANGED: 'T-105',
  TAX_RATE_EXAMPLE_ONLY: 'T-106',
  METRC_REFUSED: 'M-204',
  METRC_NO_ANSWER: 'M-211',
  METRC_TURNED_AWAY: 'M-212',
  METRC_UNREACHABLE: 'M-311',
  METRC_KEYS: 'M-312',
  METRC_LICENCE: 'M-313',
  METRC_CLOCK: 'M-314',
  SALE_CONFLICT: 'M-401',
  SALE_IN_DOUBT: 'M-402',
  SALE_NOT_OPEN: 'M-403',
  CONFLICT_NOT_SETTLED: 'M-404',
  PARK_NOT_ALLOWED: 'M-405',
  PARK_TAKEN: 'M-406',
  CHANGE_IN_DOUBT: 'M-501',
  CHANGE_RUNNING: 'M-502',
  CHANGE_NOTHING_STANDS: 'M-503',
  CHANGE_FINAL: 'M-504',
  CHANGE_AMENDED: 'M-505',
  CHANGE_NOT_YET: 'M-506',
  CHANGE_NOT_SHOWN: 'M-507',
  CHANGE_ERASED: 'M-508',
  RETURN_FORBIDDEN: 'M-509',
  RETURN_NOTHING: 'M-510',
  RETURN_TOO_MUCH: 'M-511',
  RETURN_NOT_WHOLE: 'M-512',
  DRAWER_NOT_OPEN: 'D-101',
  DRAWER_ALREADY_OPEN: 'D-102',
  COUNT_BAD: 'D-103',
  COUNT_NOT_FINAL: 'D-104',
  RECOUNT_USED: 'D-105',
  DRAWER_SALE_IN_DOUBT: 'D-106',
  REASON_MISSING: 'D-107',
  DRAWER_NOT_CONNECTED: 'D-108',
  DRAWER_COPY_AT_METRC: 'D-121',
  DRAWER_QUIET_WINDOW: 'D-122',
  DRAWER_CHANGE_RUNNING: 'D-109',
  DRAWER_CARTS_HELD: 'D-110',
  Z_UNKNOWN: 'D-111',
  PRINT_JOB_UNKNOWN: 'P-102',
  SALE_UNKNOWN: 'P-103',
  NOT_TRAINING: 'R-101',
  DISK_LOW: 'R-201',
  STORE_FAILED: 'R-202',
  RECORDS_TAKEN: 'R-203',
  BALLAST_MISSING: 'R-204',
  STORE_SHUT: 'R-205',
} as const;

export type RefusalCode = keyof typeof refusalCodes;

/**
 * A refusal is a value. `recorded` answers the question that matters first; `facts` fill the sentence of the catalogue.
 * A fact whose name ends in `Cents` is money in whole cents, in `At` an instant in UTC milliseconds, all else is shown
 * as it is.
 */
export const Refusal = z.object({
  code: z.enum(Object.keys(refusalCodes) as [RefusalCode, ...RefusalCode[]]),
  recorded: z.enum(['yes', 'no', 'not_known_yet']),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Refusal = z.infer<typeof Refusal>;

/** The usual refusal: nothing was recorded. */
export const refuse = (code: RefusalCode, facts: Refusal['facts'] = {}): Refusal => ({ code, recorded: 'no', facts });

/** What every call of the contract answers: done, or a refusal in words. */
export const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.null() }),
  z.object({ ok: z.literal(false), error: Refusal }),
]);
export type Answer = z.infer<typeof Answer>;
