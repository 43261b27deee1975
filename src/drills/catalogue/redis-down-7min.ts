import { redisDown } from '../redis-down.ts';

export const drill = redisDown('redis-down-7min', { ms: 420_000, words: '7 minutes' });
