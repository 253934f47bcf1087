package io.tollgate.ledger;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tollgate.testkit.InfrastructureResource;
import java.util.List;
import java.util.Map;

/** Secrets and rates with which payments are accepted in tests. */
public final class PaymentSettings implements QuarkusTestProfile {

    public static final String STRIPE_SECRET = "whsec_of_tests";
    public static final String WALLET_SECRET = "secret of the wallet";
    public static final int ATTEMPTS = 6;

    @Override
    public Map<String, String> getConfigOverrides() {
        String prefix = "tollgate.ledger.";
        return Map.of(
                prefix + "payments.stripe.secrets",
                "whsec_of_last_month," + STRIPE_SECRET,
                prefix + "payments.adapters.wallet.secrets",
                WALLET_SECRET,
                prefix + "payments.rates.eur.usd",
                "1.085",
                prefix + "vouchers.attempts-per-minute",
                Integer.toString(ATTEMPTS));
    }

    /** Stores of their own: audits here must not find what tests before left unfinished on purpose. */
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(InfrastructureResource.class, Map.of("role", "ledger", "fresh", "true")));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
