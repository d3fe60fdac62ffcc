import { type Quantity, quantityOf } from '../../shared/values/quantity.ts';

/** Grams or milliliters in one of each; the factors are the legal definitions. */
const WEIGHTS: Readonly<Record<string, number>> = {
  milligrams: 0.001,
  grams: 1,
  kilograms: 1000,
  ounces: 28.349523125,
  pounds: 453.59237,
};
const VOLUMES: Readonly<Record<string, number>> = {
  milliliters: 1,
  liters: 1000,
  'fluid ounces': 29.5735295625,
  pints: 473.176473,
  gallons: 3785.411784,
};

/** An amount in another unit, to the nearest ten-thousandth; null where one cannot become the other. */
export function inUnit(amount: Quantity, from: string, to: string): Quantity | null {
  const [here, there] = [from.toLowerCase(), to.toLowerCase()];
  if (here === there) return amount;
  const table = here in WEIGHTS ? WEIGHTS : VOLUMES;
  const [factor, divisor] = [table[here], table[there]];
  return factor === undefined || divisor === undefined ? null : quantityOf(Math.round((amount * factor) / divisor));
}
