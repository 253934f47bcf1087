package io.tollgate.metering.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.postgres.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps what providers are called for people. Rows are written in the order of their ids, and only those that change. */
@ApplicationScoped
class ProviderNames {

    Uni<Void> keep(Mutiny.StatelessSession session, List<UsageEvent> events) {
        Map<String, String> names = names(events);
        return names.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.run(session, """
                        insert into metering.provider_name as p (provider, name)
                        select n.key, n.value from jsonb_each_text(cast(cast(?1 as text) as jsonb)) n
                        where not exists (select from metering.provider_name k where k.provider = n.key and k.name = n.value)
                        order by n.key
                        on conflict (provider) do update set name = excluded.name""", Sql.json(names)).replaceWithVoid();
    }

    private static Map<String, String> names(List<UsageEvent> events) {
        Map<String, String> names = new TreeMap<>();
        for (UsageEvent event : events) {
            if (event instanceof UsageRecorded usage) {
                String name = usage.providerName();
                if (name != null) {
                    names.put(usage.provider(), name);
                }
            }
        }
        return names;
    }
}
