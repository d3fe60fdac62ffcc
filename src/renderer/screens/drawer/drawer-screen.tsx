import { clockTime } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { drawerPage } from '../../state/step-drawer.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Key } from '../../ui/key.tsx';
import { BenchOverLeft } from '../bench/bench.tsx';
import { FunctionKeys } from '../function-keys.tsx';
import { Notice } from '../notice.tsx';
import { DevicePanel } from '../panels/device-panel.tsx';
import { HelpPanel } from '../panels/help-panel.tsx';
import { LookUpPanel } from '../panels/look-up-panel.tsx';
import { CountColumn, CountRows } from './count.tsx';
import { DrawerHead } from './drawer-head.tsx';
import { DrawerResult, ResultColumn } from './drawer-result.tsx';
import { NoSale } from './no-sale.tsx';

/** F8: open with a float, count blind, see the difference, close; or open without a sale. Esc goes back to the sale. */
export const DrawerScreen = () => {
  const { ui, snapshot } = useCounterPlace();
  const page = drawerPage(ui, snapshot);
  const column = {
    float: <CountColumn page="float" />,
    counting: <CountColumn page="counting" />,
    result: <ResultColumn />,
    overview: <OverviewColumn />,
    noSale: <OverviewColumn />,
    leadOnly: <OverviewColumn />,
  }[page];
  return (
    <main className="body">
      <section className="left">
        <DrawerLeft />
        <FunctionKeys />
      </section>
      {column}
    </main>
  );
};

const DrawerLeft = () => {
  const { ui, snapshot, benchDocked } = useCounterPlace();
  if (ui.panel?.kind === 'help') return <HelpPanel />;
  if (ui.panel?.kind === 'lookUp') return <LookUpPanel />;
  if (ui.panel?.kind === 'device') return <DevicePanel link={ui.panel.link} />;
  if (ui.benchOpen && !benchDocked) return <BenchOverLeft />;
  const page = drawerPage(ui, snapshot);
  const shown = {
    float: <CountRows page="float" />,
    counting: <CountRows page="counting" />,
    result: <DrawerResult />,
    overview: <Overview />,
    noSale: <NoSale />,
    leadOnly: <LeadOnly />,
  }[page];
  return (
    <div className="drawer-left">
      {shown}
      <Notice />
    </div>
  );
};

const LeadOnly = () => {
  const { words } = useCounterPlace();
  return (
    <div className="drawer-page">
      <h1 className="drawer-title">{words.drawer.openTitle}</h1>
      <p className="drawer-told">{words.drawer.openLeadOnly}</p>
    </div>
  );
};

const Overview = () => {
  const { snapshot, words, language, zone, perform } = useCounterPlace();
  const { drawer } = words;
  const session = snapshot.drawer;
  if (session === null) return null;
  const position = { open: drawer.positionOpen, closed: drawer.positionClosed, unknown: drawer.positionUnknown }[
    snapshot.drawerPosition
  ];
  return (
    <div className="drawer-page">
      <h1 className="drawer-title">{drawer.title}</h1>
      <dl className="known drawer-known figures">
        <div>
          <dt>{drawer.openSince}</dt>
          <dd>{clockTime(session.openedAt, zone, language)}</dd>
        </div>
        <div>
          <dt>{drawer.openedBy}</dt>
          <dd>{session.openedBy}</dd>
        </div>
        <div>
          <dt>{drawer.position}</dt>
          <dd>{position}</dd>
        </div>
      </dl>
      <div className="panel-acts">
        <Key className="drawer-act" onPress={() => perform({ do: 'startCount' })}>
          {drawer.countKey}
        </Key>
        <Key className="drawer-act" onPress={() => perform({ do: 'openNoSale' })}>
          {drawer.noSaleKey}
        </Key>
      </div>
    </div>
  );
};

const OverviewColumn = () => {
  const { snapshot, words, perform } = useCounterPlace();
  return (
    <section className="right drawer-column">
      <DrawerHead session={snapshot.drawer} />
      <p className="drawer-blind">{words.drawer.drawerTold}</p>
      <div className="drawer-room" />
      <CornerKey
        label={words.drawer.backToSale}
        beside="Esc"
        ready
        tone="local"
        onPress={() => perform({ do: 'escape' })}
      />
    </section>
  );
};
