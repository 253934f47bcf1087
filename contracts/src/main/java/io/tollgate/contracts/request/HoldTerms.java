package io.tollgate.contracts.request;

import io.tollgate.contracts.money.NanoUsd;

/**
 * What was set aside for a request, and what it bounds.
 *
 * @param amount credit set aside, fee included
 * @param promptTokens upper bound of the input tokens that the amount covers
 * @param sliceTokens output tokens of one slice: the first is covered, each further one is added before it is spent
 * @param limitWindow the key's spending window the hold counts against, e.g. {@code monthly:2026-11}; empty if the key has no limit
 */
public record HoldTerms(NanoUsd amount, long promptTokens, long sliceTokens, String limitWindow) {}
