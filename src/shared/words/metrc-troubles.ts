import { type Trouble, trouble } from './trouble.ts';

/** Why Metrc could not be asked (the MetrcTrouble of the ports), in the order in which links break. */
export const metrcTroubles = {
  no_cable: trouble(
    {
      short: 'cable out',
      title: 'The network cable of this terminal is out, or its Wi-Fi is not joined.',
      steps: ['Push the cable in at both ends.', 'Look at the lamp of the switch.'],
    },
    {
      short: 'cable suelto',
      title: 'El cable de red de esta terminal está suelto, o su Wi-Fi no está unido.',
      steps: ['Empuje el cable por los dos lados.', 'Mire la luz del conmutador.'],
    },
  ),
  no_lan: trouble(
    {
      short: 'no way out',
      title: 'The cable is in, but the store’s network shows this terminal no way out.',
      steps: ['Look whether the router is on.', 'Switch it off and on once, then call the installer.'],
    },
    {
      short: 'red sin salida',
      title: 'El cable está puesto, pero la red de la tienda no da salida a esta terminal.',
      steps: ['Mire si el router está encendido.', 'Apáguelo y enciéndalo una vez; luego llame al instalador.'],
    },
  ),
  no_internet: trouble(
    {
      short: 'no internet',
      title: 'The store’s network works, but nothing comes back from Metrc’s address.',
      steps: [
        'Look at the lamps of the router.',
        'Call the internet provider if they stay red, and Metrc support if other pages open.',
      ],
    },
    {
      short: 'sin internet',
      title: 'La red de la tienda funciona, pero de la dirección de Metrc no vuelve nada.',
      steps: [
        'Mire las luces del router.',
        'Llame al proveedor si siguen rojas, y a soporte de Metrc si otras páginas abren.',
      ],
    },
  ),
  no_name: trouble(
    {
      short: 'name not found',
      title: 'The name of Metrc’s computer is not found: the name service does not answer or does not know it.',
      steps: ['Look at the lamps of the router.', 'If they are right, call the installer: name service (DNS).'],
    },
    {
      short: 'nombre no encontrado',
      title: 'No se encuentra el nombre del servidor de Metrc: el servicio de nombres no responde o no lo conoce.',
      steps: ['Mire las luces del router.', 'Si están bien, llame al instalador: servicio de nombres (DNS).'],
    },
  ),
  refused_connection: trouble(
    {
      short: 'not reached',
      title: 'The internet works, but nobody takes the connection at Metrc’s address.',
      steps: ['We try again by ourselves.', 'If it lasts, call Metrc support.'],
    },
    {
      short: 'no se alcanza',
      title: 'Internet funciona, pero nadie acepta la conexión en la dirección de Metrc.',
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
