package io.tollgate.localstack.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of Java programs, run on the JDK that runs this one. */
public final class JavaProgram {

    private JavaProgram() {}

    /** A command that runs a main class. */
    public static List<String> mainClass(
            List<String> options, String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    /** A command that runs a jar. */
    public static List<String> jar(List<String> options, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(executable());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
