package io.tollgate.simulation.checks;

import io.tollgate.simulation.cluster.Cluster;
import io.tollgate.simulation.edge.Caller;
import io.tollgate.simulation.ledger.Books;
import io.tollgate.simulation.world.Node;
import java.util.ArrayList;
import java.util.List;

/** Whether a system has nothing left to do. */
public final class Rest {

    private static final String LEASES = "leases";

    private Rest() {}

    /** Whether everything that was begun has come to its end. */
    public static boolean isReached(Cluster cluster) {
        return cluster.world().nodes().stream().allMatch(Node::isUp)
                && cluster.callers().stream().allMatch(caller -> caller.fate() != Caller.Fate.WAITING)
                && cluster.books().holds().stream().noneMatch(Books.Hold::isOpen)
                && cluster.books().isTold()
                && cluster.credit().exists("epoch")
                && !cluster.credit().exists(LEASES)
                && cluster.books().accounts().stream()
                        .allMatch(account ->
                                cluster.credit().hash("{" + account + "}:holds").isEmpty())
                && cluster.groups().values().stream().allMatch(group -> group.isDone());
    }

    /** What keeps a system from rest. */
    public static List<String> missing(Cluster cluster) {
        List<String> missing = new ArrayList<>();
        cluster.world().nodes().stream().filter(node -> !node.isUp()).forEach(node -> missing.add(node + " is down"));
        cluster.callers().stream()
                .filter(caller -> caller.fate() == Caller.Fate.WAITING)
                .forEach(caller -> missing.add(caller.wish().requestId() + " waits for its answer"));
        cluster.books().holds().stream()
                .filter(Books.Hold::isOpen)
                .forEach(hold -> missing.add("open in the books: " + hold));
        if (!cluster.books().isTold()) {
            missing.add("Redis is not told");
        }
        if (!cluster.credit().exists("epoch")) {
            missing.add("Redis has no epoch");
        }
        if (cluster.credit().exists(LEASES)) {
            missing.add("a lease runs: whoever finds it expired ends the reply");
        }
        cluster.books()
                .accounts()
                .forEach(account -> cluster.credit()
                        .hash("{" + account + "}:holds")
                        .keySet()
                        .forEach(request -> missing.add("held in Redis: " + request)));
        cluster.groups().forEach((name, group) -> {
            if (!group.isDone()) {
                missing.add(name + " has records left");
            }
        });
        return missing;
    }
}
