package org.maillage.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** What the database's driver makes its sockets with; it knows this class by its name. */
public final class LineSockets extends SocketFactory {

    private final Lines lines;
    private final int most;

    /** @param argument the name of the lines, and after a blank for how many milliseconds anything may be waited for */
    public LineSockets(String argument) {
        var words = argument.split(" ");
        this.lines = Lines.of(words[0]);
        this.most = words.length > 1 ? Integer.parseInt(words[1]) : 0;
    }

    @Override
    public Socket createSocket() {
        return lines.line(most);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private Socket connected(InetSocketAddress address) throws IOException {
        var socket = createSocket();
        try {
            socket.connect(address);
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }
}
