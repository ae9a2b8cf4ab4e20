package io.doula.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The database's login as RDS keeps it: {host, port, dbname, username, password} and others that
 * don't count. One that RDS manages itself holds username and password alone; the address then
 * stands in {@code SPRING_DATASOURCE_URL}.
 */
final class DatabaseSecret {
  static final String URL = "SPRING_DATASOURCE_URL";
  static final String USERNAME = "SPRING_DATASOURCE_USERNAME";
  static final String PASSWORD = "SPRING_DATASOURCE_PASSWORD";

  private static final List<String> LOGIN = List.of("username", "password");
  private static final List<String> ADDRESS = List.of("host", "port", "dbname");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,255}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private DatabaseSecret() {}

  /**
   * @param addressGiven whether the address stands elsewhere
   * @throws SecretFault naming the fields that are missing or can't be
   */
  static Map<String, String> settings(SecretFields secret, boolean addressGiven) {
    Map<String, String> settings = new HashMap<>();
    if (addressGiven) {
      secret.require(LOGIN, "");
    } else {
      secret.require(
          List.of("host", "port", "dbname", "username", "password"),
          secret.names().containsAll(LOGIN) && ADDRESS.stream().noneMatch(secret.names()::contains)
              ? ": the login without the database's address, which then stands in " + URL
              : "");
      settings.put(URL, url(secret));
    }
    settings.put(USERNAME, secret.text("username"));
    settings.put(PASSWORD, secret.text("password"));
    return settings;
  }

  private static String url(SecretFields secret) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(
            host(secret),
            port(secret),
            URLEncoder.encode(secret.text("dbname"), StandardCharsets.UTF_8));
  }

  private static String host(SecretFields secret) {
    String host = secret.text("host");
    if (host.contains(":") && IPV6.matcher(host).matches()) {
      return "[" + host + "]";
    }
    if (!NAME.matcher(host).matches()) {
      throw secret.fault("has a host that is no host name");
    }
    return host;
  }

  private static int port(SecretFields secret) {
    String port = secret.text("port");
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65535) {
      throw secret.fault("has a port that is no number from 1 to 65535");
    }
    return Integer.parseInt(port);
  }
}
