/** A cluster may carry both at once: each has namespaces of its own. */
export const ENVIRONMENTS = ['production', 'staging'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Media runs on the host's network, which pod security forbids everywhere else; so it has a namespace to itself. */
export interface Namespaces {
  /** API, data, gateway, monitoring, jobs: pod security `restricted`. */
  readonly platform: string;
  /** LiveKit, TURN, recorder: `privileged`. */
  readonly media: string;
}

export function namespacesOf(environment: Environment): Namespaces {
  const platform = environment === 'production' ? 'gomeet' : `gomeet-${environment}`;
  return { platform, media: `${platform}-media` };
}
