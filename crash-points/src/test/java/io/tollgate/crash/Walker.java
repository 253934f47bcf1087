package io.tollgate.crash;

import java.io.IOException;

/** Passes places in the given order, and says so: what a test starts in a process of its own. */
final class Walker {

    private Walker() {}

    public static void main(String[] places) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        for (String place : places) {
            System.out.println(place);
            CrashPoint.named(place).reached();
        }
        System.out.println("end");
    }
}
