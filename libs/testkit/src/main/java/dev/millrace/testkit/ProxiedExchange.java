package dev.millrace.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** One request on its way to the server, and the answer on its way back. */
final class ProxiedExchange {
    private static final int CHUNK = 8192;
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final Socket client;
    private final URI upstream;
    private final ProxiedRequest request;

    ProxiedExchange(Socket client, URI upstream, ProxiedRequest request) {
        this.client = client;
        this.upstream = upstream;
        this.request = request;
    }

    void run(Fault fault) throws IOException {
        switch (fault) {
            case Fault.None none -> forward(EVERYTHING);
            case Fault.Status status -> answer(status.code(), error(status.code()));
            case Fault.Swallowed swallowed -> answer(200, "");
            case Fault.RequestReset reset -> breakRequest(reset.afterBytes());
            case Fault.AnswerReset reset -> {
                forward(reset.afterBytes());
                reset(client);
            }
            case Fault.BodyCutShort cut -> change(body -> body.length - Math.min(body.length, cut.missingBytes()));
            case Fault.BodyBent bent -> change(ProxiedExchange::bend);
            case Fault.Delay delay -> {
                pause(delay.time());
                forward(EVERYTHING);
            }
        }
    }

    /** Changes a body in place and says how much of it is sent. */
    private interface Change {
        int apply(byte[] body);
    }

    private void forward(long answerBytes) throws IOException {
        try (Socket server = connect()) {
            send(server.getOutputStream());
            copy(server.getInputStream(), client.getOutputStream(), answerBytes);
        }
    }

    private void change(Change change) throws IOException {
        try (Socket server = connect()) {
            send(server.getOutputStream());
            ProxiedRequest answer = ProxiedRequest.read(server.getInputStream());
            if (answer == null) {
                return;
            }
            client.getOutputStream().write(answer.head().getBytes(StandardCharsets.ISO_8859_1));
            byte[] body = answer.body().readAllBytes();
            client.getOutputStream().write(body, 0, change.apply(body));
        }
    }

    private static int bend(byte[] body) {
        if (body.length > 0) {
            body[ThreadLocalRandom.current().nextInt(body.length)] ^= 1;
        }
        return body.length;
    }

    private void breakRequest(long afterBytes) throws IOException {
        try (Socket server = connect()) {
            InputStream all =
                    new SequenceInputStream(new ByteArrayInputStream(request.lastOfItsConnection()), request.body());
            long whole = request.lastOfItsConnection().length + request.length();
            copy(all, server.getOutputStream(), Math.min(afterBytes, whole));
            reset(server);
        }
        reset(client);
    }

    private void send(OutputStream server) throws IOException {
        server.write(request.lastOfItsConnection());
        copy(request.body(), server, request.length());
        server.flush();
    }

    private void answer(int code, String body) throws IOException {
        copy(request.body(), OutputStream.nullOutputStream(), request.length());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + code + " Said by the proxy\r\nContent-Type: application/xml\r\nETag: \"none\"\r\n"
                + "Connection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            client.getOutputStream().write(bytes);
        }
    }

    private static String error(int code) {
        String name = code == 412 ? "PreconditionFailed" : code == 503 ? "SlowDown" : "InternalError";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + name
                + "</Code><Message>proxy</Message></Error>";
    }

    private Socket connect() throws IOException {
        return new Socket(upstream.getHost(), upstream.getPort());
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void copy(InputStream from, OutputStream to, long most) throws IOException {
        byte[] buffer = new byte[CHUNK];
        long left = most;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(CHUNK, left));
            if (read < 0) {
                return;
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
