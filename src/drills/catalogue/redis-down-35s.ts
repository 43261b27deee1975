import { redisDown } from '../redis-down.ts';

export const drill = redisDown('redis-down-35s', { ms: 35_000, words: '35 s' });
