import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { patience } from './support/counter.ts';
import { test } from './support/test.ts';

test('the file of the lock is deleted under the register: the screen stops, says what to do, and does not promise to clear itself', async ({
  training: shop,
  folder,
}) => {
  await shop.signIn();
  await shop.allLinksWell();
  rmSync(join(folder, 'data', 'countersign.lock.db'));
  // A package that Metrc does not tell about lets the register look around at once, instead of within fifteen seconds.
  await shop.metrcAnswers('Down');
  await shop.scan('Blue Dream flower, 3.5 g');
  await expect(shop.stopped).toBeVisible(patience);
  await expect(shop.stopped).toContainText(/This screen stays until\s*the register is started again\./);
  await expect(shop.stopped).toContainText('R-203');
  await expect(shop.left).toContainText('countersign.lock.db, which keeps a second register out, was taken away.');
  await expect(shop.left).toContainText('Close every register on this computer, and start one again.');
  await expect(shop.left.getByText('Next look')).toHaveCount(0);
});
