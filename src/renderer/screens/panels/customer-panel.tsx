import { useState } from 'react';
import { Input, Label, Radio, RadioGroup, TextField } from 'react-aria-components';
import { fill } from '../../../shared/words/bilingual.ts';
import { buyerName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { usePanelKeys } from '../../state/use-keys.ts';
import { Key } from '../../ui/key.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';

/** F2: the kind of buyer, the number of the card, and the look at the agency's tool. */
export const CustomerPanel = () => {
  const { snapshot, words, perform } = useCounterPlace();
  const { customer } = snapshot.cart;
  const [buyerType, setBuyerType] = useState(customer?.buyerType ?? snapshot.store.buyerTypes[0] ?? '');
  const [number, setNumber] = useState('');
  const { panel } = words;
  const use = (): void => {
    if (number.trim() !== '') perform({ do: 'setCustomer', number: number.trim(), buyerType });
  };
  usePanelKeys((key) => {
    if (key !== 'Enter' || number.trim() === '') return false;
    use();
    return true;
  });
  const choose = (type: string): void => {
    setBuyerType(type);
    if (customer !== null && number.trim() === '') perform({ do: 'setBuyerType', buyerType: type });
  };
  return (
    <section className="panel" aria-label={panel.customerTitle}>
      <PanelHead title={panel.customerTitle} />
      <BuyerTypes value={buyerType} onChange={choose} />
      <TextField
        className="number-field"
        value={number}
        onChange={setNumber}
        autoFocus
        maxLength={80}
        autoComplete="off"
      >
        <Label>{panel.cardNumber}</Label>
        <Input className="field" placeholder={panel.cardNumberHint} spellCheck={false} />
      </TextField>
      <div className="panel-acts">
        <Key tone="local" unavailable={number.trim() === ''} onPress={use}>
          {panel.useNumber}
        </Key>
        {customer !== null && <Key onPress={() => perform({ do: 'clearCustomer' })}>{panel.takeCustomerOut}</Key>}
      </div>
      {customer !== null && customer.agencyCheck !== 'not_needed' && (
        <AgencyCheck recorded={customer.agencyCheck === 'recorded'} />
      )}
    </section>
  );
};

const BuyerTypes = ({ value, onChange }: { readonly value: string; readonly onChange: (type: string) => void }) => {
  const { snapshot, words, language } = useCounterPlace();
  return (
    <RadioGroup className="buyers" value={value} onChange={onChange} orientation="horizontal">
      <Label>{words.panel.buyerType}</Label>
      <div className="buyer-keys">
        {snapshot.store.buyerTypes.map((type) => (
          <Radio key={type} value={type} className="key buyer-key">
            {buyerName(type, language)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
};

const AgencyCheck = ({ recorded }: { readonly recorded: boolean }) => {
  const { snapshot, words, perform } = useCounterPlace();
  const tool = snapshot.store.agencyCheckName ?? words.counter.agencyDefaultTool;
  if (recorded) return <p className="panel-told panel-rule">{fill(words.panel.agencyRecorded, { tool })}</p>;
  return (
    <div className="panel-rule">
      <p className="panel-told">{fill(words.panel.agencyTold, { tool })}</p>
      <div className="panel-acts">
        <Key tone="local" onPress={() => perform({ do: 'agencyCheck', showed: 'active' })}>
          {fill(words.counter.agencyShowsActive, { tool })}
        </Key>
        <Key onPress={() => perform({ do: 'agencyCheck', showed: 'not_active' })}>
          {words.counter.agencyShowsNotActive}
        </Key>
      </div>
    </div>
  );
};
