import { useState } from 'react';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockTime, plainMoney } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { PickList } from '../../ui/pick-list.tsx';
import { Say } from '../../ui/say.tsx';

/** F4 with an empty counter: the sales that were held, and the way back to each. */
export const HeldPanel = () => {
  const { snapshot, words, language, zone, perform } = useCounterPlace();
  const [chosen, setChosen] = useState(0);
  const { panel } = words;
  return (
    <section className="panel" aria-label={panel.heldTitle}>
      <PanelHead title={panel.heldTitle} />
      <PickList
        id="held"
        label={panel.heldTitle}
        rows={snapshot.held}
        keyOf={(row) => row.saleId}
        chosen={chosen}
        onChoose={setChosen}
        onTake={(row) => perform({ do: 'resume', saleId: row.saleId })}
        draw={(row) => (
          <div className="found">
            <div className="found-name">
              <b>
                {fill(panel.heldRow, {
                  number: row.saleNumber,
                  time: clockTime(row.heldAt, zone, language),
                  who: row.by,
                })}
              </b>
              <span className="found-second">
                {row.lines === 1 ? panel.linesOne : fill(panel.linesMany, { count: row.lines })}
              </span>
            </div>
            <b className="found-price figures">{plainMoney(row.totalCents, language)}</b>
          </div>
        )}
      />
      <p className="panel-foot quiet">
        {snapshot.held.length === 0 ? (
          panel.heldNone
        ) : (
          <span>
            <Say text={panel.enterResumes} />
          </span>
        )}
      </p>
    </section>
  );
};
