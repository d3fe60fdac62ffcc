import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { signProfile } from '../../src/main/hosts/profile-trust.ts';
import { openForBusiness, sellOne, startCounter } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';

test('an older revision of the rules is refused once the store has sold by a later one', async () => {
  const shop = await shopForTest();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const shipped = JSON.parse(readFileSync(join(findAppFiles().jurisdictions, 'us-ok-medical.json'), 'utf8'));
  const newer = { ...shipped, revision: shipped.revision + 1 };
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  writeFileSync(join(shop.folder, 'rules.json'), JSON.stringify(signProfile(newer, 'rules-1', pem)));
  shop.rewrite((json) => {
    json['profileFile'] = 'rules.json';
    json['trustedKeys'] = [
      { id: 'rules-1', publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') },
    ];
  });
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await sellOne(counter, 'gummies');
  await counter.close();
  shop.rewrite((json) => {
    json['profileFile'] = undefined;
  });
  await expect(startCounter({ config: shop.config, data: shop.data })).rejects.toThrow(
    `revision ${shipped.revision} of "us-ok-medical" is older than revision ${newer.revision}`,
  );
});
