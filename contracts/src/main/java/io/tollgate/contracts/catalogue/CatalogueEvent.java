package io.tollgate.contracts.catalogue;

import io.tollgate.contracts.Event;

/** What travels on {@code catalogue.endpoints.v1}: the newest statement of each model, provider and endpoint. */
public sealed interface CatalogueEvent extends Event permits ModelStated, ProviderStated, EndpointStated {}
