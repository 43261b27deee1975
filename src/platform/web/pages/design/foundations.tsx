import { Card } from '../../ui/card.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { iconShapes } from '../../ui/icon-shapes.ts';

const shades = ['50', '100', '200', '300', '400', '500', '600', '700', '800', '900'] as const;
const signals = ['accent-500', 'accent-600', 'success-500', 'warning-500', 'error-500', 'info-500'] as const;

function Swatch({ token }: { readonly token: string }) {
  return (
    <li class="flex flex-col gap-1 text-xs text-muted">
      <span class="h-10 rounded-lg border border-line" style={{ background: `var(--${token})` }} />
      {token}
    </li>
  );
}

/** What all components are made of. */
export function Foundations() {
  return (
    <>
      <Card
        title="Palette"
        text="White text needs 4.5:1: green-500 gives 2.28, green-600 3.30, green-700 5.02. So primary buttons are green-700."
      >
        <div class="flex flex-col gap-4">
          {['green', 'gray'].map((hue) => (
            <ul key={hue} class="grid grid-cols-5 gap-2 md:grid-cols-10">
              {shades.map((shade) => (
                <Swatch key={shade} token={`${hue}-${shade}`} />
              ))}
            </ul>
          ))}
          <ul class="grid grid-cols-3 gap-2 md:grid-cols-6">
            {signals.map((token) => (
              <Swatch key={token} token={token} />
            ))}
          </ul>
        </div>
      </Card>
      <Card title="Icons" text="<Icon name size filled>: decoration only, so hidden from screen readers.">
        <ul class="grid grid-cols-4 gap-y-5 sm:grid-cols-6 md:grid-cols-10">
          {(Object.keys(iconShapes) as IconName[]).map((name) => (
            <li key={name} class="flex flex-col items-center gap-1.5 text-center text-xs text-muted">
              <Icon name={name} size={24} class="text-ink" />
              {name}
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
