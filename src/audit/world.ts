import type { Event } from '../planning/event.ts';

/** What an event puts on the media servers, by the planning model. */
export interface Load {
  readonly meetings: number;
  readonly participants: number;
  readonly participantsOfLargestMeeting: number;
  /** To all participants, with the headers of every packet. */
  readonly wireGbps: number;
  readonly largestMeetingWireGbps: number;
  /** Cores that the media server uses, before any target. */
  readonly coresOfLargestMeeting: number;
  readonly coresOfAllMeetings: number;
  readonly egressGiBPerMonth: number;
  readonly hoursPerMonth: number;
  readonly joinSeconds: number;
}

/** A size of machine on sale. */
export interface ListedSize {
  readonly sku: string;
  /** Its cores are shared with other customers' machines. */
  readonly isShared: boolean;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly monthlyUsd: number;
  /** null: the provider does not say. */
  readonly networkGbps: number | null;
}

/** What the catalogue knows of a provider; null is unknown, and then nothing is judged by it. */
export interface ProviderFacts {
  readonly name: string;
  readonly sizes: readonly ListedSize[];
  /** Sizes that ever had this monthly price, by the price history. */
  everPriced(monthlyUsd: number): readonly string[];
  readonly egressUsdPerGiB: number | null;
  readonly loadBalancerUsd: number | null;
  readonly highAvailabilityControlPlaneUsd: number | null;
  /** Largest published discounts on machines; 0 where none is published, null where that is not known. */
  readonly commitmentPercent: number | null;
  readonly spotPercent: number | null;
}

/** What a plan is held against: prices, physics and what Kubernetes leaves of a node. */
export interface World {
  readonly provider: ProviderFacts;
  load(event: Event): Load;
  allocatable(cores: number, memoryGiB: number): { readonly cores: number; readonly memoryGiB: number };
}
