package io.doula.http;

import io.doula.core.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A form of multipart/form-data (RFC 7578) with its fields as parameters and its files aside, in
 * memory.
 */
public final class UploadedForm extends HttpServletRequestWrapper {
  private static final int MOST_PARTS = 20;
  private static final Pattern NAME = Pattern.compile("(?i);\\s*name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("(?i);\\s*filename\\*?=");
  private static final String FILES = UploadedForm.class.getName();

  private final Map<String, String[]> fields;

  private UploadedForm(HttpServletRequest request, Map<String, String[]> fields) {
    super(request);
    this.fields = fields;
  }

  /** The file that the form carries under this name; null when there is none, or it is empty. */
  public static byte @Nullable [] file(HttpServletRequest request, String name) {
    return request.getAttribute(FILES) instanceof Map<?, ?> files
            && files.get(name) instanceof byte[] file
            && file.length > 0
        ? file
        : null;
  }

  /**
   * @throws Invalid when it is no such form, or a field holds what can't be kept
   */
  static UploadedForm read(HttpServletRequest request, byte[] body) {
    Map<String, String[]> fields = new LinkedHashMap<>(request.getParameterMap());
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] mark = ("\r\n--" + boundary(request)).getBytes(StandardCharsets.ISO_8859_1);
    int at = first(body, mark);
    for (int parts = 0; !isEnd(body, at); parts++) {
      if (parts == MOST_PARTS) {
        throw broken();
      }
      int head = after(body, "\r\n".getBytes(StandardCharsets.ISO_8859_1), at);
      // from before the line's end: a part may have no head at all
      int content = after(body, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), head - 2);
      int end = find(body, mark, content - 2);
      if (end < 0) {
        throw broken();
      }
      String header = new String(body, head, content - head, StandardCharsets.UTF_8);
      take(header, Arrays.copyOfRange(body, content, Math.max(content, end)), fields, files);
      at = end + mark.length;
    }
    request.setAttribute(FILES, files);
    return new UploadedForm(request, Collections.unmodifiableMap(fields));
  }

  private static void take(
      String header, byte[] content, Map<String, String[]> fields, Map<String, byte[]> files) {
    Matcher name = NAME.matcher(header);
    if (!name.find()) {
      throw broken();
    }
    if (FILE.matcher(header).find()) {
      files.put(name.group(1), content);
      return;
    }
    String value = new String(content, StandardCharsets.UTF_8);
    CleanText.check(name.group(1), "");
    CleanText.check(value, name.group(1));
    fields.put(name.group(1), new String[] {value});
  }

  private static String boundary(HttpServletRequest request) {
    try {
      String boundary = MediaType.parseMediaType(request.getContentType()).getParameter("boundary");
      if (boundary != null && !boundary.isEmpty() && boundary.length() <= 100) {
        return boundary.replaceAll("^\"|\"$", "");
      }
    } catch (InvalidMediaTypeException e) {
      // broken, like one that has none
    }
    throw broken();
  }

  /** Where the first part begins: right at the start there is no line's end before the mark. */
  private static int first(byte[] body, byte[] mark) {
    byte[] start = Arrays.copyOfRange(mark, 2, mark.length);
    return Arrays.equals(body, 0, Math.min(start.length, body.length), start, 0, start.length)
        ? start.length
        : after(body, mark, 0);
  }

  private static boolean isEnd(byte[] body, int at) {
    return at + 1 < body.length && body[at] == '-' && body[at + 1] == '-';
  }

  private static int after(byte[] body, byte[] mark, int from) {
    int found = find(body, mark, from);
    if (found < 0) {
      throw broken();
    }
    return found + mark.length;
  }

  private static int find(byte[] body, byte[] mark, int from) {
    for (int i = Math.max(0, from); i <= body.length - mark.length; i++) {
      if (body[i] == mark[0] && Arrays.equals(body, i, i + mark.length, mark, 0, mark.length)) {
        return i;
      }
    }
    return -1;
  }

  private static Invalid broken() {
    return new Invalid("", "the form is not well formed");
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = fields.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return fields.get(name);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return fields;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(fields.keySet());
  }
}
