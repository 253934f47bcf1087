package io.tollgate.bus;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Bodies in PostgreSQL, schema {@code blobs} (migration {@code db/blobs}), in rows of at most one megabyte. Cancelling a result leaves the
 * statement running, so that no connection is lost to a caller who went away.
 */
public final class PostgresBlobStore implements BlobStore {

    static final int CHUNK_BYTES = 1 << 20;

    private static final String INSERT_BODY =
            "insert into blobs.body (id, bytes, expires_at) values ($1, $2, $3) on conflict (id) do nothing";
    private static final String INSERT_CHUNK = "insert into blobs.chunk (body, number, content) values ($1, $2, $3)";
    private static final String SELECT_BODY = """
            select b.bytes, c.content from blobs.body b join blobs.chunk c on c.body = b.id
            where b.id = $1 and b.expires_at > now() order by c.number""";
    private static final String DELETE_EXPIRED = "delete from blobs.body where expires_at <= now()";

    private final Pool pool;

    public PostgresBlobStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> put(String id, byte[] body, Duration ttl) {
        OffsetDateTime expiry = OffsetDateTime.now(ZoneOffset.UTC).plus(ttl);
        return detached(pool.withTransaction(connection -> connection
                .preparedQuery(INSERT_BODY)
                .execute(Tuple.of(id, (long) body.length, expiry))
                .chain(inserted ->
                        inserted.rowCount() == 0 ? Uni.createFrom().voidItem() : insertChunks(connection, id, body))));
    }

    @Override
    public Uni<byte[]> get(String id) {
        return detached(pool.preparedQuery(SELECT_BODY).execute(Tuple.of(id)).map(rows -> joined(id, rows)));
    }

    @Override
    public Uni<Integer> purge() {
        return detached(pool.query(DELETE_EXPIRED).execute().map(RowSet::rowCount));
    }

    private static Uni<Void> insertChunks(SqlConnection connection, String id, byte[] body) {
        List<Tuple> chunks = new ArrayList<>();
        for (int from = 0; from == 0 || from < body.length; from += CHUNK_BYTES) {
            int length = Math.min(CHUNK_BYTES, body.length - from);
            chunks.add(Tuple.of(id, chunks.size(), Buffer.buffer().appendBytes(body, from, length)));
        }
        return connection.preparedQuery(INSERT_CHUNK).executeBatch(chunks).replaceWithVoid();
    }

    private static byte[] joined(String id, RowSet<Row> rows) {
        Buffer body = Buffer.buffer();
        long expected = -1;
        for (Row row : rows) {
            expected = row.getLong(0);
            body.appendBuffer(row.getBuffer(1).getDelegate());
        }
        if (body.length() != expected) {
            throw new BodyGoneException(id);
        }
        return body.getBytes();
    }

    private static <T> Uni<T> detached(Uni<T> work) {
        return Uni.createFrom().emitter(result -> work.subscribe().with(result::complete, result::fail));
    }
}
