package io.tollgate.metering.activity;

import io.smallrye.mutiny.Uni;
import io.tollgate.metering.access.Caller;
import io.tollgate.metering.access.RefusalException;
import io.tollgate.metering.key.KeyRepository;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/activity}: what the caller's account used, by day and endpoint. A request counts for the endpoint that answered it.
 * An account is its only workspace and its only user.
 */
@Path("/api/v1/activity")
@Produces(MediaType.APPLICATION_JSON)
public class ActivityResource {

    private final ActivityRepository activity;
    private final KeyRepository keys;

    ActivityResource(ActivityRepository activity, KeyRepository keys) {
        this.activity = activity;
        this.keys = keys;
    }

    record Answer(List<ActivityRepository.Activity> data) {}

    @GET
    public Uni<Answer> get(
            @Context HttpHeaders headers,
            @QueryParam("date") @Nullable String date,
            @QueryParam("api_key_hash") @Nullable String hash,
            @QueryParam("user_id") @Nullable String user,
            @QueryParam("workspace_id") @Nullable String workspace,
            @QueryParam("group_by") @Nullable String groupBy) {
        String account = Caller.requireManagement(headers);
        ActivityWindow window = ActivityWindow.of(date, LocalDate.now(ZoneOffset.UTC));
        if (groupBy != null && !groupBy.equals("workspace")) {
            throw RefusalException.invalid("group_by", "group_by must be workspace");
        }
        if (isOther(user, account) || isOther(workspace, account)) {
            return Uni.createFrom().item(new Answer(List.of()));
        }
        Uni<String> key = hash == null
                ? Uni.createFrom().item("")
                : keys.keyOf(account, hash)
                        .map(found ->
                                found.orElseThrow(() -> RefusalException.notFound("the account has no such key")));
        return key.chain(id -> activity.days(account, window, id)).map(Answer::new);
    }

    private static boolean isOther(@Nullable String id, String account) {
        return id != null && !id.equals(account);
    }
}
