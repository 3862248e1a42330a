package dev.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP proxy before a real server that does to requests and answers what networks and overloaded servers do. One request per connection. */
public final class FaultyProxy implements AutoCloseable {
    private final URI upstream;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger harmed = new AtomicInteger();
    private volatile Faults faults = Faults.none();

    private FaultyProxy(URI upstream, ServerSocket server) {
        this.upstream = upstream;
        this.server = server;
    }

    /** Starts on a free loopback port, without faults. */
    public static FaultyProxy start(URI upstream) {
        try {
            FaultyProxy proxy = new FaultyProxy(upstream, new ServerSocket(0, 128, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("faulty-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    public void apply(Faults next) {
        faults = next;
    }

    /** How many requests met a fault so far: a test of faults shows that there were some. */
    public int harmed() {
        return harmed.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // closed, by us or by a client that gave up
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            ProxiedRequest request = ProxiedRequest.read(client.getInputStream());
            if (request == null) {
                return;
            }
            Fault fault = faults.next(request.method(), request.path());
            if (!(fault instanceof Fault.None)) {
                harmed.incrementAndGet();
            }
            new ProxiedExchange(client, upstream, request).run(fault);
        } catch (IOException e) {
            // the other side of a broken connection has been told by the break itself
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
