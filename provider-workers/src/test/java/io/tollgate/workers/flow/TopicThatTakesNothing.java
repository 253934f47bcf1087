package io.tollgate.workers.flow;

import io.tollgate.contracts.Topic;
import io.tollgate.testkit.TestInfrastructure;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the broker refuse every record of a topic for a while. */
final class TopicThatTakesNothing {

    private TopicThatTakesNothing() {}

    static void during(Topic topic, Runnable what) {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", TestInfrastructure.shared().kafka()))) {
            changeLargestRecord(admin, topic, OpType.SET);
            try {
                what.run();
            } finally {
                changeLargestRecord(admin, topic, OpType.DELETE);
            }
        }
    }

    private static void changeLargestRecord(Admin admin, Topic topic, OpType how) {
        ConfigEntry oneByte = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1");
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
                        List.of(new AlterConfigOp(oneByte, how))))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
