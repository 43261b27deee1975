import Big from 'big.js';
import { ExitCode, GomeetError } from '../errors.ts';
import type { Currency, ExchangeRate } from './catalogue.ts';

/**
 * How much of `to` one unit of `from` buys. Where only the other direction is listed, its inverse, to 20 decimals (big.js'
 * own limit for a division).
 *
 * @throws GomeetError (usage) where neither direction is listed
 */
export function exchangeRate(rates: readonly ExchangeRate[], from: Currency, to: Currency): Big {
  if (from === to) return new Big(1);
  const straight = rates.find((rate) => rate.from === from && rate.to === to);
  if (straight !== undefined) return new Big(straight.rate);
  const inverse = rates.find((rate) => rate.from === to && rate.to === from);
  if (inverse !== undefined) return new Big(1).div(inverse.rate);
  throw new GomeetError(`no rate from ${from} to ${to} is known`, {
    exitCode: ExitCode.usage,
    code: 'unknown-exchange-rate',
    hint: 'add it to catalog/exchange-rates.json with its day and source',
  });
}

/** An amount in another currency, unrounded: conversion is the last step, and rounding comes after it. */
export const convertMoney = (
  amount: Big,
  from: Currency,
  to: Currency,
  rates: readonly ExchangeRate[],
): Big => amount.times(exchangeRate(rates, from, to));
