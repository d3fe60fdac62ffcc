import type { Answer } from '../../shared/contract/refusals.ts';
import type { RegisterClient } from '../register-client/connect-register.ts';
import type { Call } from './intent.ts';

/**
 * Makes one call of the contract. Rejects only when the line is down; the connection state tells that to people.
 * `Call` pairs each name with the input of the contract, and the client is derived from the same contract.
 */
export function makeCall(client: RegisterClient, call: Call): Promise<Answer> {
  switch (call.call) {
    case 'staff.signIn':
      return client.staff.signIn(call.input);
    case 'staff.lock':
      return client.staff.lock(call.input);
    case 'sales.reprint':
      return client.sales.reprint(call.input);
    case 'sales.void':
      return client.sales.void(call.input);
    case 'sales.returnGoods':
      return client.sales.returnGoods(call.input);
    case 'prints.retry':
      return client.prints.retry(call.input);
    case 'prints.cancel':
      return client.prints.cancel(call.input);
    case 'bench.act':
      return client.bench.act(call.input);
    case 'conflict.settle':
      return client.conflict.settle(call.input);
    case 'drawer.open':
      return client.drawer.open(call.input);
    case 'drawer.count':
      return client.drawer.count(call.input);
    case 'drawer.close':
      return client.drawer.close(call.input);
    case 'drawer.copyZ':
      return client.drawer.copyZ(call.input);
    case 'drawer.noSale':
      return client.drawer.noSale(call.input);
    case 'park.set':
      return client.park.set(call.input);
    case 'park.customerLeaves':
      return client.park.customerLeaves(call.input);
    case 'park.customerWaits':
      return client.park.customerWaits(call.input);
    case 'park.seenTo':
      return client.park.seenTo(call.input);
    default:
      return makeSaleCall(client, call);
  }
}

type SaleCall = Extract<Call, { readonly call: `cart.${string}` | `tender.${string}` }>;

function makeSaleCall(client: RegisterClient, call: SaleCall): Promise<Answer> {
  switch (call.call) {
    case 'cart.enterCode':
      return client.cart.enterCode(call.input);
    case 'cart.addPackage':
      return client.cart.addPackage(call.input);
    case 'cart.setQuantity':
      return client.cart.setQuantity(call.input);
    case 'cart.voidLine':
      return client.cart.voidLine(call.input);
    case 'cart.undo':
      return client.cart.undo(call.input);
    case 'cart.hold':
      return client.cart.hold(call.input);
    case 'cart.resume':
      return client.cart.resume(call.input);
    case 'cart.setCustomer':
      return client.cart.setCustomer(call.input);
    case 'cart.setBuyerType':
      return client.cart.setBuyerType(call.input);
    case 'cart.clearCustomer':
      return client.cart.clearCustomer(call.input);
    case 'cart.recordAgencyCheck':
      return client.cart.recordAgencyCheck(call.input);
    case 'tender.cash':
      return client.tender.cash(call.input);
    case 'tender.debit':
      return client.tender.debit(call.input);
    case 'tender.clear':
      return client.tender.clear(call.input);
    case 'tender.pay':
      return client.tender.pay(call.input);
    case 'tender.customerLeaves':
      return client.tender.customerLeaves(call.input);
    case 'tender.customerWaits':
      return client.tender.customerWaits(call.input);
    case 'tender.nextSale':
      return client.tender.nextSale(call.input);
  }
}
