import { type Trouble, trouble } from './trouble.ts';

/** Why Metrc could not be asked (the MetrcTrouble of the ports), in the order in which links break. */
export const metrcTroubles = {
  no_network: trouble(
    {
      short: 'no network',
      title: 'This computer has no network.',
      steps: ['Push both ends of the network cable in.', 'Look at the lamp of the switch.'],
    },
    {
      short: 'sin red',
      title: 'Esta computadora no tiene red.',
      steps: ['Empuje el cable de red por los dos lados.', 'Mire la luz del conmutador.'],
    },
  ),
  no_internet: trouble(
    {
      short: 'no internet',
      title: 'The network works, the internet does not.',
      steps: ['Look at the lamps of the router.', 'Call the internet provider if they stay red.'],
    },
    {
      short: 'sin internet',
      title: 'La red funciona, internet no.',
      steps: ['Mire las luces del router.', 'Llame al proveedor si siguen rojas.'],
    },
  ),
  refused_connection: trouble(
    {
      short: 'not reached',
      title: 'The internet works, but Metrc does not let us connect.',
      steps: ['We try again by ourselves.', 'If it lasts, call Metrc support.'],
    },
    {
      short: 'no se alcanza',
      title: 'Internet funciona, pero Metrc no deja conectar.',
      steps: ['Probamos otra vez solos.', 'Si dura, llame a soporte de Metrc.'],
    },
  ),
  tls: trouble(
    {
      short: 'connection not safe',
      title: 'The connection to Metrc cannot be proved safe.',
      steps: ['Look at the date and time of this computer.', 'If they are right, call the installer.'],
    },
    {
      short: 'conexión no segura',
      title: 'No se puede probar que la conexión a Metrc sea segura.',
      steps: ['Mire la fecha y la hora de esta computadora.', 'Si están bien, llame al instalador.'],
    },
  ),
  timeout: trouble(
    {
      short: 'no answer',
      title: 'Metrc does not answer.',
      steps: ['We look again by ourselves.', 'If it lasts, call Metrc support.'],
    },
    {
      short: 'sin respuesta',
      title: 'Metrc no responde.',
      steps: ['Miramos otra vez solos.', 'Si dura, llame a soporte de Metrc.'],
    },
  ),
  server_error: trouble(
    {
      short: 'fault at Metrc',
      title: 'Metrc answers with a fault of its own.',
      steps: ['We look again by ourselves.', 'If it lasts, call Metrc support.'],
    },
    {
      short: 'falla en Metrc',
      title: 'Metrc responde con una falla propia.',
      steps: ['Miramos otra vez solos.', 'Si dura, llame a soporte de Metrc.'],
    },
  ),
  keys: trouble(
    {
      short: 'keys not accepted',
      title: 'Metrc does not accept this store’s keys.',
      steps: ['A store lead renews the keys in Metrc.', 'Enter the new keys on this register.'],
    },
    {
      short: 'claves no aceptadas',
      title: 'Metrc no acepta las claves de esta tienda.',
      steps: ['Un encargado renueva las claves en Metrc.', 'Anote las claves nuevas en esta caja.'],
    },
  ),
  licence: trouble(
    {
      short: 'licence not covered',
      title: 'The keys work, but not for this licence.',
      steps: ['A store lead checks the licence in Metrc.'],
    },
    {
      short: 'licencia no incluida',
      title: 'Las claves funcionan, pero no para esta licencia.',
      steps: ['Un encargado revisa la licencia en Metrc.'],
    },
  ),
  rate: trouble(
    {
      short: 'asked too often',
      title: 'Metrc asks us to ask less often.',
      steps: ['We wait as long as Metrc says, then ask again.'],
    },
    {
      short: 'preguntas de más',
      title: 'Metrc pide que preguntemos menos.',
      steps: ['Esperamos lo que Metrc dice y preguntamos otra vez.'],
    },
  ),
  unreadable: trouble(
    {
      short: 'answer not readable',
      title: 'Something answers for Metrc that is not Metrc’s own answer.',
      steps: ['Look whether the network asks for a sign-in page.', 'If not, call the installer.'],
    },
    {
      short: 'respuesta ilegible',
      title: 'Algo responde por Metrc que no es su respuesta.',
      steps: ['Mire si la red pide una página de entrada.', 'Si no, llame al instalador.'],
    },
  ),
  clock_off: trouble(
    {
      short: 'clocks differ',
      title: 'The clock of this computer and Metrc’s differ by more than a minute.',
      steps: [
        'Let the computer set its clock by the network.',
        'Sales stop when they differ by more than five minutes.',
      ],
    },
    {
      short: 'relojes distintos',
      title: 'El reloj de esta computadora y el de Metrc difieren en más de un minuto.',
      steps: [
        'Deje que la computadora ajuste su reloj por la red.',
        'Con más de cinco minutos de diferencia no se vende.',
      ],
    },
  ),
} as const satisfies Record<string, Trouble>;
