import { describe, expect, test } from 'vitest';
import { fitUsl, peakConcurrency, throughputAt } from './usl.ts';

/** A Cisco benchmark, from Baron Schwartz, Practical Scalability Analysis with the Universal Scalability Law (also in usl4j's ModelTest). */
const cisco = [
  955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61, 8278.71, 8646.7,
  9047.84, 9426.55, 9645.37, 9897.24, 10097.6, 10240.5, 10532.39, 10798.52, 11151.43, 11518.63, 11806,
  12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4, 12074.39,
].map((throughput, index) => ({ concurrency: index + 1, throughput }));

/** The book's values hold within 0.02 %. */
const nearly = (value: number, expected: number): void =>
  expect(Math.abs(value / expected - 1)).toBeLessThan(2e-4);

describe('universal scalability law', () => {
  const model = fitUsl(cisco);

  test('finds the sigma, kappa and lambda that the book prints for the Cisco benchmark', () => {
    nearly(model.sigma, 0.02671591);
    nearly(model.kappa, 7.690945e-4);
    nearly(model.lambda, 995.6486);
  });

  test('throughput is highest at 35, with 12,341', () => {
    expect(peakConcurrency(model)).toBe(35);
    nearly(throughputAt(model, 35), 12_341);
  });

  test('finds the law that made the points', () => {
    const law = { lambda: 40, sigma: 0.06, kappa: 0.0006 };
    const found = fitUsl(
      [1, 2, 4, 8, 16, 32, 64].map((n) => ({ concurrency: n, throughput: throughputAt(law, n) })),
    );
    nearly(found.lambda, law.lambda);
    nearly(found.sigma, law.sigma);
    nearly(found.kappa, law.kappa);
  });

  test('where nothing pulls throughput down, there is no peak', () => {
    const found = fitUsl([1, 2, 4, 8].map((n) => ({ concurrency: n, throughput: 100 * n })));
    expect(found.sigma).toBeCloseTo(0, 6);
    expect(peakConcurrency({ ...found, kappa: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('two concurrencies do not make three parameters', () =>
    expect(() => fitUsl(cisco.slice(0, 2))).toThrow(/three concurrencies/));

  test('a throughput of nothing is refused', () =>
    expect(() => fitUsl([...cisco, { concurrency: 33, throughput: 0 }])).toThrow(/above 0/));
});
