import { fill } from '../../../shared/words/bilingual.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { isStopped } from '../../state/availability.ts';
import type { Panel } from '../../state/ui.ts';
import { BenchOverLeft } from '../bench/bench.tsx';
import { FunctionKeys } from '../function-keys.tsx';
import { AskingPlate } from '../lane/asking-plate.tsx';
import { ChangePlate } from '../lane/change-plate.tsx';
import { SettlePlate } from '../lane/settle-plate.tsx';
import { SignedPlate } from '../lane/signed-plate.tsx';
import { StoppedFacts } from '../lane/stopped-facts.tsx';
import { StoppedPlate } from '../lane/stopped-plate.tsx';
import { UnknownPlate } from '../lane/unknown-plate.tsx';
import { Notice } from '../notice.tsx';
import { ChangesRunning } from '../panels/changes-running.tsx';
import { CustomerPanel } from '../panels/customer-panel.tsx';
import { DevicePanel } from '../panels/device-panel.tsx';
import { HeldPanel } from '../panels/held-panel.tsx';
import { HelpPanel } from '../panels/help-panel.tsx';
import { LinePanel } from '../panels/line-panel.tsx';
import { LookUpPanel } from '../panels/look-up-panel.tsx';
import { ParkPanel } from '../panels/park-panel.tsx';
import { ParkedPanel } from '../panels/parked-panel.tsx';
import { SalePanel } from '../panels/sale-panel.tsx';
import { SalesPanel } from '../panels/sales-panel.tsx';
import { ZReportPanel, ZReportsPanel } from '../panels/z-reports-panel.tsx';
import { Cart } from './cart.tsx';
import { CustomerCard } from './customer-card.tsx';
import { LastScan } from './last-scan.tsx';
import { TenderColumn } from './tender-column.tsx';

/** Left: the customer and the cart, or what opens over them. Right: the state of the lane. */
export const SaleScreen = () => (
  <main className="body">
    <Heading />
    <section className="left">
      <Left />
      <FunctionKeys />
    </section>
    <LaneColumn />
  </main>
);

const Heading = () => {
  const { snapshot, words } = useCounterPlace();
  return <h1 className="only-heard">{fill(words.counter.saleNumber, { number: snapshot.cart.saleNumber })}</h1>;
};

const Left = () => {
  const { snapshot, ui, now, benchDocked } = useCounterPlace();
  if (ui.panel !== null) {
    return (
      <>
        <OpenPanel panel={ui.panel} />
        <Notice />
      </>
    );
  }
  if (ui.benchOpen && !benchDocked && snapshot.store.mode === 'training') return <BenchOverLeft />;
  if (isStopped(snapshot, now)) {
    return (
      <>
        <StoppedFacts />
        <Notice />
      </>
    );
  }
  return (
    <div className="sale-left">
      <CustomerCard />
      <Cart />
      <ChangesRunning />
      <Notice />
      <LastScan cartInView />
    </div>
  );
};

const OpenPanel = ({ panel }: { readonly panel: Panel }) => {
  switch (panel.kind) {
    case 'help':
      return <HelpPanel />;
    case 'lookUp':
      return <LookUpPanel />;
    case 'customer':
      return <CustomerPanel />;
    case 'held':
      return <HeldPanel />;
    case 'sales':
      return <SalesPanel />;
    case 'sale':
      return <SalePanel key={panel.saleId} saleId={panel.saleId} saleNumber={panel.saleNumber} />;
    case 'zReports':
      return <ZReportsPanel />;
    case 'zReport':
      return <ZReportPanel number={panel.number} />;
    case 'line':
      return <LinePanel lineId={panel.lineId} typed={panel.typed} />;
    case 'park':
      return <ParkPanel />;
    case 'parked':
      return <ParkedPanel />;
    case 'device':
      return <DevicePanel link={panel.link} />;
  }
};

const LaneColumn = () => {
  const { snapshot, ui, now } = useCounterPlace();
  const { lane } = snapshot;
  if (lane.state === 'conflict' && ui.settling !== null) return <SettlePlate lane={lane} settling={ui.settling} />;
  if (isStopped(snapshot, now)) return <StoppedPlate />;
  if (ui.changing !== null && ui.panel?.kind === 'sale') return <ChangePlate changing={ui.changing} />;
  switch (lane.state) {
    case 'asking':
      return <AskingPlate lane={lane} />;
    case 'signed':
      return <SignedPlate lane={lane} />;
    case 'unknown':
      return <UnknownPlate lane={lane} />;
    default:
      return <TenderColumn />;
  }
};
