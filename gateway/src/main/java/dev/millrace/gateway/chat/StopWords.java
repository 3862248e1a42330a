package dev.millrace.gateway.chat;

import java.util.List;

/** Passes text on until one of some texts comes; what may be the beginning of one is held back. */
final class StopWords {
    private final List<String> stops;
    private final ChatModel.Listener listener;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    StopWords(List<String> stops, ChatModel.Listener listener) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
        this.listener = listener;
    }

    /** @return false when the answer has ended */
    boolean accept(String piece) {
        held.append(piece);
        int at = firstStop();
        if (at >= 0) {
            held.setLength(at);
            stopped = true;
            flush(held.length());
            return false;
        }
        flush(held.length() - possibleBeginning());
        return listener.wanted();
    }

    void finish() {
        if (!stopped) {
            flush(held.length());
        }
    }

    boolean stopped() {
        return stopped;
    }

    private int firstStop() {
        return stops.stream()
                .mapToInt(held::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    /** Length of the longest end of the held text that a stop begins with. */
    private int possibleBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private void flush(int length) {
        if (length > 0) {
            listener.text(held.substring(0, length));
            held.delete(0, length);
        }
    }
}
