import type { CheckResult } from '../check.ts';

/** What the gateway said to `GET /health`, or why there was no answer. */
export type GatewayAnswer =
  | { readonly url: string; readonly status: number }
  | { readonly url: string; readonly error: string };

const about = {
  id: 'gateway-answers',
  category: 'Edge',
  needed: 'HTTP 200 on /health, from where this command runs',
} as const;

/** @param answer null when nobody said where the platform is */
export function gatewayCheck(answer: GatewayAnswer | null): CheckResult {
  if (answer === null)
    return {
      ...about,
      title: 'gateway',
      status: 'failed',
      found: 'no setting of the API says where the platform is',
      hint: 'gomeet health-check --target kubernetes --api-url https://meet.example.com',
    };
  const isWell = 'status' in answer && answer.status === 200;
  return {
    ...about,
    title: answer.url,
    status: isWell ? 'ok' : 'failed',
    found: 'status' in answer ? `HTTP ${answer.status}` : answer.error,
    hint: isWell
      ? null
      : 'does its name lead to the load balancer? kubectl get service -A | grep LoadBalancer',
  };
}
