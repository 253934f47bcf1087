package io.tollgate.localstack.stack;

import io.tollgate.catalogue.CallableDialect;
import io.tollgate.catalogue.document.CatalogueDocument;
import io.tollgate.catalogue.document.CatalogueReader;
import io.tollgate.catalogue.document.Located;
import io.tollgate.catalogue.document.ProviderEntry;
import io.tollgate.localstack.process.Layout;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the launcher must know of the catalogue before any service runs: who may be called, and whose key is where. */
final class LocalCatalogue {

    private final List<ProviderEntry> providers;

    private LocalCatalogue(List<ProviderEntry> providers) {
        this.providers = providers;
    }

    /** The packaged providers with the operator's own files laid over them. */
    static LocalCatalogue read(Layout layout) {
        CatalogueReader reader = new CatalogueReader();
        CatalogueDocument document = reader.packagedProviders();
        if (Files.isDirectory(layout.catalogue())) {
            document = document.overlaidBy(reader.directory(layout.catalogue()));
        }
        return new LocalCatalogue(
                document.providers().stream().map(Located::entry).toList());
    }

    /** Slugs of the providers that a dialect exists for. */
    List<String> callableProviders() {
        return providers.stream()
                .filter(provider -> CallableDialect.named(provider.dialect()).isPresent())
                .map(ProviderEntry::slug)
                .toList();
    }

    /** The providers that have a key where the options allow keys to come from. */
    LiveProviders live(StackOptions options) {
        Map<String, String> values = new HashMap<>();
        if (options.live()) {
            values.putAll(System.getenv());
        }
        if (options.providerKeys()) {
            values.putAll(EnvironmentFile.read(options.layout().providerKeys()));
        }
        if (values.isEmpty()) {
            return LiveProviders.NONE;
        }
        Map<String, String> variables = providers.stream()
                .filter(provider -> !provider.credential().isEmpty())
                .collect(Collectors.toMap(ProviderEntry::slug, ProviderEntry::credential));
        return LiveProviders.of(variables, values);
    }
}
