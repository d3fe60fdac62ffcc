import { expect } from '@playwright/test';
import { PATIENTS, tagOf } from '../support/goods.ts';
import { patience } from './support/counter.ts';
import { englishWordsOn } from './support/english.ts';
import { test } from './support/test.ts';

test('a Spanish store shows no English word, from signing in to the closed drawer', async ({ openCounter }) => {
  const { store, page, ...shop } = await openCounter({ language: 'es', practice: { submitMs: 60_000 } });
  const expectSpanish = async (screen: string): Promise<void> => {
    expect.soft(await englishWordsOn(page), screen).toEqual([]);
  };
  await expect(page.getByRole('heading', { name: '¿Quién está en el mostrador?' })).toBeVisible(patience);
  await expectSpanish('sign-in');
  await shop.openByKeys();
  await expectSpanish('empty');
  for (const key of ['F1', 'F3', 'F9'] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('button', { name: new RegExp(`^${key} `) })).toHaveAttribute('aria-pressed', 'true');
    await expectSpanish(key);
    await page.keyboard.press(key);
  }
  await page.keyboard.press('F2');
  await expectSpanish('F2');
  await page.getByRole('textbox').fill(PATIENTS.valid);
  await page.keyboard.press('Enter');
  await expect(shop.verifyKey).toBeVisible(patience);
  await expectSpanish('the look at the agency');
  await page.keyboard.press('F2');
  await expect(shop.verifyKey).toHaveCount(0);
  for (const name of ['vape', 'held'] as const) {
    await shop.typeTag(tagOf(name));
    await expect(page.getByText(shop.nameOf(name)).first()).toBeVisible(patience);
  }
  await expect(page.getByText('L-104')).toBeVisible(patience);
  await expectSpanish('a refused line');
  await page.keyboard.press('F6');

  store.nextPost({ kind: 'silence', applied: true });
  for (const digit of '3000') await page.keyboard.press(digit);
  await page.keyboard.press('F12');
  await expect.poll(store.posts).toBe(1);
  await expectSpanish('asking');
  await store.metrc.down();
  await expect(page.getByText('M-211')).toBeVisible(patience);
  await expectSpanish('not known yet');
  await store.metrc.up();
  await expect(page.getByText('0000000001')).toBeVisible(patience);
  await expect(page.getByText('Recibo impreso')).toBeVisible(patience);
  await expectSpanish('signed');
  expect.soft(store.paper().join('\n')).toContain('Firmado por Metrc');
  await page.keyboard.press('Enter');
  await page.keyboard.press('F8');
  await expectSpanish('drawer');
});
