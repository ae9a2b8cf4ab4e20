package io.doula.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files of nginx/options: a load balancer before Nginx, or behind it. */
class NginxOptionsIT {

  @Test
  void behindALoadBalancerTheCallerIsWhoTheLoadBalancerSaw() throws Exception {
    try (Gate gate = Gate.open(List.of("load-balancer.conf"), NginxOptionsIT::fromThisMachine);
        StandIn program = StandIn.at(gate.socket())) {
      Reply page =
          plain(gate, Gate.NAME, "/app/", "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Strict-Transport-Security")).isEqualTo("max-age=63072000");
      assertThat(program.last().headers("X-Forwarded-For")).containsExactly("203.0.113.9");
      assertThat(program.last().headers("X-Forwarded-Proto")).containsExactly("https");

      int before = program.heard.size();
      assertThat(plain(gate, "10.0.0.7:8080", "/health/", "").status())
          .as("load balancers ask by the machine's address")
          .isEqualTo(200);
      assertThat(program.heard).hasSize(before + 1);
      assertThat(plain(gate, "10.0.0.7:8080", "/", "").isNothing()).isTrue();
      assertThat(plain(gate, "evil.example", "/app/", "").isNothing()).isTrue();
    }
  }

  /** In the test the load balancer calls from this machine. */
  private static String fromThisMachine(String text) {
    return text.replace("10.0.0.0/8", "127.0.0.0/8");
  }

  private static Reply plain(Gate gate, String host, String path, String headers) {
    String request = "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n";
    return Caller.of(gate)
        .plain(
            gate.behind,
            request.formatted(path, host, headers).getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aLoadBalancerBehindIsFoundByItsName() throws Exception {
    try (StandIn program = StandIn.onAPort();
        Names names = new Names()) {
      String balancer = "internal-doula.example.org:" + program.port();
      try (Gate gate =
          Gate.open(
              List.of("backend.conf"),
              text ->
                  text.replace("169.254.169.253", "127.0.0.1:" + names.port())
                      .replace("internal-doula.example.org:8080", balancer))) {
        assertThat(Caller.of(gate).from("127.0.0.61").get("/api/mothers?q=1").status())
            .isEqualTo(200);
        assertThat(program.last().head()).startsWith("GET /api/mothers?q=1 HTTP/1.1\r\n");
        assertThat(program.last().headers("Host")).containsExactly(Gate.NAME);
        assertThat(program.last().headers("X-Forwarded-For")).containsExactly("127.0.0.61");
      }
    }
  }

  /** A name server that finds every name at 127.0.0.1 (RFC 1035, 4.1). */
  private static final class Names implements AutoCloseable {
    private final DatagramSocket socket;

    Names() throws IOException {
      socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
      Thread thread = new Thread(this::answer);
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void answer() {
      try {
        while (true) {
          DatagramPacket asked = new DatagramPacket(new byte[512], 512);
          socket.receive(asked);
          ByteBuffer answer = ByteBuffer.allocate(512);
          answer.put(asked.getData(), 0, asked.getLength());
          // an answer, without error; one question, one address
          answer.putShort(2, (short) 0x8180).putShort(6, (short) 1);
          // of the name in the question: A, IN, for a second
          answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(1);
          answer.putShort((short) 4).put(new byte[] {127, 0, 0, 1});
          socket.send(
              new DatagramPacket(answer.array(), answer.position(), asked.getSocketAddress()));
        }
      } catch (IOException closed) {
        // the test is over
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
