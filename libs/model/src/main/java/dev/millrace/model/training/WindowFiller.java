package dev.millrace.model.training;

import dev.millrace.model.training.PackedDataset.Segment;
import java.util.ArrayList;
import java.util.List;

/** Lays segments into the first open window with room; the fullest window is closed when too many are open. */
final class WindowFiller {
    private static final int OPEN = 64;

    private final int context;
    private final List<List<Segment>> done = new ArrayList<>();
    private final List<Window> open = new ArrayList<>();

    WindowFiller(int context) {
        this.context = context;
    }

    private static final class Window {
        private final List<Segment> segments = new ArrayList<>();
        private int length;
    }

    void add(Segment segment) {
        Window window = roomFor(segment.length());
        window.segments.add(segment);
        window.length += segment.length();
        if (window.length == context) {
            close(window);
        }
    }

    private Window roomFor(int length) {
        for (Window window : open) {
            if (window.length + length <= context) {
                return window;
            }
        }
        if (open.size() == OPEN) {
            close(fullest());
        }
        Window window = new Window();
        open.add(window);
        return window;
    }

    private Window fullest() {
        Window fullest = open.getFirst();
        for (Window window : open) {
            if (window.length > fullest.length) {
                fullest = window;
            }
        }
        return fullest;
    }

    private void close(Window window) {
        open.remove(window);
        done.add(List.copyOf(window.segments));
    }

    List<List<Segment>> windows() {
        while (!open.isEmpty()) {
            close(open.getFirst());
        }
        return done;
    }
}
