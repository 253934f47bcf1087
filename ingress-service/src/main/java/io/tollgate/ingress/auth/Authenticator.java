package io.tollgate.ingress.auth;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.account.KeySecret;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.vertx.core.MultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who calls. The answer is the same 401 for every key that is not accepted, and no key is accepted while the ledger's
 * heartbeat is missing.
 */
@ApplicationScoped
public class Authenticator {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final KeyTable table;
    private final KeyLookup lookup;
    private final Clock clock;
    private final Duration heartbeatLimit;
    private final byte[] pepper;
    private final byte[] operatorKey;

    Authenticator(KeyTable table, KeyLookup lookup, Clock clock, IngressConfig config) {
        this.table = table;
        this.lookup = lookup;
        this.clock = clock;
        this.heartbeatLimit = config.auth().heartbeatLimit();
        this.pepper = config.secrets().pepper().getBytes(StandardCharsets.UTF_8);
        this.operatorKey = config.secrets().operatorKey().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The caller, if it has one of the roles; otherwise fails with 401 (no accepted key), 403 (another role) or 503 (cannot be
     * decided now).
     */
    public Uni<Caller> authenticate(MultiMap headers, Set<Role> roles) {
        Optional<String> secret = Credential.of(headers);
        if (secret.isEmpty()) {
            return refused(ApiError.unauthorized("no API key given; send it as Authorization: Bearer"));
        }
        if (MessageDigest.isEqual(operatorKey, secret.get().getBytes(StandardCharsets.UTF_8))) {
            return withRole(Caller.OPERATOR, roles);
        }
        if (!KeySecret.isWellFormed(secret.get())) {
            return refused(invalidKey());
        }
        if (!table.fresh(clock.instant(), heartbeatLimit)) {
            return refused(ApiError.unavailable("keys cannot be checked at the moment", RETRY_AFTER));
        }
        return known(KeySecret.hash(pepper, secret.get())).chain(key -> decide(key, roles));
    }

    private Uni<Optional<KeyStated>> known(String hash) {
        Optional<KeyStated> key = table.key(hash);
        boolean complete = key.flatMap(known -> table.account(known.account())).isPresent();
        return complete ? Uni.createFrom().item(key) : lookup.find(hash);
    }

    private Uni<Caller> decide(Optional<KeyStated> known, Set<Role> roles) {
        if (known.isEmpty()) {
            return refused(invalidKey());
        }
        KeyStated key = known.get();
        Optional<AccountStated> account = table.account(key.account());
        if (account.isEmpty()) {
            return refused(ApiError.unavailable("this account cannot be checked at the moment", RETRY_AFTER));
        }
        return switch (KeyRule.judge(key, account.get(), clock.instant())) {
            case KEY_REFUSED -> refused(invalidKey());
            case ACCOUNT_REFUSED -> refused(ApiError.forbidden("this account is switched off"));
            case ACCEPTED -> withRole(Caller.of(key, account.get().cell()), roles);
        };
    }

    private static Uni<Caller> withRole(Caller caller, Set<Role> roles) {
        if (roles.contains(caller.role())) {
            return Uni.createFrom().item(caller);
        }
        return refused(
                ApiError.forbidden("this needs " + needed(roles) + " key, not " + article(caller.role()) + " key"));
    }

    private static String needed(Set<Role> roles) {
        return String.join(
                " or ", roles.stream().sorted().map(Authenticator::article).toList());
    }

    private static String article(Role role) {
        return role == Role.MANAGEMENT ? "a management" : "an " + role.wireName();
    }

    private static ApiError invalidKey() {
        return ApiError.unauthorized("this API key is not valid");
    }

    private static Uni<Caller> refused(ApiError error) {
        return Uni.createFrom().failure(new ApiException(error));
    }
}
