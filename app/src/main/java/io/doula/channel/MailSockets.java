package io.doula.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection's sockets and keeps the last in hand, under any TLS, so that another thread
 * can close it: time-outs per read or write never end a talk with a relay that trickles.
 */
class MailSockets extends SocketFactory {
  private @Nullable Socket socket;
  private boolean hungUp;

  @Override
  public synchronized Socket createSocket() throws IOException {
    if (hungUp) {
      throw new SocketException("out of time");
    }
    Socket made = new Socket();
    made.setTcpNoDelay(true);
    socket = made;
    return made;
  }

  /** For good: no socket is made afterwards. */
  synchronized void hangUp() {
    hungUp = true;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        socket = null; // nothing is left of it to close
      }
    }
  }

  /**
   * Says how long a read may take, in milliseconds; 0 means for ever.
   *
   * @return false when the socket is closed
   */
  synchronized boolean readWithin(int millis) {
    try {
      if (socket != null) {
        socket.setSoTimeout(millis);
        return true;
      }
      return false;
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("sockets are connected by who asks for them");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException("sockets are connected by who asks for them");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("sockets are connected by who asks for them");
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("sockets are connected by who asks for them");
  }
}
