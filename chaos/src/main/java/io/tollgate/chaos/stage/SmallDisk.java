package io.tollgate.chaos.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file system of its own under a folder, small enough to be filled. It lives in memory and in the mounts of this process alone, so
 * the process must have been started with mounts of its own ({@code unshare}).
 */
public final class SmallDisk implements AutoCloseable {

    private static final String ROOM_TO_COPY = "2g";
    private static final int PIECE = 1 << 16;

    private final Path folder;
    private final Path disk;
    private final Path filler;

    private SmallDisk(Path folder, Path disk) {
        this.folder = folder;
        this.disk = disk;
        this.filler = folder.resolve("filler");
    }

    /** Why there can be no such disk here; null if there can. */
    public static @Nullable String impossible() {
        try {
            Path probe = Files.createTempDirectory("tollgate-disk");
            try {
                run("mount", "-t", "tmpfs", "none", probe.toString());
                run("umount", probe.toString());
                return null;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException refused) {
            return "this process has no mounts of its own (unshare, user namespaces): " + refused.getMessage();
        }
    }

    /**
     * Puts a disk under a folder that nobody uses now; what is in it stays.
     *
     * @param spare bytes that are free in the beginning
     */
    static SmallDisk under(Path folder, long spare) throws IOException {
        Path disk = folder.resolveSibling(folder.getFileName() + "-disk");
        Files.createDirectories(disk);
        run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + ROOM_TO_COPY, "none", disk.toString());
        copy(folder, disk);
        FileStore store = Files.getFileStore(disk);
        long used = store.getTotalSpace() - store.getUnallocatedSpace();
        run("mount", "-o", "remount,size=" + (used + spare), disk.toString());
        run("mount", "--bind", disk.toString(), folder.toString());
        return new SmallDisk(folder, disk);
    }

    /** Leaves no byte free; says how many there were. */
    public long fill() throws IOException {
        long written = 0;
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] piece = new byte[PIECE];
            while (true) {
                out.write(piece);
                written += PIECE;
            }
        } catch (IOException full) {
            if (Files.getFileStore(folder).getUsableSpace() > 0) {
                throw full;
            }
            return written;
        }
    }

    /** Gives the room back. */
    public void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    /** Takes the disk away from under the folder, which nobody uses now; what is in it stays. */
    @Override
    public void close() throws IOException {
        free();
        run("umount", folder.toString());
        run("rm", "-rf", folder.toString());
        Files.createDirectories(folder);
        copy(disk, folder);
        run("umount", disk.toString());
        Files.delete(disk);
    }

    private static void copy(Path from, Path to) throws IOException {
        run("cp", "-a", "--sparse=always", from + "/.", to.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command[0] + ": " + said.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
