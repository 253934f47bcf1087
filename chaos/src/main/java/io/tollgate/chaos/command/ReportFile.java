package io.tollgate.chaos.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tollgate.chaos.trial.TrialResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of one run as JSON. */
final class ReportFile {

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Instant begun;
    private final Map<String, Object> report = new LinkedHashMap<>();

    ReportFile(long seed, Instant begun, Instant ended, List<TrialResult> results) {
        this.begun = begun;
        report.put("seed", seed);
        report.put("begun", begun.toString());
        report.put("ended", ended.toString());
        report.put("passed", results.stream().allMatch(TrialResult::passed));
        report.put("faults", results.stream().map(ReportFile::row).toList());
    }

    private static Map<String, Object> row(TrialResult result) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", result.id());
        row.put("title", result.title());
        row.put("passed", result.passed());
        row.put("calls", result.calls());
        row.put("clean", result.clean());
        row.put("millis", result.millis());
        row.put("quiet_millis", result.quietMillis());
        row.put("evidence", result.evidence());
        row.put("checks", result.checks());
        return row;
    }

    String json() {
        try {
            return mapper.writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes the report into a folder, under a name that sorts by time. */
    Path write(Path folder) {
        Path file = folder.resolve("report-" + begun.toString().replaceAll("[:.]", "-") + ".json");
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, json());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }
}
