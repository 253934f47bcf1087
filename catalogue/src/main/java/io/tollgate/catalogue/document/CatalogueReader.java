package io.tollgate.catalogue.document;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads catalogue files. Strict: an unknown field, a wrong type or a key written twice is refused, with file and place. Decimals are
 * read as text and stay exact. Thread-safe.
 */
public final class CatalogueReader {

    private static final String PACKAGED = "/catalogue/";
    private static final String PROVIDERS = "providers.yaml";

    private final ObjectMapper yaml = strict(YAMLMapper.builder());
    private final ObjectMapper json = strict(JsonMapper.builder());

    private record Content(
            @Nullable List<ProviderEntry> providers,
            @Nullable List<ModelEntry> models,
            @Nullable List<EndpointEntry> endpoints) {}

    /** The catalogue that belongs to this build. */
    public CatalogueDocument packaged() {
        CatalogueDocument document = CatalogueDocument.EMPTY;
        for (String name : resource("index.txt").lines().toList()) {
            document = document.with(text(name, resource(name)));
        }
        return document;
    }

    /** The providers of the packaged catalogue without its models, for those who cannot wait for the whole. */
    public CatalogueDocument packagedProviders() {
        return text(PROVIDERS, resource(PROVIDERS));
    }

    /**
     * All {@code .yaml}, {@code .yml} and {@code .json} files of a directory and those below it, in the order of their names.
     *
     * @throws CatalogueRefusedException if one cannot be read
     * @throws UncheckedIOException if the directory cannot
     */
    public CatalogueDocument directory(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> files =
                    tree.filter(CatalogueReader::isCatalogueFile).sorted().toList();
            CatalogueDocument document = CatalogueDocument.EMPTY;
            for (Path file : files) {
                String name = directory.relativize(file).toString();
                document = document.with(text(name, Files.readString(file)));
            }
            return document;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * One file's text.
     *
     * @param name the file's name, for messages; {@code .json} is read as JSON, anything else as YAML
     * @throws CatalogueRefusedException if it does not have the form of a catalogue file
     */
    public CatalogueDocument text(String name, String content) {
        try {
            ObjectMapper mapper = name.endsWith(".json") ? json : yaml;
            Content read = mapper.readValue(content, Content.class);
            return read == null ? CatalogueDocument.EMPTY : located(name, read);
        } catch (JacksonException malformed) {
            throw new CatalogueRefusedException(List.of(new Problem(name, pathOf(malformed), reasonOf(malformed))));
        }
    }

    private static CatalogueDocument located(String file, Content content) {
        List<Located<ProviderEntry>> providers = new ArrayList<>();
        List<Located<ModelEntry>> models = new ArrayList<>();
        List<Located<EndpointEntry>> endpoints = new ArrayList<>();
        addAll(file, "providers", content.providers(), providers);
        addAll(file, "models", content.models(), models);
        addAll(file, "endpoints", content.endpoints(), endpoints);
        for (Located<ModelEntry> model : models) {
            List<Located<EndpointEntry>> inside = new ArrayList<>();
            addAll(file, model.path() + ".endpoints", model.entry().endpoints(), inside);
            for (Located<EndpointEntry> endpoint : inside) {
                EndpointEntry entry = endpoint.entry().of(model.entry().id());
                endpoints.add(new Located<>(file, endpoint.path(), entry));
            }
        }
        return new CatalogueDocument(providers, models, endpoints);
    }

    private static <T> void addAll(String file, String path, @Nullable List<T> entries, List<Located<T>> to) {
        if (entries != null) {
            for (int i = 0; i < entries.size(); i++) {
                to.add(new Located<>(file, path + "[" + i + "]", entries.get(i)));
            }
        }
    }

    private static ObjectMapper strict(MapperBuilder<?, ?> builder) {
        return builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    private static boolean isCatalogueFile(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    private static String resource(String name) {
        try (InputStream stream = CatalogueReader.class.getResourceAsStream(PACKAGED + name)) {
            if (stream == null) {
                throw new IllegalStateException("the build has no catalogue file " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String pathOf(JacksonException malformed) {
        if (!(malformed instanceof JsonMappingException mapping)) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : mapping.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    private static String reasonOf(JacksonException malformed) {
        String where = malformed.getLocation() == null
                ? ""
                : " (line " + malformed.getLocation().getLineNr() + ")";
        return malformed.getOriginalMessage().lines().findFirst().orElse("not readable") + where;
    }
}
