import { expect } from '@playwright/test';
import { PATIENTS, tagOf } from '../support/goods.ts';
import { patience } from './support/counter.ts';
import { textsCutOff } from './support/look-over.ts';
import { test } from './support/test.ts';

test.use({ viewport: { width: 1280, height: 720 } });

for (const language of ['en', 'es'] as const) {
  test(`nothing is cut off on the selling screen at 1280 x 720, in ${language === 'en' ? 'English' : 'Spanish'}`, async ({
    openCounter,
  }) => {
    const { store, page, ...shop } = await openCounter({ language, practice: { submitMs: 60_000 } });
    const expectWhole = async (screen: string): Promise<void> => {
      await page.evaluate(() => document.fonts.ready);
      expect.soft(await textsCutOff(page), screen).toEqual([]);
    };
    await shop.openByKeys();
    await expectWhole('empty');
    await page.keyboard.press('F2');
    await page.getByRole('textbox').fill(PATIENTS.valid);
    await page.keyboard.press('Enter');
    await expect(shop.verifyKey).toBeVisible(patience);
    await expectWhole('the look at the agency');
    await page.keyboard.press('F2');
    await expect(shop.verifyKey).toHaveCount(0);
    const goods = ['blueDream', 'gelato', 'vape', 'gummies', 'ounce'] as const;
    for (const [at, name] of goods.entries()) {
      await shop.typeTag(tagOf(name));
      await expect(page.getByText(shop.nameOf(name)).first()).toBeVisible(patience);
      await expect(shop.linesInAnyLanguage).toHaveCount(at + 1);
    }
    await page.keyboard.press('2');
    await page.keyboard.press('*');
    await expect(page.getByText(/2 ×\s95[.,]00/).first()).toBeVisible(patience);
    for (const digit of '40000') await page.keyboard.press(digit);
    await expectWhole('five lines with cash');
    await shop.typeTag(tagOf('heavyOunce'));
    await expect(shop.linesInAnyLanguage.getByText('L-120')).toBeVisible(patience);
    await expectWhole('a line over the limit');
    await page.keyboard.press('F6');
    await expect(page.getByText('L-120', { exact: true })).toHaveCount(0);

    store.nextPost({ kind: 'silence', applied: true });
    await page.keyboard.press('Escape');
    for (const digit of '40000') await page.keyboard.press(digit);
    await page.keyboard.press('F12');
    await expect.poll(store.posts).toBe(1);
    await expectWhole('asking');
    await store.metrc.down();
    await expect(page.getByText('M-211')).toBeVisible(patience);
    await expectWhole('not known yet');
    await store.metrc.up();
    await expect(page.getByText('0000000001')).toBeVisible(patience);
    await expectWhole('signed');
  });
}
