package io.tollgate.architecture.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KubernetesTest {

    private static final String FOLDER = "deploy/k8s/";
    /** Read by the job that declares, as PostgreSQL's own programs do. */
    private static final Set<String> OF_POSTGRES = Set.of("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD");

    private static final Map<String, Check> CHECKS = Map.of(
            "Deployment", V1Deployment::fromJson,
            "Job", V1Job::fromJson,
            "PodDisruptionBudget", V1PodDisruptionBudget::fromJson,
            "Service", V1Service::fromJson);

    /** Throws if an object is not of its kind. */
    private interface Check {
        Object read(String json) throws IOException;
    }

    @Test
    void shouldBeWhatKubernetesUnderstands() throws IOException {
        Gson gson = new Gson();
        for (Map<String, Object> resource : resources()) {
            Check check = Objects.requireNonNull(CHECKS.get(Yaml.text(resource, "kind")), () -> resource.toString());
            check.read(gson.toJson(resource));
        }
    }

    @Test
    void shouldRunEveryServiceButTheSimulator() throws IOException {
        assertThat(named("Deployment")).containsExactlyInAnyOrder("ingress", "router", "workers", "metering", "ledger");
        assertThat(named("Service")).containsExactlyInAnyOrderElementsOf(named("Deployment"));
    }

    @Test
    void shouldFindThePodsOfEachService() throws IOException {
        for (Map<String, Object> deployment : resources("Deployment")) {
            Map<String, Object> labels = Yaml.at(deployment, "spec", "template", "metadata", "labels");
            assertThat(Yaml.at(deployment, "spec", "selector", "matchLabels")).isEqualTo(labels);
            assertThat(resources("Service").stream().map(service -> Yaml.at(service, "spec", "selector")))
                    .contains(labels);
        }
    }

    @Test
    void shouldReadOnlySettingsAndSecretsThatThereAre() throws IOException, InterruptedException {
        Set<String> known = new TreeSet<>(KnownVariables.all());
        Set<String> secrets = NewSecrets.names();
        assertThat(settings()).isSubsetOf(both(known, OF_POSTGRES));
        for (Map<String, Object> deployment : resources("Deployment")) {
            for (Map<String, Object> container :
                    Yaml.maps(Yaml.at(deployment, "spec", "template", "spec"), "containers")) {
                for (Map<String, Object> variable : Yaml.maps(container, "env")) {
                    assertThat(known).contains(Yaml.text(variable, "name"));
                    if (variable.containsKey("valueFrom")) {
                        assertThat(secrets).contains(Yaml.text(Yaml.at(variable, "valueFrom", "secretKeyRef"), "key"));
                    }
                }
            }
        }
    }

    @Test
    void shouldGiveTheJobThePasswordsItDeclaresAndNoOtherSecret() throws IOException {
        Map<String, Object> container = Yaml.maps(
                        Yaml.at(resources("Job").getFirst(), "spec", "template", "spec"), "containers")
                .getFirst();
        assertThat(Yaml.maps(container, "env"))
                .allSatisfy(variable -> assertThat(Yaml.at(variable, "valueFrom", "secretKeyRef"))
                        .containsEntry("key", variable.get("name")))
                .extracting(variable -> Yaml.text(variable, "name"))
                .containsExactlyInAnyOrder(
                        "PGPASSWORD",
                        "TOLLGATE_DB_INGRESS_PASSWORD",
                        "TOLLGATE_DB_WORKERS_PASSWORD",
                        "TOLLGATE_DB_ROUTER_PASSWORD",
                        "TOLLGATE_DB_METERING_PASSWORD",
                        "TOLLGATE_DB_LEDGER_PASSWORD");
        assertThat(Yaml.maps(container, "envFrom"))
                .allSatisfy(source -> assertThat(source).doesNotContainKey("secretRef"));
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private static List<String> settings() throws IOException {
        return Files.readAllLines(Yaml.path(FOLDER + "settings.env")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
    }

    private static List<String> named(String kind) throws IOException {
        return resources(kind).stream()
                .map(resource -> Yaml.text(Yaml.at(resource, "metadata"), "name"))
                .toList();
    }

    private static List<Map<String, Object>> resources(String kind) throws IOException {
        return resources().stream()
                .filter(resource -> Yaml.text(resource, "kind").equals(kind))
                .toList();
    }

    private static List<Map<String, Object>> resources() throws IOException {
        Map<String, Object> kustomization =
                Yaml.documents(FOLDER + "kustomization.yaml").getFirst();
        List<Map<String, Object>> resources = new ArrayList<>();
        for (Object file : Yaml.list(kustomization, "resources").toList()) {
            resources.addAll(Yaml.documents(FOLDER + file));
        }
        return resources;
    }
}
