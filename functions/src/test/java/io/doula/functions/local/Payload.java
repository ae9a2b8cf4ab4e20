package io.doula.functions.local;

import io.doula.functions.local.Http.Header;
import io.doula.functions.local.Http.Reply;
import io.doula.functions.local.Http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request as an HTTP API of API Gateway writes it in payload format 1.0, and an answer as it
 * reads it. Source: the developer guide's "Lambda proxy integrations for HTTP APIs", and what
 * others captured from the real thing where the guide is silent: the path is decoded and ends at a
 * decoded question mark; only {@code text/*} and JSON, XML and JavaScript are text, a form is not.
 */
final class Payload {
  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter COMMON_LOG =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> TEXT =
      Set.of("application/json", "application/xml", "application/javascript");

  /** Concerns one connection, and so isn't handed on, in either direction. */
  private static final Set<String> HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect");

  /** The gateway writes these itself, with capitals; a client's other names become lower case. */
  private static final Map<String, String> OWN_NAMES =
      Map.of(
          "content-length", "Content-Length",
          "host", "Host",
          "user-agent", "User-Agent",
          "x-amzn-trace-id", "X-Amzn-Trace-Id",
          "x-forwarded-for", "X-Forwarded-For",
          "x-forwarded-port", "X-Forwarded-Port",
          "x-forwarded-proto", "X-Forwarded-Proto");

  private Payload() {}

  /**
   * The event for a request.
   *
   * @param scheme what the outside uses: {@code https} as on AWS, or {@code http}
   * @throws IllegalArgumentException when the path is not validly encoded
   */
  static byte[] event(Request request, String scheme, String requestId, Instant at) {
    String[] target = request.target().split("\\?", 2);
    String path = path(target[0]);
    Map<String, List<String>> headers = headers(request, scheme, requestId);
    Map<String, List<String>> query = query(target.length == 2 ? target[1] : "");
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "1.0");
    event.put("resource", "$default");
    event.put("path", path);
    event.put("httpMethod", request.method());
    event.put("headers", each(headers, values -> values.get(values.size() - 1)));
    event.put("multiValueHeaders", headers);
    event.put(
        "queryStringParameters", query.isEmpty() ? null : each(query, values -> values.get(0)));
    event.put("multiValueQueryStringParameters", query.isEmpty() ? null : query);
    event.put("requestContext", context(request, path, requestId, at));
    event.put("pathParameters", null);
    event.put("stageVariables", null);
    boolean text = isText(request.header("Content-Type"));
    boolean empty = request.body().length == 0;
    event.put("body", empty ? null : body(request.body(), text));
    event.put("isBase64Encoded", !empty && !text);
    return JSON.writeValueAsBytes(event);
  }

  /**
   * The reply that a function's answer asks for.
   *
   * @throws IllegalArgumentException when it is no such answer
   */
  static Reply reply(byte[] answer, String requestId) {
    JsonNode json = JSON.readTree(answer);
    int status = json.path("statusCode").asInt(0);
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("the answer has no statusCode");
    }
    Map<String, List<Header>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    json.path("headers")
        .forEachEntry(
            (name, value) -> headers.put(name, List.of(new Header(name, value.asString()))));
    json.path("multiValueHeaders")
        .forEachEntry(
            (name, values) ->
                headers.put(
                    name, values.valueStream().map(v -> new Header(name, v.asString())).toList()));
    HOP.forEach(headers::remove);
    headers.remove("content-length");
    List<Header> all = new ArrayList<>();
    headers.values().forEach(all::addAll);
    all.add(new Header("Apigw-Requestid", requestId));
    String body = json.path("body").asString("");
    return new Reply(
        status,
        all,
        json.path("isBase64Encoded").asBoolean(false)
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  private static String path(String raw) {
    // a plus is a plus in a path
    String decoded = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    return decoded.split("\\?", 2)[0];
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : raw.split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        query
            .computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
            .add(parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return query;
  }

  private static String decoded(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return raw;
    }
  }

  private static Map<String, List<String>> headers(
      Request request, String scheme, String requestId) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (Header header : request.headers()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (!HOP.contains(name)) {
        headers
            .computeIfAbsent(OWN_NAMES.getOrDefault(name, name), any -> new ArrayList<>())
            .add(header.value());
      }
    }
    headers.put("Content-Length", List.of("" + request.body().length));
    List<String> via = new ArrayList<>(headers.getOrDefault("X-Forwarded-For", List.of()));
    via.add(request.peer());
    headers.put("X-Forwarded-For", List.of(String.join(", ", via)));
    headers.put("X-Forwarded-Port", List.of(scheme.equals("https") ? "443" : "80"));
    headers.put("X-Forwarded-Proto", List.of(scheme));
    headers.put("X-Amzn-Trace-Id", List.of("Root=" + requestId));
    return headers;
  }

  private static Map<String, Object> context(
      Request request, String path, String requestId, Instant at) {
    Map<String, Object> identity = new LinkedHashMap<>();
    for (String nobody :
        List.of("accessKey", "accountId", "caller", "cognitoIdentityId", "user", "userArn")) {
      identity.put(nobody, null);
    }
    identity.put("sourceIp", request.peer());
    identity.put("userAgent", request.header("User-Agent"));
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("accountId", "000000000000");
    context.put("apiId", "laptop");
    context.put("domainName", request.header("Host"));
    context.put("domainPrefix", request.header("Host").split("[.:]")[0]);
    context.put("extendedRequestId", requestId);
    context.put("httpMethod", request.method());
    context.put("identity", identity);
    context.put("path", path);
    context.put("protocol", request.protocol());
    context.put("requestId", requestId);
    context.put("requestTime", COMMON_LOG.format(at));
    context.put("requestTimeEpoch", at.toEpochMilli());
    context.put("resourceId", "$default");
    context.put("resourcePath", "$default");
    context.put("stage", "$default");
    return context;
  }

  private static boolean isText(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/") || TEXT.contains(type);
  }

  private static String body(byte[] body, boolean text) {
    return text
        ? new String(body, StandardCharsets.UTF_8)
        : Base64.getEncoder().encodeToString(body);
  }

  private static Map<String, String> each(
      Map<String, List<String>> all, java.util.function.Function<List<String>, String> one) {
    Map<String, String> single = new LinkedHashMap<>();
    all.forEach((name, values) -> single.put(name, one.apply(values)));
    return single;
  }
}
