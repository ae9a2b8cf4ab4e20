package io.doula.functions.gateway;

import com.amazonaws.serverless.proxy.model.AwsProxyRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The bytes that were sent. */
final class EventBody {
  private static final char REPLACEMENT = '\uFFFD';

  private EventBody() {}

  /**
   * @param toldLength what Content-Length says, -1 when it is not there
   */
  static byte[] bytes(AwsProxyRequest event, long toldLength) {
    String body = event.getBody();
    if (body == null) {
      return new byte[0];
    }
    if (event.isBase64Encoded()) {
      return Base64.getMimeDecoder().decode(body);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return toldLength >= 0 && toldLength != bytes.length && body.indexOf(REPLACEMENT) >= 0
        ? broken(body)
        : bytes;
  }

  /**
   * A gateway takes a text for UTF-8 and puts a replacement character where it is none; the length
   * betrays it. What was broken is broken again, so that it is refused and not recorded.
   */
  private static byte[] broken(String body) {
    byte[] bytes = body.replace(REPLACEMENT, '\u00ff').getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean mark = bytes[i] == (byte) 0xc3 && bytes[i + 1] == (byte) 0xbf;
      bytes[length++] = mark ? (byte) 0xff : bytes[i];
      i += mark ? 1 : 0;
    }
    return java.util.Arrays.copyOf(bytes, length);
  }
}
