package io.tollgate.ingress.stack;

import org.eclipse.microprofile.config.ConfigProvider;

/** Where the parts around the service under test are. */
public final class Settings {

    private Settings() {}

    public static String kafka() {
        return value("kafka.bootstrap.servers");
    }

    public static String owners() {
        return value(OwnersResource.ADDRESS);
    }

    private static String value(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
