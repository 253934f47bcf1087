package io.tollgate.ledger.payable;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.payable.InvoiceRepository.Header;
import io.tollgate.postgres.Database;
import io.tollgate.postgres.DatabaseFailures;
import io.tollgate.postgres.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;

/** Takes providers' invoices in and compares them with the books. */
@ApplicationScoped
class Invoices {

    private final Database database;
    private final InvoiceRepository invoices;
    private final long openItems;

    @Inject
    Invoices(Database database, InvoiceRepository invoices, LedgerConfig config) {
        this.database = database;
        this.invoices = invoices;
        this.openItems = config.invoices().openItems();
    }

    /**
     * What is wanted of an invoice: whose it is and how long.
     *
     * @param lines of the whole invoice
     */
    record Wanted(String id, String provider, String month, int lines) {}

    /**
     * An invoice beside the books.
     *
     * @param ours what the books say the provider's calls of the month cost
     * @param theirs what the invoice asks for
     * @param byStatus how much agrees and how much does not
     * @param open what does not agree, the largest differences first
     */
    record Comparison(Header invoice, NanoUsd ours, NanoUsd theirs, List<Row> byStatus, List<Row> open) {

        NanoUsd difference() {
            return theirs.minus(ours);
        }

        /** Whether the items make up the whole difference. */
        boolean isExplained() {
            return byStatus.stream()
                    .map(row -> row.amount("difference"))
                    .reduce(NanoUsd.ZERO, NanoUsd::plus)
                    .equals(difference());
        }
    }

    /** Keeps some lines of an invoice; refuses lines of an invoice that is known to be another one. */
    Uni<Header> add(Wanted wanted, List<InvoiceLine> lines) {
        return database.inTransaction(session -> invoices.open(
                                session, wanted.id(), wanted.provider(), wanted.month(), wanted.lines())
                        .chain(() -> known(
                                session,
                                wanted.id(),
                                header -> header.provider().equals(wanted.provider())
                                        && header.month().equals(wanted.month())
                                        && header.lines() == wanted.lines()))
                        .chain(() -> invoices.add(session, wanted.id(), lines))
                        .chain(() -> known(session, wanted.id(), header -> true)))
                .onFailure(DatabaseFailures::isRefusal)
                .transform(refused -> RefusalException.badRequest("the books cannot hold these lines", "lines"));
    }

    private Uni<Header> known(Mutiny.StatelessSession session, String id, Predicate<Header> asWanted) {
        return invoices.find(session, id).map(found -> {
            if (found.isEmpty()) {
                throw RefusalException.notFound("there is no invoice " + id);
            }
            if (!asWanted.test(found.getFirst())) {
                throw RefusalException.conflict("there is another invoice " + id + " already", "id");
            }
            return found.getFirst();
        });
    }

    /** Compares an invoice with the books; refuses one that was not handed in whole. */
    Uni<Comparison> compare(String provider, String id) {
        return database.inTransaction(session -> known(session, id, header -> true)
                .invoke(header -> requireWhole(provider, id, header))
                .chain(header -> invoices.totals(session, id, provider, header.month())
                        .chain(totals -> invoices.summary(session, id, provider, header.month())
                                .chain(summary -> invoices.open(session, id, provider, header.month(), openItems)
                                        .map(open -> new Comparison(
                                                header,
                                                totals.amount("ours"),
                                                totals.amount("theirs"),
                                                summary,
                                                open))))));
    }

    private static void requireWhole(String provider, String id, Header header) {
        if (!header.provider().equals(provider)) {
            throw RefusalException.notFound("there is no invoice " + id + " of " + provider);
        }
        if (header.present() != header.lines()) {
            throw RefusalException.conflict(
                    "only " + header.present() + " of " + header.lines() + " lines are here", "id");
        }
    }
}
