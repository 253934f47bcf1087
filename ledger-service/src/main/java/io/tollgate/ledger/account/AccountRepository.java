package io.tollgate.ledger.account;

import io.smallrye.mutiny.Uni;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** Stores accounts. */
@ApplicationScoped
public class AccountRepository {

    /** Those of the given ids that are accounts. */
    public Uni<Set<String>> known(Mutiny.StatelessSession session, Collection<String> ids) {
        return Sql.rows(session, """
                        select id from ledger.account
                        where id in (select jsonb_array_elements_text(cast(cast(?1 as text) as jsonb)))""", Sql.json(ids))
                .map(rows -> rows.stream().map(row -> row.text("id")).collect(Collectors.toSet()));
    }

    /** An account, or a null item. */
    public Uni<Account> find(Mutiny.StatelessSession session, String id) {
        return session.get(Account.class, id);
    }

    Uni<Account> lock(Mutiny.StatelessSession session, String id) {
        return session.get(Account.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    Uni<Void> insert(Mutiny.StatelessSession session, Account account) {
        return session.insert(account);
    }

    Uni<Void> update(Mutiny.StatelessSession session, Account account) {
        return session.update(account);
    }

    Uni<List<Account>> page(Mutiny.StatelessSession session, int offset, int limit) {
        return session.createSelectionQuery("from Account order by createdAt, id", Account.class)
                .setFirstResult(offset)
                .setMaxResults(limit)
                .getResultList();
    }
}
