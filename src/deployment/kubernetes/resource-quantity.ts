import { ExitCode, GomeetError } from '../../errors.ts';

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * The number behind a quantity of Kubernetes: `1500m` is 1.5, `2Gi` is 2147483648.
 *
 * @throws GomeetError (usage) for what is none
 */
export function quantityOf(text: string | number): number {
  const [, digits, unit = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  const factor = FACTORS[unit];
  if (digits !== undefined && factor !== undefined) return Number(digits) * factor;
  throw new GomeetError(`"${text}" is no quantity of Kubernetes; accepted: 500m, 2, 1.5Gi, 128Mi …`, {
    exitCode: ExitCode.usage,
    code: 'invalid-manifest',
    hint: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  });
}

/** Bytes as people write them where that is exact, else as they are: a pod must not ask for more than it was planned with. */
export function memoryText(bytes: number): string {
  for (const unit of ['Gi', 'Mi', 'M'] as const) {
    const factor = FACTORS[unit] ?? 1;
    if (bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return String(Math.ceil(bytes));
}

export const cpuText = (millicores: number): string =>
  millicores % 1000 === 0 ? String(millicores / 1000) : `${Math.round(millicores)}m`;
