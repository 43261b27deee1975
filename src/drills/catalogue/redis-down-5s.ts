import { redisDown } from '../redis-down.ts';

export const drill = redisDown('redis-down-5s', { ms: 5_000, words: '5 s' });
