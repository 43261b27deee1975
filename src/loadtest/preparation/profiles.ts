/** The event that the platform is planned for. */
export interface Event {
  readonly meetings: number;
  readonly participantsPerMeeting: number;
}

/** 100 meetings of 500 people, 50,000 at once (B13). */
export const referenceEvent: Event = { meetings: 100, participantsPerMeeting: 500 };

/** What a profile puts on the platform, as far as it costs anything. */
export type LoadPart =
  | { readonly kind: 'media'; readonly rooms: number; readonly participantsPerRoom: number }
  | { readonly kind: 'sockets'; readonly connections: number }
  | { readonly kind: 'journeys'; readonly ratePerSecond: number };

/** A load of a fixed size with a name of its own; its KPIs are those of its scenario. */
export interface LoadProfile {
  readonly name: string;
  readonly title: string;
  readonly scenario: 'room' | 'rooms' | 'websocket' | 'api' | 'comprehensive' | 'churn';
  /** Flags of that scenario, by their long names. */
  readonly flags: Readonly<Record<string, string>>;
  readonly parts: readonly LoadPart[];
  /** The requirement, and what of it is our reading. */
  readonly source: string;
}

const media = (rooms: number, participantsPerRoom: number): LoadPart => ({
  kind: 'media',
  rooms,
  participantsPerRoom,
});

const gate = (participants: number, source: string): LoadProfile => ({
  name: `gate${participants}`,
  title: `gate: one room of ${participants}`,
  scenario: 'room',
  flags: { participants: String(participants), duration: '5m' },
  parts: [media(1, participants)],
  source: `${source}; the 5 minutes are ours`,
});

/** The four load tests of part F, the gates of the phases, and the whole event. */
export function loadProfiles(event: Event): readonly LoadProfile[] {
  const { meetings, participantsPerMeeting } = event;
  return [
    gate(50, 'F08, 002:785'),
    gate(100, 'F09, 002:385,793'),
    gate(300, 'F10, 002:799'),
    gate(500, 'F11, 002:547,806'),
    {
      name: 'websocket-load',
      title: '50,000 WebSocket connections',
      scenario: 'websocket',
      flags: { connections: '50000', duration: '10m' },
      parts: [{ kind: 'sockets', connections: 50_000 }],
      source: 'F01, 001:370-371',
    },
    {
      name: 'api-load',
      title: '1,000 users of the API',
      scenario: 'api',
      flags: { rate: '50', duration: '15m' },
      parts: [{ kind: 'journeys', ratePerSecond: 50 }],
      source: 'F02, 001:373-374; that each of them begins a journey every 20 s, 50 a second in all, is ours',
    },
    {
      name: 'sfu-load',
      title: 'one room of 500 for half an hour',
      scenario: 'room',
      flags: { participants: '500', duration: '30m' },
      parts: [media(1, 500)],
      source: 'F03, 001:376-377',
    },
    {
      name: 'comprehensive-load',
      title: '1,000 people on all services',
      scenario: 'comprehensive',
      // A fiftieth of 50,000 people is 1,000; the sides of the event shrink by its root: 14 rooms of 71.
      flags: { scale: '0.02', duration: '1h' },
      parts: [media(14, 71), { kind: 'sockets', connections: 994 }, { kind: 'journeys', ratePerSecond: 20 }],
      source: 'F04, 001:379-380',
    },
    {
      name: 'full',
      title: `the whole event, ${meetings} × ${participantsPerMeeting}`,
      scenario: 'rooms',
      flags: { rooms: String(meetings), participants: String(participantsPerMeeting), duration: '30m' },
      parts: [media(meetings, participantsPerMeeting)],
      source: 'F06 and F12, 001:358-364; the 30 minutes are those of F03',
    },
  ];
}

/** What to type for a profile. */
export function commandOf({ scenario, flags }: LoadProfile): string {
  const words = Object.entries(flags).map(([name, value]) => `--${name} ${value}`);
  return ['gomeet loadtest', scenario, ...words].join(' ');
}
