import type { PrintDocument } from '../../../src/main/ports/print-document.ts';

/** The receipt of the design: four lines, taxes, the mark, a QR code and the warning of the state. */
export const receipt: PrintDocument = {
  blocks: [
    { kind: 'text', text: 'PRAIRIE LANTERN', align: 'centre', bold: true, size: 'double' },
    { kind: 'text', text: '1408 N Western Ave, Oklahoma City OK 73106', align: 'centre' },
    { kind: 'text', text: 'OMMA licence DAAA-4K1Q-T7Z2', align: 'centre' },
    { kind: 'feed', lines: 1 },
    { kind: 'pair', left: 'Sale 417, Counter 2', right: 'Nov 23, 2026 2:32 pm' },
    { kind: 'pair', left: 'Served by Dana W.', right: 'Patient licence ..4471' },
    { kind: 'rule' },
    { kind: 'pair', left: 'Blue Dream flower, 3.5 g', right: '50.00', bold: true },
    { kind: 'pair', left: '  tag ..0001 8412', right: '2 x 25.00' },
    { kind: 'pair', left: 'Gelato 41 flower, 3.5 g', right: '28.50', bold: true },
    { kind: 'pair', left: '  tag ..0001 8455', right: '1 x 28.50' },
    { kind: 'pair', left: 'Sour Diesel vape cartridge, 1 g', right: '25.00', bold: true },
    { kind: 'pair', left: '  tag ..0002 0917', right: '1 x 25.00' },
    { kind: 'pair', left: 'Gomitas de sandía “El Niño”, 45 g', right: '15.00', bold: true },
    { kind: 'pair', left: '  tag ..0002 1330', right: '1 x 15.00' },
    { kind: 'rule' },
    { kind: 'pair', left: 'Subtotal', right: '118.50' },
    { kind: 'pair', left: 'Medical marijuana tax 7 %', right: '8.30' },
    { kind: 'pair', left: 'Sales tax 8.625 %', right: '10.22' },
    { kind: 'pair', left: 'TOTAL', right: '$137.02', bold: true, size: 'double' },
    { kind: 'pair', left: 'Cash', right: '140.00' },
    { kind: 'pair', left: 'Change', right: '2.98', bold: true },
    { kind: 'rule' },
    { kind: 'mark', mark: 'signed', lines: ['Signed by Metrc', 'Receipt 0002087301', 'Nov 23, 2026 2:32:07 pm'] },
    { kind: 'rule' },
    {
      kind: 'qr',
      data: 'countersign:1188:9f2c41d07ab35e66',
      lines: ['Scan to check this slip against', "the register's journal. Entry 1188."],
    },
    { kind: 'feed', lines: 1 },
    {
      kind: 'text',
      align: 'centre',
      text: 'For use by licensed medical marijuana patients only. Keep out of reach of children. Unlawful outside Oklahoma.',
    },
  ],
};

export const trainingReceipt: PrintDocument = {
  blocks: [
    { kind: 'band', text: 'TRAINING' },
    { kind: 'text', text: 'Not a sale. No tax was collected.', align: 'centre', bold: true },
    { kind: 'feed', lines: 1 },
    ...receipt.blocks.map((block) =>
      block.kind === 'mark'
        ? { ...block, mark: 'open' as const, lines: ['Practice Metrc only', 'Receipt T000000417'] }
        : block,
    ),
    { kind: 'band', text: 'TRAINING' },
  ],
};

export const shortReceipt: PrintDocument = {
  blocks: [
    { kind: 'text', text: 'GREEN LEAF', align: 'centre', bold: true, size: 'double' },
    { kind: 'pair', left: 'Gummies 10pk', right: '18.00' },
    { kind: 'pair', left: 'TOTAL', right: '18.00', bold: true },
  ],
};
