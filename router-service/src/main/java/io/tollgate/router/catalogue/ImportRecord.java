package io.tollgate.router.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An import that changed something, as it was written down; read only. */
@Entity
@Table(schema = "router", name = "catalogue_import")
class ImportRecord {

    @Id
    Long number = 0L;

    @Column(nullable = false)
    String source = "";

    @Column(nullable = false)
    int models;

    @Column(nullable = false)
    int providers;

    @Column(nullable = false)
    int endpoints;

    @Column(nullable = false)
    int prices;

    @Column(name = "imported_at", nullable = false)
    Instant importedAt = Instant.EPOCH;
}
