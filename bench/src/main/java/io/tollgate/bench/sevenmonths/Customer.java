package io.tollgate.bench.sevenmonths;

import io.tollgate.contracts.request.App;

/** Who buys, with one key. */
record Customer(String account, String key, App app) {}
