import { describe, expect, test } from 'vitest';
import { arrangeStage, type StageInput, tileKey } from './arrange-stage.ts';

const room = (over: Partial<StageInput> = {}): StageInput => ({
  choice: 'grid',
  order: ['ann', 'ben', 'cem', 'dee', 'eva'],
  screens: [],
  pinned: undefined,
  speaker: undefined,
  page: 0,
  gridTiles: 4,
  stripTiles: 3,
  ...over,
});
const keys = (input: StageInput) => arrangeStage(input).tiles.map(tileKey);

describe('arrangeStage', () => {
  test('a grid has pages, and a page that is gone is the last', () => {
    expect(arrangeStage(room())).toMatchObject({ layout: 'grid', main: undefined, page: 0, pageCount: 2 });
    expect(keys(room({ page: 1 }))).toEqual(['camera:eva']);
    expect(arrangeStage(room({ page: 7 })).page).toBe(1);
    expect(arrangeStage(room({ order: [] }))).toMatchObject({ tiles: [], pageCount: 1 });
  });

  test('the speaker is large, the others are beside', () => {
    const stage = arrangeStage(room({ choice: 'speaker', speaker: 'cem' }));
    expect(stage).toMatchObject({ layout: 'speaker', main: { userId: 'cem', source: 'camera' } });
    expect(stage.tiles.map(({ userId }) => userId)).toEqual(['ann', 'ben', 'dee']);
  });

  test('a speaker who left gives way to the first', () => {
    expect(arrangeStage(room({ choice: 'speaker', speaker: 'gone' })).main?.userId).toBe('ann');
  });

  test('a shared screen goes before the choice, the newest first', () => {
    const stage = arrangeStage(room({ choice: 'speaker', speaker: 'ann', screens: ['ben', 'dee'] }));
    expect(stage).toMatchObject({ layout: 'screen', main: { userId: 'dee', source: 'screen' } });
    expect(stage.tiles.map(tileKey)).toEqual(['screen:ben', 'camera:ann', 'camera:ben']);
  });

  test('what is pinned goes before everything', () => {
    const stage = arrangeStage(room({ pinned: { userId: 'eva', source: 'camera' }, screens: ['ben'] }));
    expect(stage).toMatchObject({ layout: 'pinned', main: { userId: 'eva' } });
    expect(stage.tiles[0]).toEqual({ userId: 'ben', source: 'screen' });
  });
});
