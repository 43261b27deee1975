import { IconButton } from '../../ui/icon-button.tsx';
import { type Stage as Arrangement, type TileRef, tileKey } from '../layout/arrange-stage.ts';
import { bestGrid, filledGrid } from '../layout/grid-geometry.ts';
import { useMeeting } from '../meeting-context.ts';
import { Reactions } from './reactions.tsx';
import { screenSize } from './screen-size.ts';
import { Tile } from './tile.tsx';
import { useBox } from './use-box.ts';

const gapPx = 8;

/** The pictures of the meeting. Drawn again only when another picture belongs on it. */
export function Stage() {
  const { meeting } = useMeeting();
  const stage = meeting.stageView.stage.value;
  return (
    <section
      aria-label="Stage"
      data-layout={stage.layout}
      class="relative flex min-h-0 min-w-0 flex-1 flex-col p-2 md:p-3"
    >
      {stage.main ? <Spotlight main={stage.main} tiles={stage.tiles} /> : <Grid tiles={stage.tiles} />}
      <Pager stage={stage} />
      <Reactions />
    </section>
  );
}

function Grid({ tiles }: { readonly tiles: readonly TileRef[] }) {
  const [element, box] = useBox<HTMLDivElement>();
  const { columns, tile } = (screenSize.value === 'phone' ? filledGrid : bestGrid)(box, tiles.length, gapPx);
  return (
    <div ref={element} class="min-h-0 flex-1">
      <div
        class="mx-auto flex h-full flex-wrap content-center justify-center"
        style={{ gap: `${gapPx}px`, width: `${columns * tile.widthPx + (columns - 1) * gapPx}px` }}
      >
        {tile.widthPx > 0 && tiles.map((entry) => <Tile key={tileKey(entry)} tile={entry} box={tile} />)}
      </div>
    </div>
  );
}

/** One large picture, the others beside it, or below it where the screen is narrow. */
function Spotlight({ main, tiles }: { readonly main: TileRef; readonly tiles: readonly TileRef[] }) {
  return (
    <div class="flex min-h-0 flex-1 flex-col gap-2 lg:flex-row">
      <Tile key={tileKey(main)} tile={main} large class="min-h-0 min-w-0 flex-1" />
      {tiles.length > 0 && (
        <div class="flex shrink-0 justify-center gap-2 lg:w-48 lg:flex-col">
          {tiles.map((tile) => (
            <Tile
              key={tileKey(tile)}
              tile={tile}
              class="aspect-video min-w-0 flex-1 max-lg:max-w-40 lg:max-h-28 lg:min-h-0 lg:w-full"
            />
          ))}
        </div>
      )}
    </div>
  );
}

function Pager({ stage }: { readonly stage: Arrangement }) {
  const { page } = useMeeting().meeting.stageView;
  if (stage.pageCount < 2) return null;
  return (
    <nav
      aria-label="Pages of people"
      class="mx-auto mt-2 flex items-center gap-1 rounded-full border border-line bg-surface px-1 text-sm"
    >
      <IconButton
        icon="chevron-left"
        label="Page before"
        size="small"
        disabled={stage.page === 0}
        onClick={() => {
          page.value = stage.page - 1;
        }}
      />
      <span class="min-w-14 text-center tabular-nums">
        {stage.page + 1} / {stage.pageCount}
      </span>
      <IconButton
        icon="chevron-right"
        label="Next page"
        size="small"
        disabled={stage.page + 1 >= stage.pageCount}
        onClick={() => {
          page.value = stage.page + 1;
        }}
      />
    </nav>
  );
}
