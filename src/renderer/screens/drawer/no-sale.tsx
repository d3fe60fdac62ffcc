import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useCounterPlace } from '../../counter-context.tsx';
import { usePanelKeys } from '../../state/use-keys.ts';
import { Key } from '../../ui/key.tsx';

/** The drawer opens without a sale only with a reason, which is written down with the name of who opened it. */
export const NoSale = () => {
  const { words, perform } = useCounterPlace();
  const [reason, setReason] = useState('');
  const { drawer } = words;
  const open = (why: string): void => perform({ do: 'noSale', reason: why });
  usePanelKeys((key) => {
    if (key !== 'Enter' || reason.trim() === '') return false;
    open(reason.trim());
    return true;
  });
  return (
    <div className="drawer-page">
      <h1 className="drawer-title">{drawer.noSaleTitle}</h1>
      <p className="drawer-told">{drawer.noSaleTold}</p>
      <div className="panel-acts reasons">
        {[drawer.reasonChange, drawer.reasonCheck, drawer.reasonWrongChange].map((why) => (
          <Key key={why} className="drawer-act" onPress={() => open(why)}>
            {why}
          </Key>
        ))}
      </div>
      <TextField className="number-field" value={reason} onChange={setReason} maxLength={80} autoComplete="off">
        <Label>{drawer.noSaleReason}</Label>
        <Input className="field" />
      </TextField>
      <div className="panel-acts">
        <Key tone="local" unavailable={reason.trim() === ''} onPress={() => open(reason.trim())}>
          {drawer.openNow}
        </Key>
      </div>
    </div>
  );
};
