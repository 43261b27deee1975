/** What is known of a target before anything is broken there. */
export interface TargetSigns {
  /** The platform's name: what a person has to type where it may be production. */
  readonly name: string;
  /** Addresses that a drill would work on. */
  readonly addresses: readonly string[];
  readonly environment: string | null;
  /** What else it is called, such as a context of the kubeconfig and the host of its address. */
  readonly names?: readonly string[];
}

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]|::1)$/;

/** Why a target may be one on which people rely. Empty: nothing speaks for it. */
export function productionSigns({
  name,
  addresses,
  environment,
  names = [],
}: TargetSigns): readonly string[] {
  const named = [...new Set([name, environment ?? '', ...names])].filter((word) => /prod|live\b/i.test(word));
  const elsewhere = addresses.filter((address) => !loopback.test(hostOf(address)));
  return [
    ...named.map((word) => `it is called "${word}"`),
    ...elsewhere.map((address) => `${hostOf(address)} is not this machine`),
  ];
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname : address);
