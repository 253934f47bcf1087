package io.tollgate.metering.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The hash and account of a key. Written by native statements alone. */
@Entity
@Table(schema = "metering", name = "key_name")
public class KeyName {

    @Id
    @Column(name = "key")
    private String key = "";

    @Column(name = "hash")
    private String hash = "";

    @Column(name = "account")
    private String account = "";

    /** For Hibernate. */
    protected KeyName() {}

    public String key() {
        return key;
    }

    public String hash() {
        return hash;
    }

    public String account() {
        return account;
    }
}
