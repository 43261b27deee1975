import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/api.ts';
import { Switch } from '../../ui/switch.tsx';
import { showError } from '../../ui/toast.tsx';
import { type PushState, pushState, subscribeToPush, unsubscribeFromPush } from './push-subscription.ts';

const hints: Readonly<Record<PushState, string>> = {
  unsupported: 'This browser cannot do that',
  unavailable: 'This server has no key for it',
  blocked: 'Blocked for this page: allow notifications in the browser’s settings',
  off: 'Reaches you while no page is open',
  on: 'Reaches you while no page is open',
};

/** Notifications by the browser itself: for the account a setting, for this device a permission. */
export function PushSwitch({ onChange }: { readonly onChange: (isOn: boolean) => void }) {
  const [state, setState] = useState<PushState>('off');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    pushState(api).then(setState, () => setState('unavailable'));
  }, []);
  function toggle(isOn: boolean): void {
    setBusy(true);
    (isOn ? subscribeToPush(api) : unsubscribeFromPush(api))
      .then((next) => {
        setState(next);
        onChange(next === 'on');
      })
      .catch(showError)
      .finally(() => setBusy(false));
  }
  return (
    <Switch
      label="On this device"
      hint={hints[state]}
      checked={state === 'on'}
      disabled={busy || (state !== 'on' && state !== 'off')}
      onChange={toggle}
    />
  );
}
