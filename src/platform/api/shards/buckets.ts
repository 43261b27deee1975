/** Rooms are spread over this many buckets, and buckets over shards: 4 shards have 16 each. */
export const bucketCount = 64;

/** The low six bits of the id's first byte, as bucket_of() in migrations/0004-the-whole-platform.sql has it. */
export const bucketOf = (roomId: string): number => Number.parseInt(roomId.slice(0, 2), 16) & 63;

/** How far one bucket has come: settled, or to be copied to `movingTo`, or to be deleted at `movedFrom`. */
export interface BucketPlace {
  readonly bucket: number;
  readonly shard: number;
  readonly movingTo: number | null;
  readonly movedFrom: number | null;
}

export interface BucketMove {
  readonly bucket: number;
  readonly target: number;
}

/**
 * The fewest moves after which no shard has over one bucket more than another: each goes from the fullest shard to the
 * emptiest. What is moving counts where it goes.
 */
export function planSpread(places: readonly BucketPlace[], shards: number): BucketMove[] {
  const held = Array.from({ length: shards }, (_, shard) =>
    places.filter((place) => (place.movingTo ?? place.shard) === shard).map((place) => place.bucket),
  );
  const moves: BucketMove[] = [];
  for (;;) {
    const bySize = held.map((buckets, shard) => ({ buckets, shard }));
    bySize.sort((one, other) => one.buckets.length - other.buckets.length || one.shard - other.shard);
    const [emptiest, fullest] = [bySize.at(0), bySize.at(-1)];
    if (!emptiest || !fullest || fullest.buckets.length - emptiest.buckets.length <= 1) return moves;
    const bucket = Math.max(...fullest.buckets);
    fullest.buckets.splice(fullest.buckets.indexOf(bucket), 1);
    emptiest.buckets.push(bucket);
    moves.push({ bucket, target: emptiest.shard });
  }
}
