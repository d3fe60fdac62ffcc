/** How long a receipt of six lines takes to become the bytes of a print job. */
import { buildJob } from '../src/hardware/escpos-printer/job-builder.ts';
import { receiptDocument, saleOf } from './commits.ts';
import { type Spread, spread } from './spread.ts';

export function measureJobs(jobs = 300): Spread {
  const times: number[] = [];
  for (let n = 0; n < jobs + 30; n += 1) {
    const document = receiptDocument(saleOf(n, 'bench'));
    const from = performance.now();
    buildJob(document, { columns: 48 }, 'B001');
    if (n >= 30) times.push(performance.now() - from);
  }
  return spread(times);
}
