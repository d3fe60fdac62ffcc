import type { BenchAct } from '../../shared/contract/bench-view.ts';
import type { Refusal } from '../../shared/contract/refusals.ts';
import type { LinkView, Snapshot } from '../../shared/contract/snapshot.ts';
import type { Conflict } from './ui.ts';

export const FUNCTION_KEYS = ['F1', 'F2', 'F3', 'F4', 'F6', 'F8', 'F9', 'F10'] as const;
export type FunctionKey = (typeof FUNCTION_KEYS)[number];

/** Everything a person can do at the glass, by key or by touch, and what comes back. One table, so that both are equal. */
export type Intent =
  | { readonly do: 'functionKey'; readonly key: FunctionKey }
  | { readonly do: 'digits'; readonly digits: string }
  | { readonly do: 'backspace' }
  | { readonly do: 'clear' }
  | { readonly do: 'star' }
  | { readonly do: 'enter' }
  | { readonly do: 'escape' }
  | { readonly do: 'move'; readonly by: 1 | -1 }
  | { readonly do: 'corner' } // F12 or +: the act in the bottom right corner
  | { readonly do: 'undo' }
  | { readonly do: 'cash'; readonly cents: number }
  | { readonly do: 'exact' } // the whole of what is due, in cash
  | { readonly do: 'debit' }
  | { readonly do: 'openLine'; readonly lineId: number }
  | { readonly do: 'setQuantity'; readonly lineId: number; readonly quantity: string }
  | { readonly do: 'voidLine'; readonly lineId: number | null }
  | { readonly do: 'openDevice'; readonly link: LinkView['id'] }
  | { readonly do: 'openCustomer' }
  | { readonly do: 'closePanel' }
  | { readonly do: 'dismiss' }
  | { readonly do: 'chooseStaff'; readonly staffId: string }
  | { readonly do: 'addPackage'; readonly label: string }
  | { readonly do: 'enterCode'; readonly text: string }
  | { readonly do: 'setCustomer'; readonly number: string; readonly buyerType: string }
  | { readonly do: 'setBuyerType'; readonly buyerType: string }
  | { readonly do: 'clearCustomer' }
  | { readonly do: 'agencyCheck'; readonly showed: 'active' | 'not_active' }
  | { readonly do: 'resume'; readonly saleId: string }
  | { readonly do: 'customerWaits' }
  | { readonly do: 'customerLeaves' }
  | { readonly do: 'nextSale' }
  | { readonly do: 'openPark' }
  | { readonly do: 'openParked' }
  | { readonly do: 'park'; readonly leadId: string; readonly pin: string; readonly reason: string }
  | { readonly do: 'parkedLeaves' }
  | { readonly do: 'parkedWaits' }
  | { readonly do: 'parkedSeenTo' } // what follows from it was done by hand
  | { readonly do: 'settleReason'; readonly reason: string }
  | { readonly do: 'quietTone' }
  | { readonly do: 'reprint'; readonly saleId: string; readonly saleNumber: number }
  | { readonly do: 'openSale'; readonly saleId: string; readonly saleNumber: number }
  | { readonly do: 'beginChange'; readonly kind: 'void' | 'return' }
  | { readonly do: 'changeReason'; readonly reason: string }
  | { readonly do: 'comesBack'; readonly line: number; readonly quantity: string }
  | { readonly do: 'openZReports' }
  | { readonly do: 'openZReport'; readonly number: number }
  | { readonly do: 'copyZ'; readonly number: number }
  | { readonly do: 'printRetry'; readonly jobId: string }
  | { readonly do: 'printCancel'; readonly jobId: string }
  | { readonly do: 'startCount' }
  | { readonly do: 'chooseRow'; readonly row: number }
  | { readonly do: 'openNoSale' }
  | { readonly do: 'closeDrawer' } // never on the corner key: it follows "Count is final" there and cannot be taken back
  | { readonly do: 'noSale'; readonly reason: string }
  | { readonly do: 'toggleBench' }
  | { readonly do: 'bench'; readonly act: BenchAct }
  | { readonly do: 'answered'; readonly call: CallName; readonly refusal: Refusal | null }
  | { readonly do: 'unanswered'; readonly call: CallName } // the line went down before the answer
  | { readonly do: 'changed'; readonly before: Snapshot | null };

