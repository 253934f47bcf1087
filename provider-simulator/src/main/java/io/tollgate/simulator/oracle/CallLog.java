package io.tollgate.simulator.oracle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The append-only record. Lines are written and synced to disk in batches by one thread; a line that cannot be kept is counted as
 * lost. A line that a crash left half-written is cut off at the next start. Thread-safe.
 */
final class CallLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CallLog.class);
    private static final int BATCH = 1_000;
    private static final int INDEX_STEP = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ObjectMapper json = JsonMapper.builder().build();
    private final Path file;
    private final FileChannel channel;
    private final BlockingQueue<CallRecord> waiting;
    private final AtomicLong handedIn = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final ReentrantLock progress = new ReentrantLock();
    private final Condition progressed = progress.newCondition();
    private final CallTotals totals = new CallTotals();
    private final List<Long> index = new ArrayList<>();
    private final Thread writer;
    private volatile boolean open = true;
    private long done;
    private long lines;
    private long size;

    CallLog(Path file, int backlog) throws IOException {
        this.file = file.toAbsolutePath();
        Files.createDirectories(this.file.getParent());
        this.waiting = new ArrayBlockingQueue<>(backlog);
        this.channel = FileChannel.open(
                this.file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        recover();
        this.writer = Thread.ofPlatform().daemon().name("call-log").start(this::write);
    }

    private void recover() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                long end = size + line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (end > channel.size()) {
                    break;
                }
                totals.add(json.readValue(line, CallRecord.class));
                indexed(end);
            }
        }
        channel.truncate(size);
        channel.position(size);
    }

    private synchronized void indexed(long end) {
        if (lines % INDEX_STEP == 0) {
            index.add(size);
        }
        lines++;
        size = end;
    }

    /** Hands a call in; it gets its number when it is written. Never blocks. */
    void add(CallRecord call) {
        handedIn.incrementAndGet();
        if (!waiting.offer(call)) {
            lost.incrementAndGet();
            done(1);
        }
    }

    private void done(int calls) {
        progress.lock();
        try {
            done += calls;
            progressed.signalAll();
        } finally {
            progress.unlock();
        }
    }

    private void write() {
        List<CallRecord> batch = new ArrayList<>(BATCH);
        while (open || !waiting.isEmpty()) {
            try {
                CallRecord first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    write(batch);
                }
            } catch (IOException unwritable) {
                lost.addAndGet(batch.size());
                LOG.errorf(unwritable, "%d calls could not be recorded", batch.size());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                done(batch.size());
                batch.clear();
            }
        }
    }

    private void write(List<CallRecord> batch) throws IOException {
        long number;
        synchronized (this) {
            number = lines;
        }
        List<byte[]> written = new ArrayList<>(batch.size());
        int bytes = 0;
        for (CallRecord call : batch) {
            byte[] line = (json.writeValueAsString(call.numbered(++number)) + "\n").getBytes(StandardCharsets.UTF_8);
            written.add(line);
            bytes += line.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        written.forEach(buffer::put);
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
        for (int i = 0; i < batch.size(); i++) {
            totals.add(batch.get(i));
            indexed(size + written.get(i).length);
        }
    }

    /** Waits until every call handed in before is on disk, at most five seconds. */
    void settle() {
        long target = handedIn.get();
        long left = LONGEST_WAIT.toNanos();
        progress.lock();
        try {
            while (done < target && left > 0) {
                left = progressed.awaitNanos(left);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            progress.unlock();
        }
    }

    /** The next lines after a number that fit, in order, at most the given count. Blocks on the disk. */
    List<CallRecord> after(long seq, Predicate<CallRecord> wanted, int most) {
        long start;
        long skip;
        long end;
        synchronized (this) {
            if (seq >= lines) {
                return List.of();
            }
            int step = (int) (Math.max(0, seq) / INDEX_STEP);
            start = index.get(step);
            skip = Math.max(0, seq) - (long) step * INDEX_STEP;
            end = lines;
        }
        List<CallRecord> found = new ArrayList<>();
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            reading.position(start);
            BufferedReader reader = new BufferedReader(Channels.newReader(reading, StandardCharsets.UTF_8));
            long at = Math.max(0, seq) - skip;
            for (String line = reader.readLine();
                    line != null && at < end && found.size() < most;
                    line = reader.readLine()) {
                at++;
                if (at > seq) {
                    CallRecord call = json.readValue(line, CallRecord.class);
                    if (wanted.test(call)) {
                        found.add(call);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found;
    }

    CallTotals.Summary summary(long running) {
        return totals.summary(running, lost.get());
    }

    boolean writable() {
        return channel.isOpen() && writer.isAlive();
    }

    @Override
    public void close() throws IOException {
        open = false;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }
}
