import { scaleSpan } from './scale-rules.ts';

/** Alertmanager's settings, as far as they are changed here; everything else goes through as it is. */
export interface AlertmanagerSettings {
  readonly global?: Readonly<Record<string, unknown>>;
  readonly route: AlertRoute;
  readonly receivers: readonly { readonly name: string }[];
  readonly [key: string]: unknown;
}

interface AlertRoute {
  readonly routes?: readonly AlertRoute[];
  readonly [key: string]: unknown;
}

const spans = ['group_wait', 'group_interval', 'repeat_interval'];

/**
 * The same routes with each receiver a webhook of one recorder, named in the path, and with waits divided as the rules' spans are.
 *
 * @param recorderUrl where the recorder listens, without a path
 */
export function scaleRoutes(
  settings: AlertmanagerSettings,
  { recorderUrl, timeDivisor }: { readonly recorderUrl: string; readonly timeDivisor: number },
): AlertmanagerSettings {
  return {
    ...settings,
    // What is only for Slack and mail would be refused without their files.
    global: { resolve_timeout: '5m' },
    route: scaleRoute(settings.route, timeDivisor),
    receivers: settings.receivers.map(({ name }) => ({
      name,
      webhook_configs: [{ url: `${recorderUrl}/${name}`, send_resolved: true }],
    })),
  };
}

function scaleRoute(route: AlertRoute, divisor: number): AlertRoute {
  const scaled = Object.entries(route).map(([key, value]) => [
    key,
    spans.includes(key) && value !== '0s' ? scaleSpan(String(value), divisor) : value,
  ]);
  const routes = route.routes?.map((child) => scaleRoute(child, divisor));
  return { ...Object.fromEntries(scaled), ...(routes === undefined ? {} : { routes }) };
}