/** A call of the contract as plain data: what `step` asks for, so that it can be tested without a register. */
export type Call =
  | { readonly call: 'staff.signIn'; readonly input: { readonly staffId: string; readonly pin: string } }
  | { readonly call: 'staff.lock'; readonly input: Nothing }
  | { readonly call: 'cart.enterCode'; readonly input: { readonly text: string } }
  | { readonly call: 'cart.addPackage'; readonly input: { readonly label: string } }
  | { readonly call: 'cart.setQuantity'; readonly input: { readonly lineId: number | null; readonly quantity: string } }
  | { readonly call: 'cart.voidLine'; readonly input: { readonly lineId: number | null } }
  | { readonly call: 'cart.undo'; readonly input: Nothing }
  | { readonly call: 'cart.hold'; readonly input: Nothing }
  | { readonly call: 'cart.resume'; readonly input: { readonly saleId: string } }
  | { readonly call: 'cart.setCustomer'; readonly input: { readonly number: string; readonly buyerType: string } }
  | { readonly call: 'cart.setBuyerType'; readonly input: { readonly buyerType: string } }
  | { readonly call: 'cart.clearCustomer'; readonly input: Nothing }
  | { readonly call: 'cart.recordAgencyCheck'; readonly input: { readonly showed: 'active' | 'not_active' } }
  | { readonly call: 'tender.cash'; readonly input: { readonly givenCents: number } }
  | { readonly call: 'tender.debit'; readonly input: Nothing }
  | { readonly call: 'tender.clear'; readonly input: Nothing }
  | { readonly call: 'tender.pay'; readonly input: { readonly saleId: string; readonly totalCents: number } }
  | { readonly call: 'tender.customerLeaves'; readonly input: Nothing }
  | { readonly call: 'tender.customerWaits'; readonly input: Nothing }
  | { readonly call: 'tender.nextSale'; readonly input: Nothing }
  | {
      readonly call: 'conflict.settle';
      readonly input: {
        readonly as: Conflict['kind'];
        readonly leadId: string;
        readonly pin: string;
        readonly reason: string;
      };
    }
  | {
      readonly call: 'park.set';
      readonly input: { readonly leadId: string; readonly pin: string; readonly reason: string };
    }
  | { readonly call: 'park.customerLeaves'; readonly input: Nothing }
  | { readonly call: 'park.customerWaits'; readonly input: Nothing }
  | { readonly call: 'park.seenTo'; readonly input: Nothing }
  | { readonly call: 'drawer.open'; readonly input: Count }
  | { readonly call: 'drawer.count'; readonly input: Count }
  | { readonly call: 'drawer.close'; readonly input: { readonly heldCarts: number } }
  | { readonly call: 'drawer.copyZ'; readonly input: { readonly number: number } }
  | { readonly call: 'drawer.noSale'; readonly input: { readonly reason: string } }
  | { readonly call: 'sales.reprint'; readonly input: { readonly saleId: string | null } }
  | { readonly call: 'sales.void'; readonly input: ByLead }
  | {
      readonly call: 'sales.returnGoods';
      readonly input: ByLead & { readonly lines: { readonly line: number; readonly quantity: string }[] };
    }
  | { readonly call: 'prints.retry'; readonly input: { readonly jobId: string } }
  | { readonly call: 'prints.cancel'; readonly input: { readonly jobId: string } }
  | { readonly call: 'bench.act'; readonly input: BenchAct };
export type CallName = Call['call'];

type Nothing = Readonly<Record<never, never>>;
type ByLead = {
  readonly saleId: string;
  readonly leadId: string;
  readonly pin: string;
  readonly reason: string;
};
type Count = { readonly pieces: { readonly denominationCents: number; readonly count: number }[] };
