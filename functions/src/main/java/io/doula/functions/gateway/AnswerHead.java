package io.doula.functions.gateway;

import com.amazonaws.serverless.proxy.model.Headers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer's headers. Content-Type is kept in its parts, and put together when it is asked for.
 */
final class AnswerHead {
  private static final String CONTENT_TYPE = "Content-Type";

  private final Headers headers = new Headers();
  private @Nullable ContentType type;
  private @Nullable String charset;
  private boolean charsetIsSettled;

  /**
   * @param value null: the header goes
   */
  void set(String name, @Nullable String value) {
    if (name.equalsIgnoreCase(CONTENT_TYPE)) {
      setType(value);
    } else if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, new ArrayList<>(List.of(inOneLine(value))));
    }
  }

  void add(String name, String value) {
    if (name.equalsIgnoreCase(CONTENT_TYPE)) {
      setType(value);
    } else {
      headers.computeIfAbsent(name, any -> new ArrayList<>()).add(inOneLine(value));
    }
  }

  private static String inOneLine(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }

  private void setType(@Nullable String sent) {
    type = sent == null ? null : ContentType.read(sent);
    if (type != null && type.charset() != null) {
      setCharset(type.charset());
    }
  }

  @Nullable String type() {
    if (type == null) {
      return null;
    }
    return charset == null ? type.type() : type.type() + ";charset=" + charset;
  }

  void setCharset(@Nullable String name) {
    if (!charsetIsSettled) {
      charset = name;
    }
  }

  /** As the servlet specification has it where nothing was said. */
  String charset() {
    return charset == null ? "ISO-8859-1" : charset;
  }

  /** A writer is out, which writes in it. */
  void settleCharset() {
    charset = charset();
    charsetIsSettled = true;
  }

  @Nullable String first(String name) {
    return name.equalsIgnoreCase(CONTENT_TYPE) ? type() : headers.getFirst(name);
  }

  /** All of it, to be handed on. */
  Headers whole() {
    Headers whole = new Headers();
    headers.forEach((name, values) -> whole.put(name, List.copyOf(values)));
    String contentType = type();
    if (contentType != null) {
      whole.putSingle(CONTENT_TYPE, contentType);
    }
    return whole;
  }
}
