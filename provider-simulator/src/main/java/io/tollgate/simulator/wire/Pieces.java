package io.tollgate.simulator.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Pieces that are made only when they are written, so that a long answer takes no memory. */
public final class Pieces {

    private Pieces() {}

    public static Iterator<Piece> one(Supplier<Piece> piece) {
        return each(List.of(piece), Supplier::get);
    }

    public static <T> Iterator<Piece> each(List<T> values, Function<T, Piece> write) {
        Iterator<T> all = values.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Piece next() {
                return write.apply(all.next());
            }
        };
    }

    /** One after the other. */
    public static Iterator<Piece> chain(List<Iterator<Piece>> parts) {
        Deque<Iterator<Piece>> rest = new ArrayDeque<>(parts);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                while (!rest.isEmpty() && !rest.getFirst().hasNext()) {
                    rest.removeFirst();
                }
                return !rest.isEmpty();
            }

            @Override
            public Piece next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return rest.getFirst().next();
            }
        };
    }

    /** One of each in turn, as several choices are streamed. */
    public static Iterator<Piece> inTurn(List<Iterator<Piece>> parts) {
        List<Iterator<Piece>> rest = new ArrayList<>(parts);
        return new Iterator<>() {
            private int turn;

            @Override
            public boolean hasNext() {
                rest.removeIf(part -> !part.hasNext());
                return !rest.isEmpty();
            }

            @Override
            public Piece next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return rest.get(turn++ % rest.size()).next();
            }
        };
    }
}
