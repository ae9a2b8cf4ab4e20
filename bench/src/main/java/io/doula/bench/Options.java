package io.doula.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The command and what follows it, as {@code --name value}. */
record Options(String command, Map<String, String> values) {

  static Options of(String... args) {
    if (args.length == 0 || args.length % 2 == 0) {
      throw new IllegalArgumentException("expected: COMMAND [--name value]...");
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 1; i < args.length; i += 2) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("expected --name, not " + args[i]);
      }
      values.put(args[i].substring(2), args[i + 1]);
    }
    return new Options(args[0], values);
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** A path that the script gives. */
  Path path(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return Path.of(value);
  }
}
