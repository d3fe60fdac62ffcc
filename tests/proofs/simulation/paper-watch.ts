/** Reads the paper as it comes out of the printer, line by line, and tells the witness of every receipt's head. */
import type { PrinterMachine } from '../../../src/hardware/escpos-printer/simulator/machine.ts';
import { paperLines } from '../../../src/hardware/escpos-printer/simulator/paper.ts';
import type { Witness } from './witness.ts';

const SALE = /Sale (\d+), Counter/;
const COPY = /^\s*C ?O ?P ?Y /;

export function watchPaper(machine: PrinterMachine, witness: Witness, onSeen: (what: 'paper' | 'pulse') => void): void {
  let pulses = 0;
  let seen = 0;
  let isCopy = false;
  const take = (line: string): void => {
    if (line === '[cut]') isCopy = false;
    if (COPY.test(line)) isCopy = true;
    const saleNumber = SALE.exec(line)?.[1];
    if (saleNumber === undefined) return;
    witness.printed(Number(saleNumber), isCopy);
    isCopy = false;
  };
  machine.onChange(() => {
    const felt = machine.drawer.pulses().length;
    if (felt > pulses) onSeen('pulse');
    pulses = felt;
    const paper = machine.paper();
    const fresh = paperLines(paper.slice(seen));
    seen = paper.length;
    for (const line of fresh) take(line);
    if (fresh.length > 0) onSeen('paper');
    if (!fresh.includes('[cut]')) return;
    seen = 0;
    machine.tearOff();
  });
}
