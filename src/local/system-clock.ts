/** The monotonic clock of the whole system in milliseconds: processes can compare it, unlike `performance.now()`. */
export const systemMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
