import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The build step that writes each static file's fingerprint into its name: {@code doula.css} of the first folder becomes
 * {@code doula-0f3a….css} in the second, and a list of names, read by the program, says which became which. Files of
 * earlier builds go. A style sheet loses its comments and indents on the way. Further files, from libraries, are named as {@code NAME=FILE}. Needs no more than the JDK that
 * builds.
 */
class Fingerprint {
  private Fingerprint() {}

  public static void main(String[] args) throws Exception {
    Path from = Path.of(args[0]);
    Path to = Path.of(args[1]);
    Path names = Path.of(args[2]);
    Files.createDirectories(to);
    for (Path old : files(to)) {
      Files.delete(old);
    }
    StringBuilder list = new StringBuilder();
    for (Map.Entry<String, Path> named : named(from, args).entrySet()) {
      String name = named.getKey();
      byte[] content = Files.readAllBytes(named.getValue());
      if (name.endsWith(".css")) {
        content = squeezed(new String(content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
      }
      int dot = name.lastIndexOf('.');
      String fingerprinted = name.substring(0, dot) + "-" + hash(content) + name.substring(dot);
      Files.write(to.resolve(fingerprinted), content);
      list.append(name).append('=').append(fingerprinted).append('\n');
    }
    Files.writeString(names, list);
  }

  /** The same rules in a quarter less: a phone reads them on each first visit. No string of ours has such signs in it. */
  private static String squeezed(String style) {
    return style
        .replaceAll("(?s)/\\*.*?\\*/", "")
        .replaceAll("\\s+", " ")
        .replaceAll(" ?([{};,]) ?", "$1")
        .replaceAll(": ", ":")
        .replace(";}", "}")
        .strip();
  }

  private static Map<String, Path> named(Path from, String[] args) throws IOException {
    Map<String, Path> named = new TreeMap<>();
    for (Path file : files(from)) {
      named.put(file.getFileName().toString(), file);
    }
    for (int i = 3; i < args.length; i++) {
      String[] further = args[i].split("=", 2);
      named.put(further[0], Path.of(further[1]));
    }
    return named;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String hash(byte[] content) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
    return HexFormat.of().formatHex(digest, 0, 6);
  }
}
