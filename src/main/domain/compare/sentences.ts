import { quantityText } from '../../../shared/values/quantity.ts';
import type { ComparedLine, SaleHere } from './records.ts';

/** How a sale is called in a sentence: the number people see, and the one at Metrc. */
export const saleName = ({ saleNumber, number }: Pick<SaleHere, 'saleNumber' | 'number'>): string =>
  `Sale ${saleNumber} (${number})`;

/** "2026-11-23 14:05:09" */
export const instant = (wall: string): string => wall.slice(0, 19).replace('T', ' ');

/** "3.5 Grams" */
export const amountOf = ({ quantity, unit }: Pick<ComparedLine, 'quantity' | 'unit'>): string =>
  `${quantityText(quantity)} ${unit}`;
