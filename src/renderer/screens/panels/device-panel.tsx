import type { LinkView, WaitingPrintView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import type { Words } from '../../../shared/words/catalogue.ts';
import { deviceCode, deviceNames, troubleWords } from '../../../shared/words/device-words.ts';
import { clockTime } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { EscSays } from '../../ui/esc-says.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PaperRoll } from '../../ui/paper-roll.tsx';
import { Say } from '../../ui/say.tsx';

type LinkId = LinkView['id'];

/** A sick device, joined to its tile: what is the matter, whether selling goes on, what to do, and what waits for it. */
export const DevicePanel = ({ link: id }: { readonly link: LinkId }) => {
  const { snapshot, words, language, perform } = useCounterPlace();
  const link = snapshot.links.find((one) => one.id === id);
  if (link === undefined) return null;
  const told = tell(link, snapshot.lane.state === 'unknown' ? snapshot.lane.because : null, words, language);
  return (
    <section className="panel device-panel" aria-label={told.title}>
      <div className="device-head">
        <Mark kind={told.well ? 'done' : 'attention'} size={44} />
        <h1>{told.title}</h1>
        <Key className="panel-esc" onPress={() => perform({ do: 'closePanel' })}>
          <EscSays does={words.counter.escClose} />
        </Key>
      </div>
      <p className="device-told">
        <Say text={told.goOn} />
      </p>
      {told.steps.length > 0 && (
        <div className="device-steps">
          <ol>
            {told.steps.map((text, index) => (
              <li key={text}>
                <span className="device-step-number">{index + 1}</span>
                {text}
              </li>
            ))}
          </ol>
          {link.id === 'printer' && link.reason === 'paper_out' && <PaperRoll />}
        </div>
      )}
      {id === 'printer' && <WaitingPrints />}
      {!told.well && <p className="device-code code">{deviceCode(id, link.reason)}</p>}
    </section>
  );
};

type Told = {
  readonly well: boolean;
  readonly title: string;
  readonly goOn: string;
  readonly steps: readonly string[];
};

function tell(link: LinkView, because: string | null, words: Words, language: 'en' | 'es'): Told {
  const { device } = words;
  const name = deviceNames[language][link.id];
  const slots = { device: name.start, theDevice: name.inside };
  const reason = link.reason ?? (link.id === 'metrc' ? because : null);
  const goOn = {
    printer: device.goOnPrinter,
    scanner: device.goOnScanner,
    drawer: device.goOnDrawer,
    metrc: device.goOnMetrc,
  }[link.id];
  if (link.state === 'ok' && reason === null)
    return { well: true, title: fill(device.fineTitle, slots), goOn: device.fineTold, steps: [] };
  if (link.state === 'absent')
    return { well: false, title: fill(device.absentTitle, slots), goOn, steps: [device.absentStep] };
  if (link.state === 'connecting')
    return { well: false, title: fill(device.connectingTitle, slots), goOn, steps: [device.connectingStep] };
  const trouble = troubleWords(reason, language);
  const slow = link.id === 'metrc' && link.state === 'attention';
  return {
    well: false,
    title: fill(trouble?.title ?? device.unknownTitle, slots),
    goOn: slow ? device.goOnMetrcSlow : reason === 'left_open' ? device.goOnDrawerOpen : goOn,
    steps: trouble?.steps ?? [],
  };
}

const MOST_SHOWN = 1;

/** The receipts that wait for the printer; each sale is recorded already, and that is said beside it. */
const WaitingPrints = () => {
  const { snapshot, words } = useCounterPlace();
  const { waitingPrints } = snapshot;
  const more = waitingPrints.length - MOST_SHOWN;
  return (
    <div className="waiting-prints">
      {waitingPrints.slice(0, MOST_SHOWN).map((print) => (
        <WaitingPrint key={print.jobId} print={print} />
      ))}
      {more > 0 && <p className="quiet">{fill(words.device.moreWaiting, { count: more })}</p>}
    </div>
  );
};

const WaitingPrint = ({ print }: { readonly print: WaitingPrintView }) => {
  const { words, language, zone, perform } = useCounterPlace();
  const { device } = words;
  const number = print.saleNumber ?? '';
  const title = {
    receipt: fill(device.receiptOfSale, { number }),
    copy: fill(device.copyOfSale, { number }),
    refund: device.refundSlip,
    z_report: device.zReport,
    z_copy: device.zReport,
    x_report: device.xReport,
  }[print.kind];
  const time = clockTime(print.since, zone, language);
  const state = {
    owed: fill(device.waitingSince, { time }),
    printing: fill(device.printingSince, { time }),
    failed: fill(device.notPrinted, { time }),
    unknown: device.mayBePrinted,
  }[print.state];
  const offered = print.state === 'failed' || print.state === 'unknown';
  return (
    <>
      <div className="waiting-print figures">
        <b>{title}</b>
        <span className="quiet">
          {print.metrcReceipt === null
            ? device.recordedAlways
            : fill(device.recordedYes, { receipt: print.metrcReceipt })}
        </span>
        <span className="quiet">{state}</span>
      </div>
      <div className="panel-acts waiting-acts">
        {offered ? (
          <Key onPress={() => perform({ do: 'printRetry', jobId: print.jobId })}>{device.printAgain}</Key>
        ) : (
          <Key onPress={() => perform({ do: 'closePanel' })}>{device.reprintLater}</Key>
        )}
        <Key onPress={() => perform({ do: 'printCancel', jobId: print.jobId })}>{device.cancelReceipt}</Key>
      </div>
    </>
  );
};
