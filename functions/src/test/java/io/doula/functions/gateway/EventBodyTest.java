package io.doula.functions.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventBodyTest {

  @Test
  void aTextIsUtf8() {
    assertThat(bytes("Zoë", false, 4)).isEqualTo("Zoë".getBytes(StandardCharsets.UTF_8));
    assertThat(bytes(null, false, -1)).isEmpty();
  }

  @Test
  void whatIsEncodedIsDecoded() {
    assertThat(bytes("/wBh", true, 3)).containsExactly(0xff, 0x00, 0x61);
  }

  @Test
  void aTextWhoseLengthIsAnotherWasBrokenAndStaysSo() {
    assertThat(bytes("Zo\uFFFDé", false, 5)).containsExactly('Z', 'o', 0xff, 0xc3, 0xa9);
  }

  @Test
  void aReplacementCharacterThatWasSentIsKept() {
    byte[] sent = "Zo\uFFFD".getBytes(StandardCharsets.UTF_8);

    assertThat(bytes("Zo\uFFFD", false, sent.length)).isEqualTo(sent);
    assertThat(bytes("Zo\uFFFD", false, -1)).isEqualTo(sent);
  }

  private static byte[] bytes(@Nullable String body, boolean encoded, long length) {
    AwsProxyRequest event = new AwsProxyRequest();
    event.setBody(body);
    event.setIsBase64Encoded(encoded);
    return EventBody.bytes(event, length);
  }
}
