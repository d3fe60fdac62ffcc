import { useEffect, useState } from 'react';
import type { ZPaper, ZRow } from '../../../shared/contract/contract.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockTime, plainMoney } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { usePanelKeys } from '../../state/use-keys.ts';
import { Key } from '../../ui/key.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { PickList } from '../../ui/pick-list.tsx';
import { Say } from '../../ui/say.tsx';

type Read<T> = { readonly state: 'loading' | 'failed' } | { readonly state: 'here'; readonly value: T };

function useRead<T>(ask: () => Promise<T>, about: string): Read<T> {
  const [read, setRead] = useState<Read<T>>({ state: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for another subject only
  useEffect(() => {
    let wanted = true;
    ask().then(
      (value) => wanted && setRead({ state: 'here', value }),
      () => wanted && setRead({ state: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [about]);
  return read;
}

/** The closed drawers, the newest first. */
export const ZReportsPanel = () => {
  const { client, snapshot, words, perform } = useCounterPlace();
  const [chosen, setChosen] = useState(0);
  const read = useRead(() => client.drawer.zReports({}), snapshot.signedIn?.id ?? '');
  const rows = read.state === 'here' ? read.value : [];
  const { change } = words;
  const none = snapshot.signedIn?.role === 'lead' ? change.zNone : change.zLeadOnly;
  const told = read.state === 'failed' ? change.zFailed : rows.length === 0 ? none : change.zEnterShows;
  return (
    <section className="panel" aria-label={change.zTitle}>
      <PanelHead title={change.zTitle} />
      <PickList
        id="z-reports"
        label={change.zTitle}
        rows={rows}
        keyOf={(row) => String(row.number)}
        chosen={chosen}
        onChoose={setChosen}
        onTake={(row) => perform({ do: 'openZReport', number: row.number })}
        draw={(row) => <Z row={row} />}
      />
      <p className="panel-foot quiet" role="status">
        <span>{read.state === 'loading' ? '' : <Say text={told} />}</span>
      </p>
    </section>
  );
};

const Z = ({ row }: { readonly row: ZRow }) => {
  const { words, language, zone } = useCounterPlace();
  return (
    <div className="found">
      <div className="found-name">
        <b>{fill(words.change.zRow, { number: row.number, who: row.closedBy })}</b>
        <span className="found-second figures">
          {new Date(row.at).toLocaleDateString(language, { timeZone: zone })} {clockTime(row.at, zone, language)}
        </span>
      </div>
      <b className="found-price figures">{plainMoney(row.totalCents, language)}</b>
    </div>
  );
};

/** One closed Z as it stands on paper. */
export const ZReportPanel = ({ number }: { readonly number: number }) => {
  const { client, words, perform } = useCounterPlace();
  const read = useRead<ZPaper | null>(() => client.drawer.showZ({ number }), String(number));
  const { change } = words;
  const paper = read.state === 'here' ? read.value : null;
  const copy = (): void => perform({ do: 'copyZ', number });
  usePanelKeys((key) => {
    if (key === 'Enter' && paper !== null) copy();
    return key === 'Enter';
  });
  return (
    <section className="panel" aria-label={`Z ${number}`}>
      <PanelHead title={`Z ${number}`} />
      <div className="z-paper figures">
        {paper?.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sealed report never changes
          <p key={place} className={line.strong ? 'z-line z-strong' : 'z-line'}>
            <span>{line.left}</span>
            <span>{line.right}</span>
          </p>
        ))}
      </div>
      <div className="panel-acts">
        <Key unavailable={paper === null} onPress={copy}>
          {change.copyKey}
        </Key>
      </div>
      <p className="panel-foot quiet">
        <span>
          <Say text={read.state === 'failed' ? change.zFailed : change.zEnterCopies} />
        </span>
      </p>
    </section>
  );
};
