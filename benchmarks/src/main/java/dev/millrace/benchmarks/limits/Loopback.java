package dev.millrace.benchmarks.limits;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** One TCP connection over loopback, one sender and one receiver. */
final class Loopback implements Contestant {
    static final String STREAM = "loopback stream";

    private static final int BLOCK = 64 << 10;
    private static final int BLOCKS = 16 << 10;

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public void measure(Samples samples) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket sender = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket receiver = server.accept()) {
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> count(receiver));
            double seconds = Timing.seconds(() -> {
                send(sender);
                received.join();
            });
            if (received.join() != (long) BLOCK * BLOCKS) {
                throw new IllegalStateException("bytes were lost");
            }
            samples.add(STREAM, (double) BLOCK * BLOCKS / 1e6 / seconds);
        }
    }

    private static void send(Socket socket) throws IOException {
        byte[] block = new byte[BLOCK];
        OutputStream out = socket.getOutputStream();
        for (int i = 0; i < BLOCKS; i++) {
            out.write(block);
        }
        socket.shutdownOutput();
    }

    private static long count(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            byte[] block = new byte[BLOCK];
            long total = 0;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                total += read;
            }
            return total;
        } catch (IOException e) {
            return -1;
        }
    }
}
