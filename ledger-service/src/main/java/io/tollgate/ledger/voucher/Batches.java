package io.tollgate.ledger.voucher;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.posting.PostingRepository;
import io.tollgate.ledger.voucher.VoucherRepository.NewVoucher;
import io.tollgate.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Makes, shows and withdraws batches of vouchers, for the operator. */
@ApplicationScoped
class Batches {

    private final Database database;
    private final VoucherRepository vouchers;
    private final PostingRepository postings;
    private final byte[] pepper;
    private final SecureRandom random = new SecureRandom();

    @Inject
    Batches(Database database, VoucherRepository vouchers, PostingRepository postings, LedgerConfig config) {
        this.database = database;
        this.vouchers = vouchers;
        this.postings = postings;
        this.pepper = config.keysPepper().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A batch that was made.
     *
     * @param codes shown this once and stored nowhere; empty if an earlier call made the batch
     */
    record Made(Batch batch, List<String> codes) {

        boolean repeated() {
            return codes.isEmpty();
        }
    }

    /** A batch and a page of its vouchers. */
    record Shown(Batch batch, List<Voucher> vouchers) {}

    /** A batch after its open vouchers were withdrawn. */
    record Withdrawn(Batch batch, int vouchers) {}

    /** Makes a batch once for its name; the same name with other terms is refused. */
    Uni<Made> make(Batch.Terms terms) {
        UUID id = Ids.newId();
        List<String> codes = new ArrayList<>();
        List<NewVoucher> rows = new ArrayList<>();
        for (int number = 1; number <= terms.count(); number++) {
            String code = VoucherCode.generate(random);
            String digits = VoucherCode.digits(code).orElseThrow();
            codes.add(code);
            rows.add(new NewVoucher(VoucherCode.hash(pepper, digits), number, VoucherCode.label(digits)));
        }
        return database.inTransaction(session -> postings.now(session)
                .chain(now -> vouchers.insert(session, id, terms, now.at(), rows))
                .chain(made -> find(session, terms.name())
                        .map(batch -> new Made(made ? batch : same(batch, terms), made ? codes : List.of()))));
    }

    private static Batch same(Batch batch, Batch.Terms terms) {
        Batch.Terms before = batch.terms();
        boolean sameExpiry = before.expiresAt().equals(terms.expiresAt().map(at -> at.truncatedTo(ChronoUnit.MICROS)));
        boolean same = before.label().equals(terms.label())
                && before.amount().equals(terms.amount())
                && before.count() == terms.count()
                && sameExpiry;
        if (!same) {
            throw RefusalException.conflict("this id was used for another batch", "id");
        }
        return batch;
    }

    /** A page of all batches, newest first. */
    Uni<List<Batch>> page(int offset, int limit) {
        return database.once(session -> vouchers.page(session, offset, limit));
    }

    /** A batch and a page of its vouchers; refuses an unknown one. */
    Uni<Shown> show(String name, int offset, int limit) {
        return database.inTransaction(session -> find(session, name)
                .chain(batch ->
                        vouchers.ofBatch(session, batch.id(), offset, limit).map(page -> new Shown(batch, page))));
    }

    /** Withdraws what nobody has redeemed of a batch; a repeat withdraws nothing. Refuses an unknown one. */
    Uni<Withdrawn> withdraw(String name) {
        return database.inTransaction(session -> find(session, name)
                .chain(batch -> vouchers.withdraw(session, batch.id()))
                .chain(withdrawn -> find(session, name).map(batch -> new Withdrawn(batch, withdrawn))));
    }

    private Uni<Batch> find(Mutiny.StatelessSession session, String name) {
        return vouchers.byName(session, name)
                .map(found ->
                        found.orElseThrow(() -> RefusalException.notFound("there is no batch of vouchers " + name)));
    }
}
