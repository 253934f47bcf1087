package io.tollgate.localstack.books;

import io.tollgate.catalogue.document.CatalogueCheck;
import io.tollgate.catalogue.document.CatalogueDocument;
import io.tollgate.catalogue.document.CatalogueReader;
import io.tollgate.catalogue.document.CatalogueRefusedException;
import io.tollgate.catalogue.document.EndpointEntry;
import io.tollgate.catalogue.document.Located;
import io.tollgate.catalogue.document.Statements;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.localstack.stack.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Corrected prices from a file in the catalogue's form: its endpoints with their prices, each from an instant on. */
public final class CorrectedPrices {

    private CorrectedPrices() {}

    /**
     * The prices of a file as the ledger takes them in.
     *
     * @param catalogue directory laid over the packaged catalogue, under which the file must make sense; may not exist
     * @throws UnusableSettingException if the file contradicts itself or the catalogue, or has no prices
     */
    public static List<Map<String, Object>> read(Path file, Path catalogue) {
        List<Map<String, Object>> prices = new ArrayList<>();
        try {
            CatalogueReader reader = new CatalogueReader();
            CatalogueDocument corrected = reader.text(String.valueOf(file.getFileName()), Files.readString(file));
            CatalogueDocument whole = reader.packaged();
            if (Files.isDirectory(catalogue)) {
                whole = whole.overlaidBy(reader.directory(catalogue));
            }
            CatalogueCheck.checked(whole.overlaidBy(corrected));
            for (Located<EndpointEntry> endpoint : corrected.endpoints()) {
                Statements.prices(endpoint.entry()).forEach(version -> prices.add(view(version)));
            }
        } catch (CatalogueRefusedException refused) {
            throw new UnusableSettingException(String.join(
                    System.lineSeparator(),
                    refused.problems().stream().map(Object::toString).toList()));
        } catch (IOException unreadable) {
            throw UnusableSettingException.unreadable(file, unreadable);
        }
        if (prices.isEmpty()) {
            throw new UnusableSettingException(file + " has no endpoint with prices");
        }
        return prices;
    }

    private static Map<String, Object> view(PriceVersion version) {
        List<Map<String, Object>> meters = new ArrayList<>();
        for (MeterPrice price : version.prices()) {
            Map<String, Object> meter = new LinkedHashMap<>();
            meter.put("meter", price.meter().wireName());
            meter.put("price", price.price().toString());
            meter.put("per", price.per());
            Long above = price.abovePromptTokens();
            if (above != null) {
                meter.put("above_prompt_tokens", above);
            }
            meters.add(meter);
        }
        return Map.of(
                "endpoint", version.endpoint(), "from", version.validFrom().toString(), "meters", meters);
    }
}
