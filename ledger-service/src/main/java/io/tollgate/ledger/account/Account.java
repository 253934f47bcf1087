package io.tollgate.ledger.account;

import io.tollgate.contracts.account.AccountStated;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who pays. Its credit stands in the books, not here. */
@Entity
@Table(name = "account", schema = "ledger")
public class Account {

    @Id
    private String id = "";

    private String name = "";
    private String cell = "";
    private boolean enabled;
    private long version;

    @Column(name = "created_at")
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    private @Nullable Instant updatedAt;

    /** For the database. */
    protected Account() {}

    Account(String id, String name, String cell, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.cell = cell;
        this.enabled = true;
        this.version = 1;
        this.createdAt = createdAt;
    }

    /** Changes the account and makes what was stated before stale. */
    void change(String newName, boolean nowEnabled, Instant at) {
        name = newName;
        enabled = nowEnabled;
        version++;
        updatedAt = at;
    }

    AccountStated stated(Instant at) {
        return new AccountStated(id, name, cell, enabled, version, at);
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String cell() {
        return cell;
    }

    public boolean enabled() {
        return enabled;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant updatedAt() {
        return updatedAt;
    }
}
