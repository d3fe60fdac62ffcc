/**
 * The GTIN-14 of a bar code of 8, 12, 13 or 14 digits whose check digit holds, else null. Shorter forms are the same
 * number with leading zeros left out, so filling them up makes one key of UPC-A and EAN-13.
 */
export function gtin14(text: string): string | null {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return null;
  const digits = text.padStart(14, '0');
  let sum = 0;
  for (let i = 0; i < 14; i += 1) sum += Number(digits[i]) * (i % 2 === 0 ? 3 : 1);
  return sum % 10 === 0 ? digits : null;
}
